import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  ImagePublisher,
  type ImagePublisherArgs,
  ManifestMediaTypes,
  PublishedImage,
  type PublishedImageArgs,
} from "../../components/image-publisher";
import { parseEvent as parsePublishEvent } from "../../functions/publish-image/event";
import { parseEvent as parseStageEvent } from "../../functions/stage-image/event";
import { parseSourceRegistries } from "../../functions/stage-image/source-registries";
import { record, type RecordedResource, type RecordOptions, type ResourceGraph } from "../../testing";
import { problemsOf } from "../refusals";

const FUNCTION = "aws:lambda/function:Function";
const INVOCATION = "aws:lambda/invocation:Invocation";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

const secret = (name: string): string =>
  `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`;
const key = (name: string): string => `arn:aws:kms:eu-west-1:123456789012:key/${name}`;
const DIGEST = `sha256:${"1".repeat(64)}`;

const base: ImagePublisherArgs = {
  pushUrl: "https://registry.example.com:8443",
  pushCredentialsSecretArn: secret("push"),
  vpcId: "vpc-1",
  subnetIds: ["subnet-a"],
  pushClientSecurityGroupIds: ["sg-push"],
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
};
const sourceRegistries: ImagePublisherArgs["sourceRegistries"] = {
  "docker.io": {},
  "ghcr.io": { credentialsSecretArn: pulumi.output(secret("ghcr")) },
  "harbor.example.com:8443": {
    credentialsSecretArn: secret("harbor"),
    usernameKey: "robot",
    passwordKey: "token",
    secretKmsKeyArn: key("harbor"),
  },
};

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
    assert.deepEqual(environment, { BUCKET: bucket, PREFIX: "staged", RENEW_AFTER_DAYS: "23" });
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
    const registry = { credentialsSecretArn: secret("both"), secretKmsKeyArn: key("secrets") };
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
      stagingMemoryInMB: 1024,
    });
    const { timeout, memorySize, vpcConfig, reservedConcurrentExecutions } = stagingFunction(graph).inputs;
    assert.deepEqual([timeout, memorySize, reservedConcurrentExecutions], [120, 1024, 2]);
    assert.deepEqual(vpcConfig, { subnetIds: ["subnet-nat"], securityGroupIds: ["sg-out"] });
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
            "docker.io": { usernameKey: "robot", secretKmsKeyArn: key("k") },
            "index.docker.io": {},
            "ghcr.io": { credentialsSecretArn: "ghcr", passwordKey: "", secretKmsKeyArn: "alias/k" },
          },
          stagingFunction: { vpc: { subnetIds: [], securityGroupIds: ["sg-1"] }, reservedConcurrency: 0 },
          stagingTimeoutInSeconds: 30,
          stagingMemoryInMB: 128,
        }),
    );
    assert.deepEqual(Object.keys(found).sort(), [
      "sourceRegistries.team",
      'sourceRegistries["docker.io"].secretKmsKeyArn',
      'sourceRegistries["docker.io"].usernameKey',
      'sourceRegistries["ghcr.io"].credentialsSecretArn',
      'sourceRegistries["ghcr.io"].passwordKey',
      'sourceRegistries["ghcr.io"].secretKmsKeyArn',
      'sourceRegistries["https://ghcr.io"]',
      'sourceRegistries["index.docker.io"]',
      'sourceRegistries["user:hunter2@ghcr.io"]',
      "stagingFunction.reservedConcurrency",
      "stagingFunction.vpc.subnetIds",
      "stagingMemoryInMB",
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
          stagingMemoryInMB: 512,
        }),
    );
    assert.deepEqual(Object.keys(found), ["stagingFunction", "stagingTimeoutInSeconds", "stagingMemoryInMB"]);
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

const image: PublishedImageArgs = {
  functionName: "images-function-1",
  stagingFunctionName: "images-staging-1",
  bucketName: "images-archives-1",
  registryHostname: "registry.example.com",
  source: `ghcr.io/ml/fraud:1.0@${DIGEST}`,
  repository: "ml/fraud",
};
const recordImage = (
  args: Partial<PublishedImageArgs> = {},
  options?: RecordOptions,
): Promise<ResourceGraph> =>
  record(() => ({ ...new PublishedImage("fraud", { ...image, ...args }) }), options);
const invocation = (graph: ResourceGraph, suffix: string): RecordedResource =>
  graph.only(INVOCATION, `fraud-${suffix}`);
const inputOf = ({ inputs }: RecordedResource): unknown => JSON.parse(String(inputs.input));

describe("a PublishedImage of another registry", () => {
  it("is staged, and then published from there as it is", async () => {
    const graph = await recordImage();
    const staging = invocation(graph, "stage");
    assert.equal(staging.inputs.functionName, "images-staging-1");
    const event = { source: `ghcr.io/ml/fraud@${DIGEST}`, bucket: "images-archives-1" };
    assert.deepEqual(inputOf(staging), event);
    assert.ok(parseStageEvent(event, { registries: ["ghcr.io"], bucket: "images-archives-1" }));
    const { layout } = JSON.parse(String(staging.outputs.result)) as { layout: unknown };
    const publication = invocation(graph, "publish");
    assert.equal(publication.inputs.functionName, "images-function-1");
    const published = { source: { layout }, repository: "ml/fraud", mediaTypes: "Preserve" };
    assert.deepEqual(inputOf(publication), published);
    assert.equal(parsePublishEvent(published).format, "preserve");
    assert.ok(graph.dependsOn(publication, staging));
    const component = graph.only("sagemaker-private-registry:index:PublishedImage");
    assert.deepEqual(graph.childrenOf(component), [staging, publication]);
    for (const { secretPaths } of graph.resources) assert.deepEqual(secretPaths, []);
  });

  it("keeps its digest where nothing changes it, and otherwise has the one that the function tells", async () => {
    const told = async (args: Partial<PublishedImageArgs>): Promise<string> => {
      const graph = await recordImage(args);
      const { digest } = JSON.parse(String(invocation(graph, "publish").outputs.result)) as {
        digest: string;
      };
      assert.equal(
        graph.outputs.reference?.value,
        `registry.example.com/ml/fraud@${String(graph.outputs.digest?.value)}`,
      );
      return graph.outputs.digest?.value === digest ? "told" : String(graph.outputs.digest?.value);
    };
    assert.equal(await told({}), DIGEST);
    assert.equal(await told({ source: pulumi.output(image.source ?? "") }), DIGEST);
    assert.equal(await told({ platform: "linux/amd64" }), "told");
    assert.equal(await told({ mediaTypes: ManifestMediaTypes.DockerSchema2 }), "told");
  });

  it("shows its digest at a preview, before a function has answered", async () => {
    // What a provider will answer is undefined at a preview.
    const unanswered: RecordOptions = {
      preview: true,
      outputs: ({ type }) => (type === INVOCATION ? { result: undefined } : undefined),
    };
    const graph = await recordImage({}, unanswered);
    assert.equal(graph.outputs.digest?.value, DIGEST);
    assert.equal(graph.outputs.reference?.value, `registry.example.com/ml/fraud@${DIGEST}`);
    assert.equal(graph.outputs.mediaType?.value, undefined);
    const changed = await recordImage({ platform: "linux/arm64" }, unanswered);
    assert.equal(changed.outputs.digest?.value, undefined);
    await assert.rejects(recordImage({}, { ...unanswered, preview: false }), /did not answer/);
  });

  it("is staged for one platform where that is asked for, or where Docker's schema 2 knows no more", async () => {
    const platformOf = async (args: Partial<PublishedImageArgs>): Promise<unknown> =>
      (inputOf(invocation(await recordImage(args), "stage")) as { platform?: string }).platform;
    const { DockerSchema2 } = ManifestMediaTypes;
    assert.equal(await platformOf({}), undefined);
    assert.equal(await platformOf({ platform: pulumi.output("linux/arm64") }), "linux/arm64");
    assert.equal(await platformOf({ mediaTypes: DockerSchema2 }), "linux/amd64");
    assert.equal(await platformOf({ mediaTypes: DockerSchema2, platform: "linux/arm64" }), "linux/arm64");
    const graph = await recordImage({ mediaTypes: DockerSchema2, recompressZstd: true, tag: "1" });
    const { format, recompressZstd, tag } = parsePublishEvent(inputOf(invocation(graph, "publish")));
    assert.deepEqual([format, recompressZstd, tag], ["docker", true, "1"]);
  });

  it("is staged again with everything that has it published again, because what is staged expires", async () => {
    const callsOf = async (args: Partial<PublishedImageArgs>): Promise<string> => {
      const { input, triggers } = invocation(await recordImage(args), "stage").inputs;
      return JSON.stringify([input, triggers]);
    };
    const calls = await callsOf({});
    assert.equal(await callsOf({ source: `ghcr.io/ml/fraud:2.0@${DIGEST}` }), calls);
    const changes: Partial<PublishedImageArgs>[] = [
      { source: `ghcr.io/ml/fraud@sha256:${"2".repeat(64)}` },
      { repository: "ml/other" },
      { tag: "1" },
      { registryHostname: "other.example.com" },
      { bucketName: "other" },
      { mediaTypes: ManifestMediaTypes.DockerSchema2 },
      { platform: "linux/arm64" },
    ];
    for (const change of changes) assert.notEqual(await callsOf(change), calls, JSON.stringify(change));
  });

  it("fails with the function's own message, or says that it did not answer", async () => {
    const answering = (result: string): RecordOptions => ({
      outputs: ({ type, name }) => (type === INVOCATION && name === "fraud-stage" ? { result } : undefined),
    });
    const failure = JSON.stringify({ errorMessage: "Out of time after 892 s: 3 of 7 blobs staged" });
    await assert.rejects(recordImage({}, answering(failure)), /Out of time after 892 s: 3 of 7 blobs staged/);
    await assert.rejects(recordImage({}, answering("{}")), /images-staging-1 did not answer with the layout/);
  });

  it("goes through the functions and the bucket of one ImagePublisher once they work", async () => {
    const graph = await record(() => {
      const { functionName, stagingFunctionName, bucketName, registryHostname } = new ImagePublisher(
        "images",
        {
          ...base,
          sourceRegistries,
        },
      );
      const ids = { functionName, stagingFunctionName, bucketName, registryHostname };
      return { ...new PublishedImage("fraud", { ...ids, source: image.source, repository: "ml/fraud" }) };
    });
    const staging = invocation(graph, "stage");
    assert.equal(staging.inputs.functionName, stagingFunction(graph).outputs.name);
    for (const type of ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketPolicy:BucketPolicy"]) {
      assert.ok(graph.dependsOn(staging, graph.only(type)), type);
    }
    assert.ok(graph.dependsOn(staging, graph.only(POLICY, "images-staging-policy")));
  });

  const refused: [string, Partial<PublishedImageArgs>, string, RegExp][] = [
    ["a tag", { source: "ghcr.io/ml/fraud:1" }, "source", /by digest.*a tag can move.*`crane digest`/],
    ["another kind of digest", { source: `ghcr.io/a@sha512:${"0".repeat(128)}` }, "source", /SHA-256 only/],
    ["no reference", { source: `https://ghcr.io/a@${DIGEST}` }, "source", /without a scheme/],
    [
      "an archive as well",
      { archive: new pulumi.asset.StringAsset("a") },
      "archive",
      /names the image as well/,
    ],
    ["an image of an archive", { image: "fraud:1" }, "image", /is about an archive/],
    ["tags of an archive", { tags: { team: "ml" } }, "tags", /is about an archive/],
    [
      "no function for it",
      { stagingFunctionName: undefined },
      "stagingFunctionName",
      /is missing, but required with source/,
    ],
    [
      "zstd recompressed but preserved",
      { recompressZstd: true },
      "recompressZstd",
      /set mediaTypes to DockerSchema2/,
    ],
  ];
  for (const [what, args, property, reason] of refused) {
    it(`is refused with ${what}`, () => {
      const found = problemsOf(() => new PublishedImage("fraud", { ...image, ...args }));
      assert.deepEqual(Object.keys(found), [property]);
      assert.match(found[property] ?? "", reason);
    });
  }

  it("is refused with a password, which is not shown", () => {
    const found = problemsOf(
      () => new PublishedImage("fraud", { ...image, source: `u:hunter2@ghcr.io/a@${DIGEST}` }),
    );
    assert.match(found.source ?? "", /must hold no user and no password/);
    assert.ok(!JSON.stringify(found).includes("hunter2"));
  });

  it("is refused at the deployment where the ImagePublisher turns out to have no function for it", async () => {
    const stagingFunctionName = pulumi.output(undefined) as pulumi.Output<string | undefined>;
    await assert.rejects(recordImage({ stagingFunctionName }), /is missing, but required with source/);
    await assert.rejects(recordImage({ source: pulumi.output("ghcr.io/a:1") }), /a tag can move/);
  });
});
