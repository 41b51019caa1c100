import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { PrivateInference, type PrivateInferenceArgs } from "../../../components/private-inference";
import { record, type ResourceGraph } from "../../../testing";
import { digest, existing, newRegistry } from "./recorded-inference";

const RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc";
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";
const made: PrivateInferenceArgs = {
  newRegistry,
  publish: { source: `quay.io/ml/fraud@${digest}`, repository: "ml/fraud" },
  instanceType: "ml.m5.large",
  endpointName: "fraud",
};
const everything: Partial<PrivateInferenceArgs> = {
  tags: { team: "ml" },
  permissionsBoundaryArn: BOUNDARY,
  rolePath: "/ml/",
  kmsKeyArn: KEY,
  logRetentionInDays: 7,
  scaling: { maxCapacity: 2, targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 60 } } },
  monitoring: { alarms: { errors: { metric: "Invocation5XXErrors", threshold: 0.05 } }, dashboard: {} },
};
/** What takes no tags: of the endpoint and the role, and of a new registry with its delivery. */
const WITHOUT_TAGS = [
  "aws:appautoscaling/policy:Policy",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:scheduler/schedule:Schedule",
];
const WITHOUT_TAGS_BESIDE = [
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:lambda/invocation:Invocation",
  "aws:route53/record:Record",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:secretsmanager/secretVersion:SecretVersion",
];

const recordInference = (args: PrivateInferenceArgs): Promise<ResourceGraph> =>
  record(() => ({ ...new PrivateInference("fraud", args) }));

describe("What a PrivateInference makes", () => {
  for (const [what, args, untagged] of [
    ["a registry that exists", existing, WITHOUT_TAGS],
    ["a new one", made, [...WITHOUT_TAGS, ...WITHOUT_TAGS_BESIDE]],
  ] as const) {
    it(`has tags, boundary, role path, key and log retention where they belong, over ${what}`, async () => {
      const graph = await recordInference({ ...args, ...everything });
      // How a VPC's parts are tagged is awsx's.
      const vpc = /^aws:ec2\/(vpc|subnet|routeTable|routeTableAssociation|internetGateway):/;
      const without = graph.resources
        .filter(({ type }) => type.startsWith("aws:") && !vpc.test(type))
        .filter(({ inputs }) => (inputs.tags as { team?: string } | undefined)?.team !== "ml")
        .map(({ type }) => type);
      assert.deepEqual([...new Set(without)].sort(), [...untagged].sort());
      for (const { name, inputs } of graph.ofType("aws:iam/role:Role")) {
        assert.deepEqual([inputs.permissionsBoundary, inputs.path], [BOUNDARY, "/ml/"], name);
      }
      for (const { name, inputs } of graph.ofType("aws:cloudwatch/logGroup:LogGroup")) {
        assert.deepEqual([inputs.retentionInDays, inputs.kmsKeyId], [7, KEY], name);
      }
    });
  }

  it("reaches S3 from a new registry's tasks by the endpoint that the network makes", async () => {
    const graph = await recordInference(made);
    const [endpoint] = graph
      .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
      .filter(({ inputs }) => String(inputs.serviceName).endsWith(".s3"));
    assert.equal(
      graph.only(RULE, "fraud-registry-tasks-s3").inputs.prefixListId,
      endpoint?.outputs.prefixListId,
    );
  });

  it("is made and looked up by the provider that it is given", async () => {
    for (const args of [made, { ...existing, s3Access: true }]) {
      const providers: [string, string | undefined][] = [];
      await record(
        () => {
          const provider = new aws.Provider("elsewhere", { region: "eu-west-1" });
          new PrivateInference("fraud", { ...args, ...everything }, { providers: [provider] });
        },
        {
          call: ({ token, provider }) => void providers.push([token, provider]),
          outputs: ({ type, name, provider }) => void providers.push([`${type} ${name}`, provider]),
        },
      );
      for (const [what, provider] of providers) {
        if (what.startsWith("aws:")) assert.match(provider ?? "", /::elsewhere::/, what);
      }
    }
  });

  for (const [what, args] of [
    ["a registry that exists", { ...existing, network: undefined }],
    ["a new one", made],
  ] as const) {
    it(`is there before an image is delivered or pulled through it, over ${what}`, async () => {
      const graph = await recordInference(args);
      const model = graph.only("aws:sagemaker/model:Model");
      const deliveries = graph.ofType("aws:lambda/invocation:Invocation");
      assert.equal(deliveries.length, args === made ? 2 : 0);
      for (const each of graph.resources) {
        if (!each.custom || !/^fraud-(network|registry|access|role)/.test(each.name)) continue;
        assert.ok(graph.dependsOn(model, each), `${each.type} ${each.name}`);
        if (/^fraud-(access|role)/.test(each.name)) continue;
        for (const delivery of deliveries) assert.ok(graph.dependsOn(delivery, each), each.name);
      }
    });
  }

  it("has all of its fields as outputs", async () => {
    for (const args of [existing, made]) {
      const graph = await recordInference(args);
      const fields = Object.entries(graph.outputs).filter(
        ([name, { value }]) => value !== undefined && !/^__|^urn$/.test(name),
      );
      assert.deepEqual(
        graph.only("sagemaker-private-registry:index:PrivateInference").outputs,
        Object.fromEntries(fields.map(([name, { value }]) => [name, value])),
      );
    }
  });
});
