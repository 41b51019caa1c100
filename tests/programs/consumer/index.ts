import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const platform = new pulumi.StackReference(`${pulumi.getOrganization()}/platform/dev`);
new aws.sagemaker.Model("fraud", {
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  primaryContainer: {
    image: `registry.example.com/fraud@sha256:${"c".repeat(64)}`,
    imageConfig: { repositoryAccessMode: "Vpc" },
  },
  vpcConfig: {
    subnets: platform.requireOutput("subnetIds") as pulumi.Output<string[]>,
    securityGroupIds: [platform.requireOutput("securityGroupId") as pulumi.Output<string>],
  },
});
export const subnetIds = platform.requireOutput("subnetIds");
