import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { LambdaRouteKind } from "../../../components/registry-network";
import { PrivateInference, type PrivateInferenceArgs } from "../../../components/private-inference";
import { record, type RecordOptions } from "../../../testing";
import { credentialsSecretArn, digest, existing, newRegistry } from "./recorded-inference";
import { assertRefused, problemsOf } from "../refusals";

const archive = { archive: new pulumi.asset.FileAsset("a.tar"), repository: "ml/fraud" };
const source = { source: `ghcr.io/a/b@${digest}`, repository: "ml/fraud" };
const published: PrivateInferenceArgs = { newRegistry, publish: archive, instanceType: "ml.m5.large" };

describe("PrivateInference refuses exactly", () => {
  const CERTIFIED = /is in a registry whose name is .*, but must be a host name in lower case/;
  const cases: [string, PrivateInferenceArgs, Record<string, RegExp>][] = [
    ...["localhost", "localhost:5000", "10.0.0.1", "REG.example.com"].map(
      (host): [string, PrivateInferenceArgs, Record<string, RegExp>] => [
        `an image at ${host}, which no public authority certifies, at its place`,
        { ...existing, image: `${host}/f@${digest}` },
        { image: CERTIFIED },
      ],
    ),
    [
      "the same of a model's container",
      { ...existing, image: undefined, models: { m: { containers: [{ image: `localhost/f@${digest}` }] } } },
      { "models.m.containers[0].image": CERTIFIED },
    ],
    [
      "both registries, and nothing that follows",
      { ...existing, newRegistry },
      { registry: /cannot be combined with newRegistry/ },
    ],
    [
      "both registries beside an image to publish",
      { ...existing, image: undefined, newRegistry, publish: archive },
      { registry: /cannot be combined with newRegistry/ },
    ],
    [
      "publishing into a registry that exists",
      { ...existing, image: undefined, publish: archive },
      { publish: /delivers into a new registry/ },
    ],
    [
      "publishing into no registry",
      { ...published, newRegistry: undefined },
      { publish: /delivers into a new registry/ },
    ],
    [
      "what is wrong with publishing even there",
      { ...existing, image: undefined, publish: { ...archive, memoryInMb: 1 } },
      { publish: /delivers into a new registry/, "publish.memoryInMb": /is 1/ },
    ],
    [
      "what SageMaker's API has for other endpoints, with the reasons, and nothing that follows",
      {
        ...existing,
        instanceType: undefined,
        variants: {
          serverless: { serverlessConfig: {} },
          managed: { instanceType: "ml.m5.large", managedInstanceScaling: {} },
        } as never,
      },
      {
        "variants.serverless.serverlessConfig": /^asks for serverless inference/,
        "variants.managed.managedInstanceScaling": /^asks for managed instance scaling/,
      },
    ],
    [
      "all tags that AWS does not take, at once",
      { ...existing, tags: { "aws:a": "", "aws:b": "", "<": "" } },
      { tags: /"aws:a", "aws:b", .*"<"/ },
    ],
    [
      "model data of a wrong form, once",
      { ...existing, modelDataUrl: "https://…" },
      { modelDataUrl: /must be the https or s3 URL/ },
    ],
    [
      "where answers go, once",
      {
        ...existing,
        asyncInference: { s3OutputPath: "answers", kmsKeyArn: "alias/a", successTopicArn: "t" },
        executionRole: { inferenceInputs: ["s3://requests/"] },
      },
      {
        "asyncInference.s3OutputPath": /is "answers".*API_AsyncInferenceOutputConfig/,
        "asyncInference.kmsKeyArn": /look the key's own ARN up/,
        "asyncInference.successTopicArn": /is "t"/,
      },
    ],
    [
      "two credentials",
      {
        ...existing,
        registry: {
          credentialsSecretArn,
          credentials: { username: "u", password: "p" },
          cidrBlocks: ["10.20.0.0/16"],
        },
      },
      { "registry.credentialsSecretArn": /credentialsSecretArn and credentials are given/ },
    ],
    [
      "a tag that no preflight pins, with a remedy that it has",
      { ...existing, image: "artifactory.bank.example/ml/fraud:1", preflight: { enabled: false } },
      { image: /give the digest.*a PrivateInference makes one unless preflight.enabled is false/ },
    ],
    [
      "a registry at no place",
      { ...existing, registry: { credentialsSecretArn, cidrBlocks: [] } },
      { "registry.cidrBlocks": /is empty: say where the registry listens/ },
    ],
    [
      "a registry that publish.source does not lie in",
      { ...published, publish: { ...source, sourceRegistries: { "ghcr.com": {} } } },
      { 'publish.sourceRegistries["ghcr.com"]': /is not the registry of publish.source, which is ghcr.io/ },
    ],
    [
      "one that is no registry's name, once",
      { ...published, publish: { ...source, sourceRegistries: { "ghcr.io/a": {}, "ghcr.io": {} } } },
      { 'publish.sourceRegistries["ghcr.io/a"]': /must be a host name/ },
    ],
    [
      "a model named __proto__",
      {
        ...existing,
        image: undefined,
        models: JSON.parse(
          `{"__proto__": {"containers": [{"image": "artifactory.bank.example/f@${digest}"}]}}`,
        ) as PrivateInferenceArgs["models"],
      },
      { "models.__proto__": /makes the name of the Model/ },
    ],
  ];
  for (const [what, args, reasons] of cases) {
    it(what, () => assertRefused(() => new PrivateInference("fraud", args), reasons));
  }

  it("no missing endpoint where a new registry's tasks have another way, or the VPC is another's", async () => {
    const network = { interfaceEndpoints: { logs: false }, s3Endpoint: false };
    const egressCidrBlocks = { endpoints: "10.0.0.0/16" };
    for (const args of [
      { ...published, network: { ...network, internetAccess: "SingleNatGateway" } },
      { ...published, newRegistry: { ...newRegistry, egressCidrBlocks }, network },
      { ...published, network: { ...existing.network, ...network } },
      { ...existing, network },
    ] as const) {
      let problems: Record<string, string> = {};
      await record(() => {
        problems = problemsOf(() => new PrivateInference("fraud", args));
      });
      assert.deepEqual(
        Object.keys(problems).filter((path) => path.startsWith("network.")),
        [],
      );
    }
  });

  it("a key and topics once, by the names that the user gave them", async () => {
    const args = { ...published, kmsKeyArn: "alias/a" };
    await assertRefused(() => new PrivateInference("fraud", args), {
      kmsKeyArn: /look the key's own ARN up/,
    });
    const topics = { ...published, newRegistry: { ...newRegistry, alarmTopicArns: ["t"] } };
    await assertRefused(() => new PrivateInference("fraud", topics), {
      "newRegistry.alarmTopicArns[0]": /is "t"/,
    });
  });

  it("what only the deployment finds wrong in the user's own names, and not in those of its parts", async () => {
    const late = (value: string): pulumi.Output<string> => pulumi.output(value);
    const cases: [PrivateInferenceArgs, string][] = [
      [{ network: { ...existing.network, vpcId: late("x") } }, "network.vpcId"],
      [{ registry: { credentialsSecretArn, cidrBlocks: [late("x")] } }, "registry.cidrBlocks[0]"],
      [
        { registry: { ...existing.registry, credentialsSecretArn: late("x") } },
        "registry.credentialsSecretArn",
      ],
      [{ securityGroupIds: [late("x")] }, "securityGroupIds[0]"],
      [{ lambdaAccess: { securityGroupId: late("x") } }, "lambdaAccess.securityGroupId"],
      [{ executionRole: { modelDataKmsKeyArns: [late("x")] } }, "executionRole.modelDataKmsKeyArns[0]"],
      [{ instanceType: late("x") }, "instanceType"],
      [
        {
          image: undefined,
          registry: undefined,
          newRegistry,
          publish: { ...archive, memoryInMb: late("x") as never },
        },
        "publish.memoryInMb",
      ],
      [
        {
          image: undefined,
          registry: undefined,
          newRegistry,
          publish: { ...archive, repository: late("X") },
        },
        "publish.repository",
      ],
      [
        {
          image: undefined,
          registry: undefined,
          newRegistry,
          publish: { ...archive, bucketLogsBucketName: late("X") },
        },
        "publish.bucketLogsBucketName",
      ],
      [
        {
          image: undefined,
          registry: undefined,
          newRegistry: { ...newRegistry, domainName: late("x") },
          publish: archive,
          network: {},
        },
        "newRegistry.domainName",
      ],
    ];
    for (const [args, path] of cases) {
      await assert.rejects(
        record(
          () =>
            void new PrivateInference("fraud", {
              ...existing,
              network: args.publish ? {} : existing.network,
              ...args,
            }),
        ),
        (error: Error) => {
          assert.ok(
            error.message.includes(
              `PrivateInference "fraud" has 1 problem in its arguments:\n  - ${path}: is `,
            ),
            error.message,
          );
          return true;
        },
      );
    }
  });

  it("what the role's own lists contain at once, by its own index, also beside what only the deployment knows", async () => {
    const late = pulumi.output("s3://models/fraud.tar.gz");
    await assertRefused(
      () =>
        new PrivateInference("fraud", {
          ...existing,
          modelDataUrl: late,
          executionRole: { modelData: ["models"], notificationTopicArns: ["t"] },
        }),
      {
        "executionRole.modelData[0]": /is "models"/,
        "executionRole.notificationTopicArns[0]": /is "t"/,
      },
    );
  });

  it("what only a look at AWS finds wrong in the user's own names, too", async () => {
    const answering = (lookup: string, answer: object): RecordOptions => ({
      call: ({ token, inputs }) =>
        token.includes(lookup) ? { ...(inputs as object), ...answer } : undefined,
    });
    const groups = Array.from({ length: 3 }, (_, index) => `sg-${String(index).repeat(8)}`);
    const cases: [PrivateInferenceArgs, RecordOptions, string][] = [
      [
        existing,
        answering("getSubnet:", { availabilityZone: "eu-west-1a" }),
        "network.subnetIds: must be in at least two zones",
      ],
      [
        { ...existing, network: { ...existing.network, lambdaRoute: { kind: LambdaRouteKind.Create } } },
        answering("getVpc:", {
          cidrBlockAssociations: [],
          enableDnsSupport: false,
          enableDnsHostnames: true,
        }),
        "network.vpcId: is vpc-1, in which private DNS does not work: switch enableDnsSupport on for the VPC",
      ],
      [
        {
          ...existing,
          registry: { credentialsSecretArn, clientSecurityGroupIds: [pulumi.output("sg-99999999")] },
          securityGroupIds: groups,
        },
        {},
        "securityGroupIds: makes 5 groups",
      ],
    ];
    for (const [args, options, problem] of cases) {
      const expected = `PrivateInference "fraud" has 1 problem in its arguments:\n  - ${problem}`;
      await assert.rejects(
        record(() => void new PrivateInference("fraud", args), options),
        ({ message }: Error) => {
          assert.ok(message.includes(expected), message);
          return true;
        },
      );
    }
  });

  it("no registry of publish.source by Docker Hub's older name", async () => {
    const publish = {
      source: `docker.io/library/alpine@${digest}`,
      repository: "ml/fraud",
      sourceRegistries: { "index.docker.io": {} },
    };
    await record(() => void new PrivateInference("fraud", { ...published, publish }));
  });

  it("an image that turns out to lie elsewhere, by the user's own name for it", async () => {
    const deploy = (args: PrivateInferenceArgs) =>
      record(() => void new PrivateInference("fraud", { ...existing, ...args }));
    await assert.rejects(
      deploy({ image: pulumi.output(`10.0.0.1/f@${digest}`) }),
      /\n {2}- image: is in a regis/,
    );
    const containers = ["a", "b"].map((host) => ({
      image: pulumi.output(`${host}.example.com/f@${digest}`),
    }));
    await assert.rejects(
      deploy({ image: undefined, models: { m: { containers } } }),
      /\n {2}- models.m.containers\[1\].image: is in b.example.com, but all images must be in one registry/,
    );
  });
});
