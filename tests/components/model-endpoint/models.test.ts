import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { InferenceExecutionMode, type ModelEndpointArgs } from "../../../components/model-endpoint";
import { everySetting, KEY, kindsOfModels, RESERVATION, shadowTest } from "./every-argument";
import { image, make, problems, TOPIC, TYPES, warned } from "./recorded-endpoint";

const MODEL = "aws:sagemaker/model:Model";
const imageConfig = {
  repositoryAccessMode: "Vpc",
  repositoryAuthConfig: {
    repositoryCredentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:credentials",
  },
};
const noImage: Partial<ModelEndpointArgs> = { image: undefined };
const variant = { instanceType: "ml.m5.large" };
const s3 = (length: number): string => `s3://bucket/${"a".repeat(length - 12)}`;

/** One container of one model, in place of the image. */
const withContainer = (container: object): object => ({
  ...noImage,
  models: { m: { containers: [{ image: image("a"), ...container }] } },
});
const AT = "models.m.containers[0]";

describe("models of a ModelEndpoint", () => {
  const sources = {
    modelDataSource: {
      s3DataSources: [
        {
          s3Uri: "s3://models/llm.gz",
          s3DataType: "S3Object",
          compressionType: "Gzip",
          modelAccessConfig: { acceptEula: true },
        },
      ],
    },
    additionalModelDataSources: [
      {
        channelName: "draft",
        s3DataSources: [
          {
            s3Uri: "s3://models/draft/",
            s3DataType: "S3Prefix",
            compressionType: "None",
            modelAccessConfig: { acceptEula: false },
          },
        ],
      },
    ],
  };
  const many = {
    mode: "MultiModel",
    multiModelConfig: { modelCacheSetting: "Disabled" },
    modelDataUrl: "s3://models/many/",
  };
  const environment = { WORKERS: "2" };

  it("have data sources, many models, isolation and pipelines exactly as given", async () => {
    const graph = await make(kindsOfModels);
    const of = (name: string) => graph.only(MODEL, `fraud-${name}`).inputs;
    assert.deepEqual(of("url").primaryContainer, {
      image: image("url"),
      environment,
      imageConfig,
      modelDataUrl: "s3://models/fraud.tar.gz",
    });
    assert.deepEqual(of("source").primaryContainer, {
      image: image("source"),
      environment,
      imageConfig,
      ...sources,
    });
    assert.equal(of("source").enableNetworkIsolation, true);
    assert.ok(!("enableNetworkIsolation" in of("url")));
    assert.deepEqual(of("many").primaryContainer, {
      image: image("many"),
      environment,
      imageConfig,
      ...many,
    });
    assert.deepEqual(of("pipeline").containers, [
      { image: image("first"), environment, imageConfig, containerHostname: "first", ...sources },
      { image: image("second"), environment, imageConfig, containerHostname: "second", ...many },
    ]);
    assert.deepEqual(of("pipeline").inferenceExecutionConfig, { mode: "Direct" });
  });

  it("say of data what its URI says, also where only the deployment knows that", async () => {
    const cases: [string, string, string][] = [
      ["s3://models/llm/", "S3Prefix", "None"],
      ["s3://models/model.tar.gz", "S3Object", "Gzip"],
      ["s3://models/weights.bin", "S3Object", "None"],
    ];
    for (const [uri, s3DataType, compressionType] of cases) {
      for (const s3Uri of [uri, pulumi.output(uri)]) {
        const graph = await make({ modelDataSource: { s3Uri }, enableNetworkIsolation: false });
        const { primaryContainer, enableNetworkIsolation } = graph.only(MODEL).inputs;
        assert.deepEqual((primaryContainer as Record<string, unknown>).modelDataSource, {
          s3DataSources: [{ s3Uri: uri, s3DataType, compressionType }],
        });
        assert.equal(enableNetworkIsolation, false);
      }
    }
  });

  it("have channels in the order of their names, however they are written", async () => {
    const channels = async (...names: string[]): Promise<unknown> => {
      const given = Object.fromEntries(names.map((name) => [name, { s3Uri: `s3://models/${name}/` }]));
      const graph = await make(withContainer({ additionalModelDataSources: given }));
      return graph.only(MODEL).inputs.primaryContainer;
    };
    assert.deepEqual(await channels("b", "a"), await channels("a", "b"));
  });

  const source = { s3Uri: "s3://models/a/" };
  const refused: [string, object, string[], RegExp][] = [
    ["MultiModel without data", { mode: "MultiModel" }, ["modelDataUrl"], /is the prefix below which/],
    [
      "MultiModel with an archive",
      { mode: "MultiModel", modelDataUrl: "s3://models/a.tar.gz" },
      ["modelDataUrl"],
      /must be the S3 URI of the prefix.*API_ContainerDefinition/,
    ],
    [
      "MultiModel with a data source",
      { mode: "MultiModel", modelDataUrl: "s3://models/a/", modelDataSource: source },
      ["modelDataSource"],
      /does not go together with MultiModel/,
    ],
    [
      "a prefix for one model",
      { modelDataUrl: "s3://models/a/" },
      ["modelDataUrl"],
      /one gzip-compressed tar/,
    ],
    ["an unknown mode", { mode: "Both" }, ["mode"], /one of "SingleModel", "MultiModel"/],
    [
      "a mode as an output",
      { mode: pulumi.output("MultiModel") },
      ["mode"],
      /must be known when the program/,
    ],
    [
      "a cache for one model",
      { modelCacheSetting: "Enabled" },
      ["modelCacheSetting"],
      /applies to containers of the mode MultiModel only/,
    ],
    [
      "an unknown cache",
      { mode: "MultiModel", modelDataUrl: "s3://models/a/", modelCacheSetting: "On" },
      ["modelCacheSetting"],
      /one of "Enabled", "Disabled"/,
    ],
    [
      "two places of data",
      { modelDataUrl: "s3://models/a.tar.gz", modelDataSource: source },
      ["modelDataSource"],
      /cannot be combined with modelDataUrl/,
    ],
    [
      "a packed prefix",
      { modelDataSource: { ...source, compressionType: "Gzip" } },
      ["modelDataSource.compressionType"],
      /only one object can be an archive/,
    ],
    [
      "an unknown packing",
      { modelDataSource: { ...source, compressionType: "Zip" } },
      ["modelDataSource.compressionType"],
      /one of "None", "Gzip"/,
    ],
    [
      "a source without a place",
      { modelDataSource: {} },
      ["modelDataSource.s3Uri"],
      /is missing, but is required/,
    ],
    [
      "a source with what there is not",
      { modelDataSource: { ...source, hubContentArn: "x" } },
      ["modelDataSource.hubContentArn"],
      /is an unknown property; expected one of: acceptEula, compressionType, s3Uri/,
    ],
    [
      "an acceptance in words",
      { modelDataSource: { ...source, acceptEula: "yes" } },
      ["modelDataSource.acceptEula"],
      /is text, but must be true or false/,
    ],
    [
      "a source as an output",
      { modelDataSource: pulumi.output(source) },
      ["modelDataSource"],
      /must be known/,
    ],
    [
      "6 channels",
      { additionalModelDataSources: Object.fromEntries([..."abcdef"].map((name) => [name, source])) },
      ["additionalModelDataSources"],
      /has 6 entries, but must have at most 5/,
    ],
    [
      "a channel's name",
      { additionalModelDataSources: { "a b": source } },
      ['additionalModelDataSources["a b"]'],
      /has a name that is "a b", but must be 1 to 64 letters, digits, dots, hyphens and underscores/,
    ],
    [
      "a channel's data",
      { additionalModelDataSources: { "a.b": { s3Uri: "a" } } },
      ['additionalModelDataSources["a.b"].s3Uri'],
      /the S3 URI of an object/,
    ],
    [
      "model packages",
      { modelPackageName: "a" },
      ["modelPackageName"],
      /cannot say that its image is in a private/,
    ],
  ];
  for (const [what, container, paths, message] of refused) {
    it(`refuse ${what}`, async () => {
      const found = await problems(withContainer(container));
      assert.deepEqual(
        Object.keys(found),
        paths.map((path) => `${AT}.${path}`),
      );
      assert.match(Object.values(found).join(), message);
    });
  }

  it("refuse two containers that serve many models, and isolation in words", async () => {
    const container = { image: image("a"), mode: "MultiModel", modelDataUrl: "s3://models/a/" };
    const model = { containers: [container, container], enableNetworkIsolation: 1 };
    const found = await problems({ ...noImage, models: { m: model } });
    assert.deepEqual(Object.keys(found).sort(), [
      "models.m.containers[1].mode",
      "models.m.enableNetworkIsolation",
    ]);
    assert.match(found["models.m.containers[1].mode"] ?? "", /at most one container of a model/);
  });

  it("refuse the short form beside models", async () => {
    const { models } = kindsOfModels;
    const short = { modelDataSource: source, enableNetworkIsolation: true };
    const found = await problems({ ...kindsOfModels, ...short, models });
    assert.deepEqual(Object.keys(found).sort(), ["enableNetworkIsolation", "modelDataSource"]);
  });

  it("are checked at deployment in what only that knows", async () => {
    const late = (compressionType: string): Partial<ModelEndpointArgs> => ({
      modelDataSource: { s3Uri: pulumi.output("s3://models/a/"), compressionType: compressionType as "Gzip" },
    });
    await make(late("None"));
    await assert.rejects(make(late("Gzip")), /modelDataSource.compressionType: is "Gzip", but s3Uri ends/);
    await assert.rejects(
      make({ modelDataSource: { s3Uri: pulumi.output("models") } }),
      /modelDataSource.s3Uri: is "models"/,
    );
  });

  it("hold the length of URIs and channels' names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1020, max: 1028 }),
        fc.integer({ min: 62, max: 66 }),
        async (uri, name) => {
          const channel = "c".repeat(name);
          const found = await problems(
            withContainer({ additionalModelDataSources: { [channel]: { s3Uri: s3(uri) } } }),
          );
          const at = `${AT}.additionalModelDataSources.${channel}`;
          assert.deepEqual(Object.keys(found), [
            ...(name > 64 ? [at] : []),
            ...(uri > 1024 ? [`${at}.s3Uri`] : []),
          ]);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("variants of a ModelEndpoint", () => {
  it("have every setting exactly as given, a weight of 0 among them", async () => {
    const { productionVariants } = (await make(kindsOfModels)).only(TYPES.configuration).inputs;
    const [many] = productionVariants as Record<string, unknown>[];
    const { modelName, ...settings } = many ?? {};
    assert.match(String(modelName), /^fraud-many/);
    assert.deepEqual(settings, {
      variantName: "many",
      instanceType: "ml.m5.large",
      initialInstanceCount: 2,
      initialVariantWeight: 0,
      volumeSizeInGb: 30,
      modelDataDownloadTimeoutInSeconds: 600,
      containerStartupHealthCheckTimeoutInSeconds: 900,
      inferenceAmiVersion: "al2-ami-sagemaker-inference-gpu-3-1",
      capacityReservationConfig: {
        capacityReservationPreference: "capacity-reservations-only",
        mlReservationArn: RESERVATION,
      },
      routingConfigs: [{ routingStrategy: "LEAST_OUTSTANDING_REQUESTS" }],
      coreDumpConfig: { destinationS3Uri: "s3://dumps/fraud", kmsKeyId: KEY },
      enableSsmAccess: true,
    });
  });

  const refused: [string, object, string, RegExp][] = [
    [
      "a download of 59 s",
      { modelDataDownloadTimeoutInSeconds: 59 },
      "modelDataDownloadTimeoutInSeconds",
      /60 to 3600 seconds/,
    ],
    ["a volume of 0 GB", { volumeSizeInGb: 0 }, "volumeSizeInGb", /1 to 512 GB.*API_ProductionVariant/],
    [
      "an AMI",
      { inferenceAmiVersion: "ami-1" },
      "inferenceAmiVersion",
      /the name of a SageMaker inference AMI/,
    ],
    [
      "a reservation",
      { mlReservationArn: "plan" },
      "mlReservationArn",
      /the ARN of an ML capacity reservation/,
    ],
    [
      "a routing strategy",
      { routingStrategy: "BEST" },
      "routingStrategy",
      /one of "LEAST_OUTSTANDING_REQUESTS", "RANDOM".*API_ProductionVariantRoutingConfig/,
    ],
    ["a dump without a place", { coreDump: {} }, "coreDump.destinationS3Uri", /is missing/],
    [
      "a dump's place",
      { coreDump: { destinationS3Uri: "https://a/b" } },
      "coreDump.destinationS3Uri",
      /S3 URI of a bucket/,
    ],
    [
      "a dump's key",
      { coreDump: { destinationS3Uri: "s3://dumps", kmsKeyArn: "alias/a" } },
      "coreDump.kmsKeyArn",
      /arn:<partition>:kms/,
    ],
    ["sessions in words", { enableSsmAccess: "true" }, "enableSsmAccess", /true or false/],
    [
      "an accelerator",
      { acceleratorType: "ml.eia2.medium" },
      "acceleratorType",
      /Elastic Inference, which AWS no longer offers/,
    ],
    [
      "pools of instances",
      { instancePools: [] },
      "instancePools",
      /a setting of SageMaker's that the AWS provider of Pulumi does not pass on yet/,
    ],
    [
      "managed scaling",
      { managedInstanceScaling: {} },
      "managedInstanceScaling",
      /only to endpoints of inference components/,
    ],
    [
      "a volume on local storage",
      { instanceType: "ml.g5.xlarge", volumeSizeInGb: 30 },
      "volumeSizeInGb",
      /ml.g5.xlarge has local storage in place of a volume/,
    ],
  ];
  for (const [what, settings, path, message] of refused) {
    it(`refuse ${what}`, async () => {
      const found = await problems({ instanceType: undefined, variants: { v: { ...variant, ...settings } } });
      assert.deepEqual(Object.keys(found), [`variants.v.${path}`]);
      assert.match(Object.values(found).join(), message);
    });
  }

  it("are checked at deployment in what only that knows", async () => {
    const late = (settings: object) =>
      make({ instanceType: undefined, variants: { v: { ...variant, ...settings } } });
    await late({ volumeSizeInGb: 30, instanceType: pulumi.output("ml.m5.large") });
    await assert.rejects(
      late({ volumeSizeInGb: 30, instanceType: pulumi.output("ml.g5.xlarge") }),
      /variants.v.volumeSizeInGb: is given, but ml.g5.xlarge has local storage/,
    );
    await assert.rejects(late({ volumeSizeInGb: pulumi.output(513) }), /is 513, but must be a whole number/);
    await assert.rejects(
      late({ coreDump: { destinationS3Uri: pulumi.output("x") } }),
      /coreDump.destinationS3Uri: is "x"/,
    );
  });
});

describe("shadow variants of a ModelEndpoint", () => {
  it("are given as production variants are", async () => {
    const { productionVariants, shadowProductionVariants } = (await make(shadowTest)).only(
      TYPES.configuration,
    ).inputs;
    assert.equal((productionVariants as unknown[]).length, 1);
    const [shadow, ...more] = shadowProductionVariants as Record<string, unknown>[];
    assert.deepEqual(more, []);
    assert.equal(shadow?.variantName, "shadow");
    assert.equal(shadow?.initialVariantWeight, 0);
    assert.deepEqual(shadow?.coreDumpConfig, { destinationS3Uri: "s3://dumps/fraud", kmsKeyId: KEY });
  });

  it("may serve a model of their own", async () => {
    const containers = (name: string) => ({ containers: [{ image: image(name) }] });
    const graph = await make({
      ...noImage,
      instanceType: undefined,
      models: { old: containers("old"), new: containers("new") },
      variants: { live: { ...variant, model: "old" } },
      shadowVariants: { next: { ...variant, model: "new" } },
    });
    const [shadow] = graph.only(TYPES.configuration).inputs.shadowProductionVariants as Record<
      string,
      unknown
    >[];
    assert.equal(shadow?.modelName, graph.only(MODEL, "fraud-new").outputs.name);
  });

  const one = { shadow: variant };
  const two = { image: image("a") };
  const refused: [string, object, Record<string, RegExp>][] = [
    ["none", { shadowVariants: {} }, { shadowVariants: /has 0 variants, but must have exactly 1/ }],
    ["two", { shadowVariants: { a: variant, b: variant } }, { shadowVariants: /has 2 variants/ }],
    [
      "one beside two variants",
      { instanceType: undefined, variants: { a: variant, b: variant }, shadowVariants: one },
      {
        variants:
          /has 2 variants, but must have exactly 1 in addition to a shadow variant.*API_CreateEndpointConfig/,
      },
    ],
    [
      "the same name",
      { shadowVariants: { AllTraffic: variant } },
      { "shadowVariants.AllTraffic": /give it another/ },
    ],
    ["a wrong name", { shadowVariants: { "a b": variant } }, { 'shadowVariants["a b"]': /1 to 63 letters/ }],
    [
      "another model",
      { shadowVariants: { a: { ...variant, model: "x" } } },
      { "shadowVariants.a.model": /one of the models: "model"/ },
    ],
    [
      "what there is not",
      { shadowVariants: { a: { ...variant, serverlessConfig: {} } } },
      { "shadowVariants.a.serverlessConfig": /serverless inference/ },
    ],
    [
      "asynchronous inference",
      { shadowVariants: one, asyncInference: { s3OutputPath: "s3://answers" } },
      { shadowVariants: /asynchronous inference has no shadow variants.*shadow-tests-exclusions/ },
    ],
    [
      "several containers",
      { ...noImage, models: { m: { containers: [two, two] } }, shadowVariants: one },
      { "models.m.containers": /has 2 containers, but must have 1/ },
    ],
    [
      "many models",
      {
        ...withContainer({ mode: "MultiModel", modelDataUrl: "s3://models/a/" }),
        shadowVariants: one,
      },
      { "models.m.containers[0].mode": /must be "SingleModel"/ },
    ],
    [
      "inf1",
      { shadowVariants: { a: { instanceType: "ml.inf1.xlarge" } } },
      { "shadowVariants.a.instanceType": /another family than inf1/ },
    ],
    [
      "inf1 of the other",
      { instanceType: "ml.inf1.xlarge", shadowVariants: one },
      { instanceType: /another family than inf1/ },
    ],
    [
      "a dump without a key",
      { shadowVariants: { a: { ...variant, coreDump: { destinationS3Uri: "s3://dumps" } } } },
      { "shadowVariants.a.coreDump.kmsKeyArn": /is missing: give a key, which the AWS provider/ },
    ],
  ];
  for (const [what, args, reasons] of refused) {
    it(`refuse ${what}`, async () => {
      const found = await problems(args);
      assert.deepEqual(Object.keys(found), Object.keys(reasons));
      for (const [path, reason] of Object.entries(reasons)) assert.match(found[path] ?? "", reason);
    });
  }

  it("leave inf1 to others", async () => {
    await make({ instanceType: "ml.inf1.xlarge" });
    await assert.rejects(
      make({ shadowVariants: one, instanceType: pulumi.output("ml.inf1.xlarge") }),
      /instanceType: is "ml.inf1.xlarge", but must be of another family/,
    );
  });
});

describe("data capture of a ModelEndpoint", () => {
  const capture = { destinationS3Uri: "s3://captured", initialSamplingPercentage: 10 };
  const captured = async (dataCapture: object): Promise<unknown> =>
    (await make({ dataCapture: { ...capture, ...dataCapture } })).only(TYPES.configuration).inputs
      .dataCaptureConfig;

  it("is on, and takes inputs and outputs, where nothing else is said", async () => {
    assert.deepEqual(await captured({}), {
      ...capture,
      enableCapture: true,
      captureOptions: [{ captureMode: "Input" }, { captureMode: "Output" }],
    });
    assert.ok(!("dataCaptureConfig" in (await make()).only(TYPES.configuration).inputs));
  });

  it("is exactly as given, also switched off and at 0 percent", async () => {
    const { dataCaptureConfig } = (await make(kindsOfModels)).only(TYPES.configuration).inputs;
    assert.deepEqual(dataCaptureConfig, {
      destinationS3Uri: "s3://captured/fraud",
      initialSamplingPercentage: 0,
      enableCapture: false,
      captureOptions: [{ captureMode: "InputAndOutput" }],
      kmsKeyId: KEY,
      captureContentTypeHeader: {
        csvContentTypes: ["text/csv"],
        jsonContentTypes: ["application/json"],
      },
    });
  });

  const refused: [object, string, RegExp][] = [
    [{ destinationS3Uri: undefined }, "destinationS3Uri", /is missing/],
    [{ destinationS3Uri: s3(513) }, "destinationS3Uri", /has 513 characters, but must have at most 512/],
    [{ initialSamplingPercentage: undefined }, "initialSamplingPercentage", /is missing/],
    [
      { initialSamplingPercentage: 101 },
      "initialSamplingPercentage",
      /0 to 100 percent.*API_DataCaptureConfig/,
    ],
    [{ captureModes: [] }, "captureModes", /one or both of "Input" and "Output"/],
    [{ captureModes: ["Input", "Input"] }, "captureModes", /is \["Input","Input"\]/],
    [{ captureModes: ["Input", "InputAndOutput"] }, "captureModes", /or "InputAndOutput" alone/],
    [{ captureModes: "Input" }, "captureModes", /is text, but must be a list/],
    [{ captureModes: ["Everything"] }, "captureModes", /is \["Everything"\]/],
    [{ kmsKeyArn: "alias/a" }, "kmsKeyArn", /kms/],
    [{ csvContentTypes: [] }, "csvContentTypes", /has 0 items, but must have 1 to 10/],
    [{ csvContentTypes: ["text"] }, "csvContentTypes[0]", /a content type without parameters/],
    [
      { jsonContentTypes: Array.from({ length: 11 }, (_, n) => `a/${n}`) },
      "jsonContentTypes",
      /has 11 items/,
    ],
    [{ enableCapture: "no" }, "enableCapture", /true or false/],
    [{ percentage: 1 }, "percentage", /is an unknown property/],
  ];
  for (const [settings, path, message] of refused) {
    it(`refuses ${path} ${JSON.stringify(Object.values(settings)[0])?.slice(0, 40)}`, async () => {
      const found = await problems({ dataCapture: { ...capture, ...settings } });
      assert.deepEqual(Object.keys(found), [`dataCapture.${path}`]);
      assert.match(Object.values(found).join(), message);
    });
  }

  it("is checked at deployment in what only that knows", async () => {
    await assert.rejects(captured({ initialSamplingPercentage: pulumi.output(101) }), /is 101, but must be/);
    await assert.rejects(
      captured({ captureModes: pulumi.output(["Input", "Input"]) }),
      /captureModes: is \[/,
    );
    await assert.rejects(captured({ csvContentTypes: [pulumi.output("x")] }), /csvContentTypes\[0\]: is "x"/);
  });
});

describe("asynchronous inference of a ModelEndpoint", () => {
  const s3OutputPath = "s3://answers";

  it("is exactly as given", async () => {
    const { asyncInferenceConfig } = (await make(kindsOfModels)).only(TYPES.configuration).inputs;
    assert.deepEqual(asyncInferenceConfig, {
      clientConfig: { maxConcurrentInvocationsPerInstance: 4 },
      outputConfig: {
        s3OutputPath: "s3://out/answers",
        s3FailurePath: "s3://out/failures",
        kmsKeyId: KEY,
        notificationConfig: {
          successTopic: TOPIC,
          errorTopic: TOPIC,
          includeInferenceResponseIns: ["SUCCESS_NOTIFICATION_TOPIC", "ERROR_NOTIFICATION_TOPIC"],
        },
      },
    });
  });

  it("has only what is needed of it, and is not there where it is not asked for", async () => {
    const graph = await make({ asyncInference: { s3OutputPath } });
    assert.deepEqual(graph.only(TYPES.configuration).inputs.asyncInferenceConfig, {
      outputConfig: { s3OutputPath },
    });
    assert.ok(!("asyncInferenceConfig" in (await make()).only(TYPES.configuration).inputs));
  });

  const refused: [object, string, RegExp][] = [
    [{ s3OutputPath: undefined }, "s3OutputPath", /is missing/],
    [{ s3OutputPath: "answers" }, "s3OutputPath", /the S3 URI of a bucket/],
    [{ s3FailurePath: s3(513) }, "s3FailurePath", /at most 512/],
    [
      { maxConcurrentInvocationsPerInstance: 0 },
      "maxConcurrentInvocationsPerInstance",
      /1 to 1000 requests.*API_AsyncInferenceClientConfig/,
    ],
    [{ successTopicArn: "topic" }, "successTopicArn", /sns/],
    [
      { includeInferenceResponseIn: ["SUCCESS_NOTIFICATION_TOPIC"] },
      "includeInferenceResponseIn[0]",
      /asyncInference.successTopicArn names no such topic/,
    ],
    [
      { errorTopicArn: TOPIC, includeInferenceResponseIn: ["BOTH"] },
      "includeInferenceResponseIn[0]",
      /one of "SUCCESS_/,
    ],
    [{ kmsKeyArn: "a" }, "kmsKeyArn", /kms/],
    [{ timeout: 1 }, "timeout", /is an unknown property/],
  ];
  for (const [settings, path, message] of refused) {
    it(`refuses ${path} ${JSON.stringify(Object.values(settings)[0])?.slice(0, 40)}`, async () => {
      const found = await problems({ asyncInference: { s3OutputPath, ...settings } });
      assert.deepEqual(Object.keys(found), [`asyncInference.${path}`]);
      assert.match(Object.values(found).join(), message);
    });
  }
});

describe("the key and the warnings of a ModelEndpoint", () => {
  it("pass the key on, and name the local storage that it does not encrypt, the shadow variant's too", async () => {
    const shadowVariants = { shadow: { instanceType: "ml.g5.xlarge" } };
    const [said, graph] = await warned({ kmsKeyArn: KEY, shadowVariants });
    assert.equal(graph.only(TYPES.configuration).inputs.kmsKeyArn, KEY);
    assert.match(said, /kmsKeyArn does not encrypt the local storage of ml.g5.xlarge/);
    assert.equal((await warned({ shadowVariants }))[0], "");
  });

  it("say what AWS does not, once each", async () => {
    const [said] = await warned(kindsOfModels);
    for (const message of [
      /asynchronous inference works with images of a private registry/g,
      /mode is MultiModel: AWS does not say/g,
      /inferenceExecutionMode is Direct: AWS does not say.*sagemaker-model-multicontainer-private-registry/g,
      /enableNetworkIsolation is true: AWS does not say/g,
      /enableSsmAccess is true: AWS must have allowed your account; .* TCP 443 out to .*ssmmessages, .*an interface endpoint/g,
    ]) {
      assert.equal([...said.matchAll(message)].length, 1, String(message));
    }
    const silent = async (args: Partial<ModelEndpointArgs>): Promise<void> => {
      assert.equal((await warned(args))[0], "");
    };
    await silent({ enableNetworkIsolation: false });
    const containers = [{ image: image("a") }, { image: image("b") }];
    for (const inferenceExecutionMode of [undefined, InferenceExecutionMode.Serial]) {
      await silent({ ...noImage, models: { m: { containers, inferenceExecutionMode } } });
    }
    const closed = { ...everySetting, enableSsmAccess: false, initialVariantWeight: 1 };
    await silent({ instanceType: undefined, variants: { v: closed } });
  });
});
