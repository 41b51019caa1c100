import * as aws from "@pulumi/aws";

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
export const subnetIds = ["a", "b"].map(
  (zone) => new aws.ec2.Subnet(zone, { vpcId: vpc.id, availabilityZone: `eu-west-1${zone}` }).id,
);
export const securityGroupId = new aws.ec2.SecurityGroup("models", { vpcId: vpc.id }).id;
