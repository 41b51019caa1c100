import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { CopyImageEvent } from "../../../functions/contract";
import {
  ImagePublisher,
  type ImagePublisherArgs,
  ManifestMediaTypes,
  PublishedImage,
  type PublishedImageArgs,
} from "../../../components/image-publisher";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";
import { problemsOf } from "../refusals";

const PUBLISHER = "sagemaker-private-registry:index:ImagePublisher";
const IMAGE = "sagemaker-private-registry:index:PublishedImage";
const BUCKET = "aws:s3/bucket:Bucket";
const FUNCTION = "aws:lambda/function:Function";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const INVOCATION = "aws:lambda/invocation:Invocation";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:push-AbCdEf";
const KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/archives";
const SECRET_KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/secrets";

const base: ImagePublisherArgs = {
  pushUrl: "https://registry.example.com:8443",
  pushCredentialsSecretArn: SECRET_ARN,
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  pushClientSecurityGroupIds: ["sg-push"],
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
};

const recordPublisher = (args: ImagePublisherArgs, options?: RecordOptions): Promise<ResourceGraph> =>
  record(() => ({ ...new ImagePublisher("images", args) }), options);

const policyOf = (graph: ResourceGraph): { Sid: string; Resource: unknown }[] => {
  const { policy } = graph.only("aws:iam/rolePolicy:RolePolicy", "images-function-policy").inputs;
  return (JSON.parse(String(policy)) as { Statement: { Sid: string; Resource: unknown }[] }).Statement;
};

describe("ImagePublisher", () => {
  it("makes a function in the VPC that knows its registry and its secret by name", async () => {
    const graph = await recordPublisher({ ...base, tags: { team: "ml" } });
    const lambda = graph.only(FUNCTION);
    const group = graph.only(GROUP, "images-function");
    const interfaces = graph.only(GROUP, "images-function-interfaces");
    const { timeout, memorySize, environment, vpcConfig, tags } = lambda.inputs;
    assert.deepEqual([timeout, memorySize], [900, 2048]);
    assert.deepEqual(environment, {
      variables: {
        REGISTRY: "registry.example.com:8443",
        SECRET_ARN,
        DESTINATION: "registry",
        USERNAME_KEY: "username",
        PASSWORD_KEY: "password",
      },
    });
    assert.deepEqual(vpcConfig, {
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupIds: [group.outputs.id, "sg-push", interfaces.outputs.id],
    });
    assert.deepEqual(tags, { team: "ml" });
    assert.deepEqual(graph.outputs.functionName?.value, lambda.outputs.name);
    assert.deepEqual(graph.outputs.functionArn?.value, lambda.outputs.arn);
    assert.deepEqual(graph.outputs.securityGroupId?.value, group.outputs.id);
    assert.deepEqual(graph.outputs.bucketName?.value, graph.only(BUCKET).outputs.id);
    assert.deepEqual(graph.outputs.registryHostname?.value, "registry.example.com");
  });

  it("lets the function out to exactly what it needs, and in to the endpoints", async () => {
    const graph = await recordPublisher({ ...base, tags: { team: "ml" } });
    const description = "Function that publishes images into a private registry";
    const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
    assert.deepEqual(graph.only(GROUP, "images-function").inputs, {
      description,
      vpcId: "vpc-1",
      ingress: [],
      egress: [
        { ...https, description: "Secrets Manager, for the credentials", securityGroups: ["sg-endpoints"] },
        { ...https, description: "S3, for the archives", prefixListIds: ["pl-s3"] },
      ],
      tags: { team: "ml" },
    });
    assert.deepEqual(graph.only(INGRESS_RULE).inputs, {
      description,
      securityGroupId: "sg-endpoints",
      referencedSecurityGroupId: graph.only(GROUP, "images-function").outputs.id,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: { team: "ml" },
    });
  });

  it("leads to a registry's own addresses on its port, and to the internet only where asked", async () => {
    const graph = await recordPublisher({
      pushUrl: base.pushUrl,
      pushCredentialsSecretArn: SECRET_ARN,
      vpcId: "vpc-1",
      subnetIds: ["subnet-a"],
      registryCidrBlocks: pulumi.output(["10.20.0.0/16", "fd00::/8"]),
      internetEgress: true,
    });
    assert.deepEqual(graph.only(GROUP, "images-function").inputs.egress, [
      {
        description: "Registry, for pushes",
        protocol: "tcp",
        fromPort: 8443,
        toPort: 8443,
        cidrBlocks: ["10.20.0.0/16"],
        ipv6CidrBlocks: ["fd00::/8"],
      },
      {
        description: "Services of AWS, and a registry, on the internet",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["0.0.0.0/0"],
        ipv6CidrBlocks: ["::/0"],
      },
    ]);
    assert.deepEqual(graph.ofType(INGRESS_RULE), []);
    const { vpcConfig } = graph.only(FUNCTION).inputs as { vpcConfig: { securityGroupIds: string[] } };
    assert.deepEqual(
      vpcConfig.securityGroupIds,
      ["images-function", "images-function-interfaces"].map((name) => graph.only(GROUP, name).outputs.id),
    );
  });

  it("logs the access to its bucket where it is told to", async () => {
    const LOGGING = "aws:s3/bucketLogging:BucketLogging";
    assert.deepEqual((await recordPublisher(base)).ofType(LOGGING), []);
    const graph = await recordPublisher({ ...base, bucketLogsBucketName: pulumi.output("access-logs") });
    const bucket = graph.only(BUCKET).outputs.bucket;
    assert.deepEqual(graph.only(LOGGING).inputs, {
      bucket,
      targetBucket: "access-logs",
      targetPrefix: `${String(bucket)}/`,
    });
    const problems = problemsOf(
      () => new ImagePublisher("images", { ...base, bucketLogsBucketName: "s3://logs" }),
    );
    assert.match(JSON.stringify(problems), /bucketLogsBucketName.*the name of a bucket/);
  });

  it("allows the function its archives, its secret and their keys", async () => {
    const graph = await recordPublisher(base);
    const bucketArn = String(graph.only(BUCKET).outputs.arn);
    const statements = policyOf(graph);
    assert.deepEqual(
      statements.slice(1, 3).map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["ReadArchives", `${bucketArn}/*`],
        ["ReadSecret", SECRET_ARN],
      ],
    );
    const withKeys = await recordPublisher({
      ...base,
      kmsKeyArn: KEY_ARN,
      pushCredentialsKmsKeyArn: SECRET_KEY_ARN,
    });
    const keys = policyOf(withKeys).filter(({ Sid }) => Sid.startsWith("Decrypt"));
    assert.deepEqual(
      keys.map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["DecryptArchives", KEY_ARN],
        ["DecryptSecret", [SECRET_KEY_ARN]],
      ],
    );
  });

  it("makes a bucket that is private, encrypted, versioned, reached by TLS only, and goes with the stack", async () => {
    const graph = await recordPublisher({ ...base, tags: { team: "ml" } });
    const bucket = graph.only(BUCKET).outputs.id;
    assert.deepEqual(graph.only(BUCKET).inputs, { forceDestroy: true, tags: { team: "ml" } });
    const inputsOf = (kind: string): unknown =>
      graph.only(`aws:s3/bucket${kind}:Bucket${kind.charAt(0)}${kind.slice(1)}`).inputs;
    assert.deepEqual(inputsOf("PublicAccessBlock"), {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(inputsOf("OwnershipControls"), {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(inputsOf("Versioning"), { bucket, versioningConfiguration: { status: "Enabled" } });
    assert.deepEqual(inputsOf("ServerSideEncryptionConfiguration"), {
      bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: false }],
    });
    assert.deepEqual(inputsOf("LifecycleConfiguration"), {
      bucket,
      rules: [
        {
          id: "abort-incomplete-uploads",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
        {
          id: "expire-noncurrent-versions",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: 1 },
          expiration: { expiredObjectDeleteMarker: true },
        },
        {
          id: "expire-staged-images",
          status: "Enabled",
          filter: { prefix: "staged/" },
          expiration: { days: 30 },
        },
      ],
    });
    const { policy } = inputsOf("Policy") as { policy: string };
    assert.match(policy, /"Effect":"Deny".*"aws:SecureTransport":"false"/);
  });

  it("encrypts with the customer's key where one is given", async () => {
    const graph = await recordPublisher({ ...base, kmsKeyArn: KEY_ARN });
    const type = "ServerSideEncryptionConfiguration";
    assert.deepEqual(graph.only(`aws:s3/bucket${type}:Bucket${type}`).inputs.rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY_ARN },
        bucketKeyEnabled: true,
      },
    ]);
    assert.equal(graph.only(FUNCTION).inputs.kmsKeyArn, KEY_ARN);
    assert.equal(graph.only("aws:cloudwatch/logGroup:LogGroup").inputs.kmsKeyId, KEY_ARN);
  });

  it("takes what the operator wants of the function, the role and the pull name", async () => {
    const codeSigningConfigArn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1";
    const graph = await recordPublisher({
      ...base,
      registryHostname: "images.example.com:444",
      usernameKey: "robot",
      passwordKey: "token",
      timeoutInSeconds: 60,
      memoryInMb: 10240,
      functionArchitecture: "x86_64",
      codeSigningConfigArn,
      reservedConcurrency: 2,
      rolePath: "/ml/",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
      logRetentionInDays: 7,
    });
    const { inputs } = graph.only(FUNCTION);
    assert.deepEqual(
      [inputs.timeout, inputs.memorySize, inputs.codeSigningConfigArn, inputs.reservedConcurrentExecutions],
      [60, 10240, codeSigningConfigArn, 2],
    );
    assert.deepEqual(inputs.architectures, ["x86_64"]);
    const { variables } = inputs.environment as { variables: Record<string, string> };
    assert.deepEqual([variables.USERNAME_KEY, variables.PASSWORD_KEY], ["robot", "token"]);
    const role = graph.only("aws:iam/role:Role").inputs;
    assert.deepEqual(
      [role.path, role.permissionsBoundary],
      ["/ml/", "arn:aws:iam::123456789012:policy/boundary"],
    );
    assert.equal(graph.outputs.registryHostname?.value, "images.example.com:444");
  });

  it("keeps everything below it, named after it, and holds no secret", async () => {
    const graph = await recordPublisher(base);
    const component = graph.only(PUBLISHER);
    const children = graph.childrenOf(component);
    assert.equal(children.length, graph.resources.filter(({ custom }) => custom).length);
    for (const { name } of children) assert.match(name, /^images-/);
    for (const { secretPaths } of graph.resources) assert.deepEqual(secretPaths, []);
    assert.deepEqual(Object.keys(component.outputs).sort(), [
      "bucketName",
      "functionArn",
      "functionName",
      "functionRoleArn",
      "logGroupName",
      "registryHostname",
      "securityGroupId",
    ]);
  });

  it("lets nobody use it before it works", async () => {
    const graph = await record(() => {
      const publisher = new ImagePublisher("images", base);
      return { ...new PublishedImage("fraud", { ...imageOf(publisher), archive, repository: "ml/fraud" }) };
    });
    const invocation = graph.only(INVOCATION);
    const needed = [
      ["aws:iam/rolePolicy:RolePolicy", "images-function-policy"],
      [INGRESS_RULE, undefined],
      ["aws:s3/bucketVersioning:BucketVersioning", undefined],
      ["aws:s3/bucketPolicy:BucketPolicy", undefined],
    ] as const;
    for (const [type, name] of needed) assert.ok(graph.dependsOn(invocation, graph.only(type, name)), type);
  });

  it("refuses what cannot work, all at once", () => {
    const found = problemsOf(
      () =>
        new ImagePublisher("images", {
          pushUrl: "http://registry.example.com",
          registryHostname: "https://registry.example.com",
          pushCredentialsSecretArn: "push",
          pushCredentialsKmsKeyArn: "alias/push",
          usernameKey: "",
          vpcId: "net-1",
          subnetIds: [],
          timeoutInSeconds: 901,
          memoryInMb: 128,
          functionArchitecture: "x86" as "x86_64",
          codeSigningConfigArn: "csc-1",
          reservedConcurrency: 0,
        }),
    );
    assert.deepEqual(Object.keys(found).sort(), [
      "codeSigningConfigArn",
      "endpointSecurityGroupId",
      "functionArchitecture",
      "memoryInMb",
      "pushClientSecurityGroupIds",
      "pushCredentialsKmsKeyArn",
      "pushCredentialsSecretArn",
      "pushUrl",
      "registryHostname",
      "reservedConcurrency",
      "s3PrefixListId",
      "subnetIds",
      "timeoutInSeconds",
      "usernameKey",
      "vpcId",
    ]);
    assert.match(found.timeoutInSeconds ?? "", /is 901, but must be a whole number from 60 to 900 seconds/);
    assert.match(found.memoryInMb ?? "", /from 512 to 10240 MB/);
    assert.match(found.s3PrefixListId ?? "", /is missing: name the prefix list of S3.*or set internetEgress/);
  });

  it("refuses no place at all for the registry", () => {
    const of = (places: Partial<ImagePublisherArgs>) =>
      problemsOf(() => new ImagePublisher("images", { ...base, pushClientSecurityGroupIds: [], ...places }));
    assert.match(of({}).pushClientSecurityGroupIds ?? "", /^is empty: name the groups whose carriers/);
    assert.match(
      of({ registryCidrBlocks: [] }).registryCidrBlocks ?? "",
      /^has 0 items, but must have at least 1/,
    );
    assert.deepEqual(of({ registryCidrBlocks: ["10.20.0.0/16"] }), {});
    assert.deepEqual(of({ internetEgress: true }), {});
  });

  it("says nothing but what is wrong with a URL that is none", async () => {
    const graph = await record(() => {
      const found = problemsOf(() => new ImagePublisher("images", { ...base, pushUrl: "user:hunter2" }));
      assert.deepEqual(Object.keys(found), ["pushUrl"]);
    });
    assert.deepEqual(graph.resources, []);
  });

  it("refuses more groups than a function may carry, and the same twice", () => {
    const groups = ["sg-1", "sg-2", "sg-3"];
    const of = (pushClientSecurityGroupIds: string[]) =>
      problemsOf(() => new ImagePublisher("images", { ...base, pushClientSecurityGroupIds }));
    assert.match(
      of([...groups, "sg-4"]).pushClientSecurityGroupIds ?? "",
      /has 4 items, but must have 1 to 3: Lambda allows 5 groups/,
    );
    assert.match(of(["sg-1", "sg-1"])["pushClientSecurityGroupIds[1]"] ?? "", /is the same/);
  });

  it("refuses at the deployment what only the deployment knows", async () => {
    const late = recordPublisher({ ...base, pushUrl: pulumi.output("registry.example.com") });
    await assert.rejects(late, /pushUrl: is "registry.example.com", but must be a registry's URL/);
  });
});

const archive = new pulumi.asset.StringAsset("an archive");
const imageOf = ({ functionName, bucketName, registryHostname }: ImagePublisher) => ({
  functionName,
  bucketName,
  registryHostname,
});
const published: PublishedImageArgs = {
  functionName: "images-function-1",
  bucketName: "images-archives-1",
  registryHostname: "registry.example.com",
  archive,
  repository: "ml/fraud",
};

const recordImage = (
  args: Partial<PublishedImageArgs> = {},
  options?: RecordOptions,
): Promise<ResourceGraph> =>
  record(() => ({ ...new PublishedImage("fraud", { ...published, ...args }) }), options);
const eventOf = (graph: ResourceGraph): CopyImageEvent =>
  JSON.parse(String(graph.only(INVOCATION).inputs.input)) as CopyImageEvent;
const answering = (result: string): RecordOptions => ({
  outputs: ({ type }) => (type === INVOCATION ? { result } : undefined),
});

describe("PublishedImage", () => {
  it("uploads the archive, has it published by version, and says what came of it", async () => {
    const graph = await recordImage();
    const object = graph.only(OBJECT);
    const { source, ...inputs } = object.inputs;
    assert.ok(pulumi.asset.Asset.isInstance(source) && source instanceof pulumi.asset.StringAsset);
    assert.deepEqual(inputs, {
      bucket: "images-archives-1",
      key: "archives/project/stack/fraud.tar",
      contentType: "application/x-tar",
    });
    const invocation = graph.only(INVOCATION);
    const { input, ...call } = invocation.inputs;
    assert.deepEqual(call, {
      functionName: "images-function-1",
      triggers: { registryHostname: "registry.example.com" },
    });
    assert.deepEqual(JSON.parse(String(input)), {
      source: {
        archive: {
          bucket: "images-archives-1",
          key: "archives/project/stack/fraud.tar",
          versionId: object.outputs.versionId,
        },
      },
      destination: { registry: { repository: "ml/fraud" } },
      mediaTypes: "DockerSchema2",
    });
    const { digest, mediaType, size } = JSON.parse(String(invocation.outputs.result)) as Record<
      string,
      unknown
    >;
    assert.equal(graph.outputs.digest?.value, digest);
    assert.equal(graph.outputs.reference?.value, `registry.example.com/ml/fraud@${String(digest)}`);
    assert.deepEqual([graph.outputs.mediaType?.value, graph.outputs.size?.value], [mediaType, size]);
  });

  it("passes everything on, in the form that the function reads", async () => {
    const graph = await recordImage({
      image: "fraud:1",
      tag: "1.0",
      platform: pulumi.output("linux/arm64"),
      recompressZstd: true,
      tags: { team: "ml" },
    });
    assert.deepEqual(graph.only(OBJECT).inputs.tags, { team: "ml" });
    const { source, ...request } = eventOf(graph);
    assert.ok("archive" in source && source.archive.image === "fraud:1");
    assert.deepEqual(request, {
      destination: { registry: { repository: "ml/fraud", tag: "1.0" } },
      platform: "linux/arm64",
      mediaTypes: "DockerSchema2",
      recompressZstd: true,
    });
    const preserved = await recordImage({ mediaTypes: ManifestMediaTypes.Preserve });
    assert.equal(eventOf(preserved).mediaTypes, "Preserve");
  });

  it("is called again for another registry", async () => {
    const graph = await recordImage({ registryHostname: "other.example.com:8443" });
    assert.deepEqual(graph.only(INVOCATION).inputs.triggers, { registryHostname: "other.example.com:8443" });
    assert.match(String(graph.outputs.reference?.value), /^other\.example\.com:8443\/ml\/fraud@sha256:/);
  });

  it("has two children, named after it, and no secret", async () => {
    const graph = await recordImage();
    const component = graph.only(IMAGE);
    assert.deepEqual(
      graph.childrenOf(component).map(({ name }) => name),
      ["fraud-archive", "fraud-publish"],
    );
    assert.deepEqual(Object.keys(component.outputs).sort(), ["digest", "mediaType", "reference", "size"]);
    for (const { secretPaths } of graph.resources) assert.deepEqual(secretPaths, []);
  });

  it("fails with the function's own message, or names the function without a result", async () => {
    const failure = JSON.stringify({ errorMessage: "Out of time after 895 s: 3 of 7 blobs copied" });
    await assert.rejects(recordImage({}, answering(failure)), /Out of time after 895 s: 3 of 7 blobs copied/);
    await assert.rejects(
      recordImage({}, answering("{}")),
      /images-function-1 did not return the digest, mediaType, size/,
    );
  });

  it("refuses what cannot work, all at once", () => {
    const found = problemsOf(
      () =>
        new PublishedImage("fraud", {
          functionName: "",
          bucketName: "",
          registryHostname: "https://registry.example.com",
          archive: new pulumi.asset.FileArchive("image"),
          image: "",
          repository: "ml/fraud:1",
          tag: "a/b",
          platform: "linux",
          mediaTypes: "Oci" as ManifestMediaTypes,
          tags: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`key-${index}`, "value"])),
        }),
    );
    assert.deepEqual(Object.keys(found).sort(), [
      "archive",
      "bucketName",
      "functionName",
      "image",
      "mediaTypes",
      "platform",
      "registryHostname",
      "repository",
      "tag",
      "tags",
    ]);
    assert.match(found.archive ?? "", /write new pulumi\.asset\.FileAsset\(path\)/);
    assert.match(found.repository ?? "", /is "ml\/fraud:1", but must be a repository's path alone/);
    assert.match(found.tags ?? "", /has 11 tags, but S3 takes at most 10/);
    assert.match(found.mediaTypes ?? "", /must be one of "DockerSchema2", "Preserve"/);
  });

  it("refuses to have nothing to publish, and what the media types leave without effect", () => {
    const { archive: _archive, ...rest } = published;
    assert.match(
      problemsOf(() => new PublishedImage("fraud", rest)).archive ?? "",
      /is missing: give the image as a file/,
    );
    const mediaTypes = ManifestMediaTypes.Preserve;
    const kept = problemsOf(
      () => new PublishedImage("fraud", { ...published, mediaTypes, recompressZstd: true }),
    );
    assert.match(kept.recompressZstd ?? "", /set mediaTypes to DockerSchema2, or leave it out/);
  });

  it("refuses at the deployment what only the deployment knows", async () => {
    await assert.rejects(
      recordImage({ tag: pulumi.output("a b") }),
      /tag: is "a b", but must be a tag alone/,
    );
  });
});
