import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { readFacts } from ".";
import { record } from "../recording/record";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";

describe("facts that only answer lookups", () => {
  it("answer keys, secrets, parameters, roles, hosted zones and load balancers by their names", async () => {
    const { facts, problems } = readFacts([
      {
        Aliases: [
          {
            AliasName: "alias/ml",
            AliasArn: "arn:aws:kms:eu-west-1:123456789012:alias/ml",
            TargetKeyId: "1234abcd",
          },
          { AliasName: "alias/aws/s3", AliasArn: "arn:aws:kms:eu-west-1:123456789012:alias/aws/s3" },
        ],
        Truncated: false,
      },
      {
        SecretList: [{ ARN: "arn:aws:secretsmanager:eu-west-1:1:secret:registry-AbCdEf", Name: "registry" }],
      },
      { Parameters: [{ Name: "/network/vpc", Value: "vpc-1", Type: "String" }], InvalidParameters: [] },
      { Role: { RoleName: "execution", Arn: "arn:aws:iam::123456789012:role/ml/execution" } },
      { HostedZones: [{ Id: "/hostedzone/Z1", Name: "bank.example.", Config: { PrivateZone: false } }] },
      {
        LoadBalancers: [{ LoadBalancerArn: "arn:lb", LoadBalancerName: "r", DNSName: "r.elb.amazonaws.com" }],
      },
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(facts.resources, []);
    const { outputs, calls } = await record(
      () => ({
        alias: aws.kms.getAliasOutput({ name: "alias/ml" }).targetKeyArn,
        secret: aws.secretsmanager.getSecretOutput({ name: "registry" }).arn,
        parameter: aws.ssm.getParameterOutput({ name: "/network/vpc" }).value,
        role: aws.iam.getRoleOutput({ name: "execution" }).arn,
        zone: aws.route53.getZoneOutput({ name: "bank.example" }).zoneId,
        balancer: aws.lb.getLoadBalancerOutput({ name: "r" }).dnsName,
        key: aws.kms.getKeyOutput({ keyId: "1234abcd" }).arn,
        byAlias: aws.kms.getKeyOutput({ keyId: "alias/ml" }).arn,
      }),
      { known: facts.lookups },
    );
    assert.deepEqual(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])), {
      alias: KEY,
      secret: "arn:aws:secretsmanager:eu-west-1:1:secret:registry-AbCdEf",
      parameter: "vpc-1",
      role: "arn:aws:iam::123456789012:role/ml/execution",
      zone: "Z1",
      balancer: "r.elb.amazonaws.com",
      key: KEY,
      byAlias: KEY,
    });
    assert.ok(calls.every(({ assumed }) => !assumed));
  });

  it("are refused where an item lacks what is needed", () => {
    const [problem] = readFacts([{ SecretList: [{ Name: "registry" }] }]).problems;
    assert.equal(problem?.path, "SecretList[0].ARN");
    assert.match(problem.reason, /aws secretsmanager list-secrets/);
  });
});
