import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { readFacts } from "../facts";
import { record } from "./record";
import type { RecordOptions } from "./record-options";

/** What a program's lookups answer, by name. */
async function answers(
  program: () => Record<string, pulumi.Input<unknown>>,
  options: RecordOptions = {},
): Promise<{ values: Record<string, unknown>; assumed: (name: string) => boolean | undefined }> {
  const { outputs, calls } = await record(program, options);
  return {
    values: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
    assumed: (name) => calls.find(({ token }) => token.endsWith(`:${name}`))?.assumed,
  };
}

const known = readFacts([
  {
    Vpcs: [
      { VpcId: "vpc-1", CidrBlock: "10.8.0.0/16", Tags: [{ Key: "Name", Value: "main" }], IsDefault: false },
      { VpcId: "vpc-2", CidrBlock: "172.31.0.0/16", IsDefault: true },
    ],
  },
  {
    Subnets: ["a", "b", "c"].map((zone) => ({
      SubnetId: `subnet-${zone}`,
      VpcId: "vpc-1",
      AvailabilityZone: `eu-west-1${zone}`,
      CidrBlock: "10.8.1.0/24",
      Tags: [{ Key: "Tier", Value: zone === "c" ? "public" : `private-${zone}` }],
    })),
  },
  { SecurityGroups: [{ GroupId: "sg-1", GroupName: "models", VpcId: "vpc-1", IpPermissions: [] }] },
  {
    RouteTables: [
      {
        RouteTableId: "rtb-1",
        VpcId: "vpc-1",
        Associations: [{ SubnetId: "subnet-a" }],
        Routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }],
      },
    ],
  },
]).facts.resources;

describe("lookups of a recorded program", () => {
  it("are answered by facts: by tags, filters with wildcards, names and what is default", async () => {
    const { values, assumed } = await answers(
      () => ({
        block: aws.ec2.getVpcOutput({ tags: { Name: "main" } }).cidrBlock,
        standard: aws.ec2.getVpcOutput({ default: true }).id,
        subnets: aws.ec2.getSubnetsOutput({
          filters: [
            { name: "vpc-id", values: ["vpc-1"] },
            { name: "tag:Tier", values: ["private-*"] },
          ],
        }).ids,
        zone: aws.ec2.getSubnetOutput({ id: "subnet-b" }).availabilityZone,
        group: aws.ec2.getSecurityGroupOutput({ name: "models", vpcId: "vpc-1" }).id,
        route: aws.ec2.getRouteTableOutput({ subnetId: "subnet-a" }).routes[0]?.natGatewayId,
      }),
      { known },
    );
    assert.deepEqual(values, {
      block: "10.8.0.0/16",
      standard: "vpc-2",
      subnets: ["subnet-a", "subnet-b"],
      zone: "eu-west-1b",
      group: "sg-1",
      route: "nat-1",
    });
    for (const name of ["getVpc", "getSubnets", "getSubnet", "getSecurityGroup", "getRouteTable"]) {
      assert.equal(assumed(name), false, name);
    }
  });

  it("are not answered by facts that do not tell of it, or where several fit", async () => {
    const { values, assumed } = await answers(
      () => ({
        none: aws.ec2.getSubnetsOutput({ filters: [{ name: "tag:Tier", values: ["data"] }] }).ids,
        several: aws.ec2.getSubnetOutput({ vpcId: "vpc-1" }).id,
        strange: aws.ec2.getSecurityGroupOutput({
          filters: [{ name: "egress.cidr", values: ["10.0.0.0/8"] }],
        }).id,
      }),
      { known },
    );
    for (const value of Object.values(values).flat()) assert.match(String(value), /^(subnet|sg)-not-known-/);
    for (const name of ["getSubnets", "getSubnet", "getSecurityGroup"])
      assert.equal(assumed(name), true, name);
  });

  it("are answered by what the program makes, by its name", async () => {
    const { values } = await answers(() => {
      const role = new aws.iam.Role("r", { name: "execution", assumeRolePolicy: "{}" });
      const key = new aws.kms.Key("k", {});
      return {
        role: role.arn.apply(() => aws.iam.getRoleOutput({ name: "execution" }).arn),
        made: role.arn,
        key: key.arn.apply((keyId) => aws.kms.getKeyOutput({ keyId }).arn),
        keyMade: key.arn,
      };
    });
    assert.equal(values.role, values.made);
    assert.equal(values.key, values.keyMade);
  });

  it("have a placeholder of the right form where nobody answers them", async () => {
    const { values, assumed } = await answers(
      () => ({
        key: aws.kms.getKeyOutput({ keyId: "alias/ml" }).arn,
        alias: aws.kms.getAliasOutput({ name: "alias/ml" }).targetKeyArn,
        group: aws.ec2.getSecurityGroupOutput({ name: "models" }).id,
        secret: aws.secretsmanager.getSecretVersionOutput({ secretId: "registry" }).secretArn,
        topic: aws.sns.getTopicOutput({ name: "alarms" }).arn,
        certificate: aws.acm.getCertificateOutput({ domain: "registry.example.com" }).arn,
        balancer: aws.lb.getLoadBalancerOutput({ name: "registry" }).arn,
        role: aws.iam.getRoleOutput({ name: "execution" }).arn,
        policy: aws.iam.getPolicyOutput({ name: "boundary" }).arn,
        parameter: aws.ssm.getParameterOutput({ name: "/network/vpc" }).value,
        vpc: aws.ec2.getVpcOutput({ default: true }).id,
        region: aws.kms.getKeyOutput({ keyId: "alias/ml" }).region,
      }),
      { config: { "aws:region": "eu-central-1" } },
    );
    const forms: Record<string, RegExp> = {
      key: /^arn:aws:kms:eu-central-1:\d{12}:key\/not-known-[0-9a-f]{8}$/,
      alias: /^arn:aws:kms:eu-central-1:\d{12}:key\/not-known-/,
      group: /^sg-not-known-[0-9a-f]{8}$/,
      secret: /^arn:aws:secretsmanager:eu-central-1:\d{12}:secret:registry-[a-z]{6}$/,
      topic: /^arn:aws:sns:eu-central-1:\d{12}:alarms$/,
      certificate: /^arn:aws:acm:eu-central-1:\d{12}:certificate\/not-known-/,
      balancer: /^arn:aws:elasticloadbalancing:eu-central-1:\d{12}:loadbalancer\/app\/not-known-.*\/1$/,
      role: /^arn:aws:iam::\d{12}:role\/execution$/,
      policy: /^arn:aws:iam::\d{12}:policy\/boundary$/,
      parameter: /^not-known-getParameter-value$/,
      vpc: /^vpc-not-known-/,
      region: /^eu-central-1$/,
    };
    for (const [name, form] of Object.entries(forms)) assert.match(String(values[name]), form);
    assert.equal(assumed("getKey"), true);
  });

  it("have the answer that the user gives, and placeholders for the rest of it", async () => {
    const given = { arn: "arn:aws:kms:eu-west-1:111122223333:key/1234" };
    const { values, assumed } = await answers(
      () => {
        const key = aws.kms.getKeyOutput({ keyId: "alias/ml" });
        return { arn: key.arn, region: key.region };
      },
      { answer: (token) => (token === "aws:kms/getKey:getKey" ? given : undefined) },
    );
    assert.deepEqual(values, { ...given, region: "eu-west-1" });
    assert.equal(assumed("getKey"), false);
  });
});
