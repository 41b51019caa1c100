import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import {
  ImageMirror,
  type OnDelete,
  type PullUser,
  RegistryHost,
  type RegistryHostArgs,
} from "../../../components/registry-host";
import { record } from "../../../testing";
import { CERTIFICATE, closed, host } from "./host";

describe("RegistryHost: validation", () => {
  async function problemsOf(args: Partial<RegistryHostArgs>): Promise<string[]> {
    let registered = 0;
    try {
      await record(() => void new RegistryHost("demo", { ...closed, ...args }), {
        outputs: ({ type }) => {
          if (type !== "pulumi:pulumi:Stack") registered++;
          return undefined;
        },
      });
    } catch (error) {
      assert.equal(registered, 0, "nothing is registered");
      assert.ok(error instanceof ArgumentsError, String(error));
      return error.problems.map(({ propertyPath, reason }) => `${propertyPath} ${reason}`);
    }
    throw new Error("the arguments were accepted");
  }

  const table: [string, Partial<RegistryHostArgs>, RegExp][] = [
    ["one subnet", { subnetIds: ["subnet-a"] }, /^subnetIds has 1 item, but must have at least 2/],
    ["a URL for a name", { domainName: "https://registry" }, /^domainName is "https:\/\/registry"/],
    [
      "no certificate",
      { validationZoneId: undefined },
      /^validationZoneId and certificateArn are both missing/,
    ],
    [
      "two certificates",
      { certificateArn: CERTIFICATE },
      /^validationZoneId and certificateArn are both given/,
    ],
    ["one port for both", { pushPort: 443 }, /^pushPort is 443, but must be another port/],
    ["no port", { pushPort: 70_000 }, /^pushPort is 70000/],
    ["everybody pulling", { pullCidrBlocks: { all: "0.0.0.0/0" } }, /^pullCidrBlocks.all is "0.0.0.0\/0"/],
    [
      "IPv6",
      { pushCidrBlocks: { six: "fd00::/8" } },
      /^pushCidrBlocks.six is "fd00::\/8", but must be an IPv4/,
    ],
    ["host bits", { egressCidrBlocks: { a: "10.0.0.1/8" } }, /^egressCidrBlocks.a .*write 10.0.0.0\/8/],
    ["no group", { pullSecurityGroupIds: { a: "models" } }, /^pullSecurityGroupIds.a is "models"/],
    [
      "a key that no description takes",
      { pullSecurityGroupIds: { "Bob's laptop": "sg-1" } },
      /^pullSecurityGroupIds\["Bob's laptop"\] is "Bob's laptop", but must be a name of 1 to 63 letters/,
    ],
    [
      "one block under two keys",
      { pushCidrBlocks: { a: "10.0.0.0/8", b: "10.0.0.0/8" } },
      /^pushCidrBlocks.b is "10.0.0.0\/8", the same as pushCidrBlocks.a: leave one of the two out/,
    ],
    [
      "a secret's ARN that permissions do not match",
      {
        image: undefined,
        imageCredentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hub",
      },
      /^imageCredentialsSecretArn .*six characters that Secrets Manager added/,
    ],
    [
      "a TLS policy of another kind",
      { sslPolicy: "TLSv1.2" },
      /^sslPolicy is "TLSv1\.2", .*ELBSecurityPolicy-/,
    ],
    ["no way to AWS", { endpointSecurityGroupId: undefined }, /^endpointSecurityGroupId is missing/],
    [
      "no image in a closed VPC that none is copied for",
      { image: undefined, imageMirror: ImageMirror.None },
      /^image is missing, but must be given with imageMirror None and without internetEgress/,
    ],
    [
      "an image that the tasks do not reach",
      { image: `harbor.example.com/registry@sha256:${"b".repeat(64)}` },
      /^image is "harbor.*must be an image in ECR: the tasks reach nothing else/,
    ],
    ["a copy of what is in ECR", { imageMirror: ImageMirror.Ecr }, /^image is ".*it is in ECR already/],
    [
      "another mirror",
      { imageMirror: "Harbor" as ImageMirror },
      /^imageMirror is "Harbor", but must be one of/,
    ],
    [
      "settings of no function",
      { imageMirrorFunction: {} },
      /^imageMirrorFunction is given, but the image is/,
    ],
    [
      "no concurrency",
      { image: undefined, imageMirrorFunction: { reservedConcurrency: 0 } },
      /^imageMirrorFunction.reservedConcurrency is 0/,
    ],
    [
      "an image by tag",
      { image: "registry:3" },
      /^image is "registry:3", but must be an image reference by digest/,
    ],
    [
      "a size without such memory",
      { pushTaskSize: { cpu: 256, memoryInMb: 8192 } },
      /^pushTaskSize memoryInMb/,
    ],
    ["one task", { pullScaling: { minTasks: 1 } }, /^pullScaling minTasks is 1/],
    ["six days", { secretRecoveryWindowInDays: 6 }, /^secretRecoveryWindowInDays is 6/],
    ["a bucket in capitals", { bucketName: "Images" }, /^bucketName is "Images"/],
    ["another fate", { onDelete: "Keep" as OnDelete }, /^onDelete is "Keep", but must be one of "Retain"/],
    ["a part of a rotation", { rotation: 0.5 }, /^rotation is 0\.5, but must be an? .*/],
    [
      "two ways to rotate",
      { rotation: 1, activePullUser: "B" },
      /^activePullUser cannot be combined with rotation/,
    ],
    ["another user", { activePullUser: "C" as PullUser }, /^activePullUser is "C"/],
    ["no topic", { alarmTopicArns: ["on-call"] }, /^alarmTopicArns\[0\] is "on-call"/],
    ["no cluster", { clusterArn: "default" }, /^clusterArn is "default"/],
  ];
  for (const [what, args, expected] of table) {
    it(`refuses ${what}`, async () => {
      const problems = await problemsOf(args);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", expected);
    });
  }

  it("names all problems at once", async () => {
    const problems = await problemsOf({
      vpcId: "x",
      subnetIds: [],
      domainName: "",
      image: "a b",
      pushPort: 0,
    });
    assert.deepEqual(problems.map((problem) => problem.split(" ")[0]).sort(), [
      "domainName",
      "image",
      "pushPort",
      "subnetIds",
      "vpcId",
    ]);
  });

  it("holds values that only the deployment knows to the same rules", async () => {
    await assert.rejects(host({ image: pulumi.output("registry:3") }), /by digest/);
    await assert.rejects(
      host({ pullTaskSize: pulumi.output({ cpu: 256, memoryInMb: 8192 }) }),
      /memoryInMb is 8192/,
    );
  });

  it("refuses subnets of one zone when it learns of it", async () => {
    await assert.rejects(host({ subnetIds: ["subnet-1a", "subnet-2a"] }), /at least two zones/);
  });
});
