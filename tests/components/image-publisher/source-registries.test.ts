import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ImagePublisher, type ImagePublisherArgs } from "../../../components/image-publisher";
import { parseSourceRegistries } from "../../../functions/copy-image/settings";
import { record, type RecordedResource, type ResourceGraph } from "../../../testing";
import { problemsOf } from "../refusals";
import { base, key, secret, sourceRegistries } from "./publisher-args";

const FUNCTION = "aws:lambda/function:Function";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

const recordPublisher = (args: Partial<ImagePublisherArgs> = {}): Promise<ResourceGraph> =>
  record(() => ({ ...new ImagePublisher("images", { ...base, sourceRegistries, ...args }) }));

const stagingFunction = (graph: ResourceGraph): RecordedResource => graph.only(FUNCTION, "images-staging");
const environmentOf = ({ inputs }: RecordedResource): Record<string, string> =>
  (inputs.environment as { variables: Record<string, string> }).variables;
const statementsOf = (graph: ResourceGraph): Record<string, unknown>[] => {
  const { policy } = graph.only(POLICY, "images-staging-policy").inputs;
  return (JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] }).Statement;
};

describe("an ImagePublisher with registries that images are taken from", () => {
  it("makes a second function outside the VPC, which knows where the credentials are, and none of them", async () => {
    const graph = await recordPublisher({ tags: { team: "ml" } });
    const lambda = stagingFunction(graph);
    const { timeout, memorySize, vpcConfig, tags, reservedConcurrentExecutions } = lambda.inputs;
    assert.deepEqual([timeout, memorySize, tags], [900, 2048, { team: "ml" }]);
    assert.deepEqual([vpcConfig, reservedConcurrentExecutions], [undefined, undefined]);
    const { SOURCE_REGISTRIES, ...environment } = environmentOf(lambda);
    const bucket = graph.only("aws:s3/bucket:Bucket").outputs.id;
    assert.deepEqual(environment, {
      DESTINATION: "layout",
      BUCKET: bucket,
      PREFIX: "staged",
      RENEW_AFTER_DAYS: "23",
    });
    assert.deepEqual(parseSourceRegistries(SOURCE_REGISTRIES ?? ""), {
      "docker.io": {},
      "ghcr.io": { secretArn: secret("ghcr"), keys: { username: "username", password: "password" } },
      "harbor.example.com:8443": {
        secretArn: secret("harbor"),
        keys: { username: "robot", password: "token" },
      },
    });
    assert.equal(graph.outputs.stagingFunctionName?.value, lambda.outputs.name);
    assert.equal(graph.outputs.stagingFunctionArn?.value, lambda.outputs.arn);
    const role = graph.only("aws:iam/role:Role", "images-staging-role");
    assert.equal(graph.outputs.stagingFunctionRoleArn?.value, role.outputs.arn);
    const logs = graph.only("aws:cloudwatch/logGroup:LogGroup", "images-staging-logs");
    assert.equal(graph.outputs.stagingLogGroupName?.value, logs.outputs.name);
    for (const { secretPaths } of graph.resources) assert.deepEqual(secretPaths, []);
  });

  it("allows it to write below its prefix and to read its secrets, and nothing else", async () => {
    const graph = await recordPublisher();
    const bucketArn = String(graph.only("aws:s3/bucket:Bucket").outputs.arn);
    assert.deepEqual(statementsOf(graph).slice(1), [
      {
        Sid: "StageImages",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"],
        Resource: `${bucketArn}/staged/*`,
      },
      {
        Sid: "ReadSecret1",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: secret("ghcr"),
      },
      {
        Sid: "ReadSecret2",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: secret("harbor"),
      },
      {
        Sid: "DecryptSecret2",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: [key("harbor")],
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": secret("harbor"),
          },
        },
      },
    ]);
    const none = await recordPublisher({ sourceRegistries: { "docker.io": {} } });
    assert.deepEqual(
      statementsOf(none).map(({ Sid }) => Sid),
      ["WriteLogs", "StageImages"],
    );
  });

  it("lets it use the bucket's key, and asks for a secret of two registries once", async () => {
    const registry = { credentialsSecretArn: secret("both"), credentialsKmsKeyArn: key("secrets") };
    const graph = await recordPublisher({
      kmsKeyArn: key("bucket"),
      sourceRegistries: { "a.example.com": registry, "b.example.com": registry },
    });
    const keys = statementsOf(graph).filter(({ Sid }) => /crypt/.test(String(Sid)));
    assert.deepEqual(
      keys.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        ["EncryptStagedImages", ["kms:GenerateDataKey", "kms:Decrypt"], key("bucket")],
        ["DecryptSecret1", "kms:Decrypt", [key("secrets")]],
      ],
    );
    assert.deepEqual(keys[0]?.Condition, {
      StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
    });
  });

  it("runs it as the operator wants it", async () => {
    const graph = await recordPublisher({
      stagingFunction: {
        vpc: { subnetIds: ["subnet-nat"], securityGroupIds: ["sg-out"] },
        reservedConcurrency: 2,
      },
      stagingTimeoutInSeconds: 120,
      stagingMemoryInMb: 1024,
    });
    const { timeout, memorySize, vpcConfig, reservedConcurrentExecutions } = stagingFunction(graph).inputs;
    assert.deepEqual([timeout, memorySize, reservedConcurrentExecutions], [120, 1024, 2]);
    // The second group is the function's own, whose deletion waits for the network interfaces.
    const own = graph.only("aws:ec2/securityGroup:SecurityGroup", "images-staging-interfaces");
    assert.deepEqual(vpcConfig, { subnetIds: ["subnet-nat"], securityGroupIds: ["sg-out", own.outputs.id] });
    assert.equal(graph.only(FUNCTION, "images-function").inputs.timeout, 900);
  });

  it("knows Docker Hub by both its names", async () => {
    const graph = await recordPublisher({ sourceRegistries: { "index.docker.io": {} } });
    assert.deepEqual(environmentOf(stagingFunction(graph)).SOURCE_REGISTRIES, '{"docker.io":{}}');
  });

  it("makes no such function where no registry is named", async () => {
    const { sourceRegistries: _none, ...args } = { ...base, sourceRegistries };
    const graph = await record(() => ({ ...new ImagePublisher("images", args) }));
    assert.equal(graph.ofType(FUNCTION).length, 1);
    for (const output of [
      "stagingFunctionName",
      "stagingFunctionArn",
      "stagingFunctionRoleArn",
      "stagingLogGroupName",
    ]) {
      assert.equal(graph.outputs[output]?.value, undefined);
    }
  });

  it("refuses what cannot work, all at once", () => {
    const found = problemsOf(
      () =>
        new ImagePublisher("images", {
          ...base,
          sourceRegistries: {
            "https://ghcr.io": {},
            "user:hunter2@ghcr.io": {},
            team: {},
            "docker.io": { usernameKey: "robot", credentialsKmsKeyArn: key("k") },
            "index.docker.io": {},
            "ghcr.io": { credentialsSecretArn: "ghcr", passwordKey: "", credentialsKmsKeyArn: "alias/k" },
          },
          stagingFunction: { vpc: { subnetIds: [], securityGroupIds: ["sg-1"] }, reservedConcurrency: 0 },
          stagingTimeoutInSeconds: 30,
          stagingMemoryInMb: 128,
        }),
    );
    assert.deepEqual(Object.keys(found).sort(), [
      "sourceRegistries.team",
      'sourceRegistries["docker.io"].credentialsKmsKeyArn',
      'sourceRegistries["docker.io"].usernameKey',
      'sourceRegistries["ghcr.io"].credentialsKmsKeyArn',
      'sourceRegistries["ghcr.io"].credentialsSecretArn',
      'sourceRegistries["ghcr.io"].passwordKey',
      'sourceRegistries["https://ghcr.io"]',
      'sourceRegistries["index.docker.io"]',
      'sourceRegistries["user:hunter2@ghcr.io"]',
      "stagingFunction.reservedConcurrency",
      "stagingFunction.vpc.subnetIds",
      "stagingMemoryInMb",
      "stagingTimeoutInSeconds",
    ]);
    assert.match(found['sourceRegistries["index.docker.io"]'] ?? "", /is the same registry as "docker\.io"/);
    assert.match(
      found['sourceRegistries["docker.io"].usernameKey'] ?? "",
      /is given without credentialsSecretArn/,
    );
  });

  it("refuses to be told of a function that it does not make, or of no registries", () => {
    const found = problemsOf(
      () =>
        new ImagePublisher("images", {
          ...base,
          stagingFunction: {},
          stagingTimeoutInSeconds: 60,
          stagingMemoryInMb: 512,
        }),
    );
    assert.deepEqual(Object.keys(found), ["stagingFunction", "stagingTimeoutInSeconds", "stagingMemoryInMb"]);
    assert.match(found.stagingFunction ?? "", /is given without sourceRegistries/);
    const empty = problemsOf(() => new ImagePublisher("images", { ...base, sourceRegistries: {} }));
    assert.match(empty.sourceRegistries ?? "", /is empty: name the registries/);
  });

  it("refuses at the deployment more registries than fit into a function's environment", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `registry-${index}.example.com`,
        { credentialsSecretArn: pulumi.output(secret(`registry-${index}`)) },
      ]),
    );
    await assert.rejects(
      recordPublisher({ sourceRegistries: many }),
      /of the function's environment, but Lambda leaves/,
    );
  });
});
