import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import {
  InferenceExecutionMode,
  ModelEndpoint,
  type ModelEndpointArgs,
} from "../../../components/model-endpoint";
import { record, type ResourceGraph, type RecordOptions } from "../../../testing";

const MODEL = "aws:sagemaker/model:Model";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
const ROLE = "arn:aws:iam::123456789012:role/models";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const OTHER_FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:other";
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/abc";
const image = (name: string): string => `registry.example.com/ml/${name}@sha256:${"a".repeat(64)}`;
const access = {
  executionRoleArn: ROLE,
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-1"],
  credentialsProviderArn: FUNCTION,
};
const smallest: ModelEndpointArgs = { ...access, image: image("fraud"), instanceType: "ml.m5.large" };
const imageConfig = {
  repositoryAccessMode: "Vpc",
  repositoryAuthConfig: { repositoryCredentialsProviderArn: FUNCTION },
};

const make = (args: ModelEndpointArgs, options?: RecordOptions, name = "fraud"): Promise<ResourceGraph> =>
  record(() => {
    const endpoint = new ModelEndpoint(name, args);
    return {
      endpointName: endpoint.endpointName,
      endpointArn: endpoint.endpointArn,
      endpointConfigName: endpoint.endpointConfigName,
      modelNames: endpoint.modelNames,
      imageReferences: endpoint.imageReferences,
      variantNames: endpoint.variantNames,
      metrics: endpoint.metrics,
      invokePolicyJson: endpoint.invokePolicyJson,
    };
  }, options);

/** The paths of all problems that a program's arguments have, and the message; nothing is registered. */
async function problems(args: object, name = "fraud", options?: RecordOptions): Promise<[string[], string]> {
  let found: ArgumentsError | undefined;
  const graph = await record(() => {
    try {
      new ModelEndpoint(name, args as ModelEndpointArgs);
    } catch (error) {
      if (!(error instanceof ArgumentsError)) throw error;
      found = error;
    }
  }, options);
  assert.deepEqual(graph.resources, []);
  assert.ok(found, "nothing was refused");
  return [found.problems.map(({ propertyPath }) => propertyPath), found.message];
}

/** Makes an endpoint, and returns what it warned of. */
async function warnings(args: Partial<ModelEndpointArgs>): Promise<[string, ResourceGraph]> {
  const said: string[] = [];
  const warn = console.warn.bind(console);
  console.warn = (...parts: unknown[]): void => void said.push(parts.join(" "));
  const { error } = console;
  console.error = console.warn;
  try {
    const graph = await record(() => void new ModelEndpoint("fraud", { ...smallest, ...args }));
    return [said.join("\n"), graph];
  } finally {
    console.warn = warn;
    console.error = error;
  }
}

describe("ModelEndpoint", () => {
  it("makes one model, one variant and an endpoint of the smallest arguments", async () => {
    const graph = await make({ ...smallest, tags: { team: "ml" } });
    const component = graph.only("sagemaker-private-registry:index:ModelEndpoint", "fraud");
    const model = graph.only(MODEL, "fraud-model");
    const configuration = graph.only(CONFIGURATION, "fraud-config");
    const endpoint = graph.only(ENDPOINT, "fraud-endpoint");
    const interfaces = graph.only(GROUP, "fraud-interfaces");
    assert.deepEqual(graph.childrenOf(component), [interfaces, model, configuration, endpoint]);
    assert.equal(graph.resources.length, 5);
    assert.deepEqual([...new Set(graph.calls.map(({ token }) => token))].sort(), [
      "aws:cloudcontrol/getResource:getResource",
      "aws:ec2/getSubnet:getSubnet",
      "aws:index/getCallerIdentity:getCallerIdentity",
      "aws:index/getPartition:getPartition",
      "aws:index/getRegion:getRegion",
    ]);
    const tags = { team: "ml" };
    assert.deepEqual(model.inputs, {
      executionRoleArn: ROLE,
      primaryContainer: { image: image("fraud"), imageConfig },
      vpcConfig: {
        subnets: access.subnetIds,
        securityGroupIds: [...access.securityGroupIds, interfaces.outputs.id],
      },
      tags,
    });
    assert.deepEqual(configuration.inputs, {
      productionVariants: [
        {
          variantName: "AllTraffic",
          modelName: model.outputs.name,
          instanceType: "ml.m5.large",
          initialInstanceCount: 1,
        },
      ],
      tags,
    });
    assert.match(String(endpoint.inputs.name), /^fraud-endpoint-[0-9a-f]{7}$/);
    assert.deepEqual(endpoint.inputs, {
      name: endpoint.inputs.name,
      endpointConfigName: configuration.outputs.name,
      tags,
    });
    const outputs = {
      endpointName: endpoint.outputs.name,
      endpointArn: endpoint.outputs.arn,
      endpointConfigName: configuration.outputs.name,
      modelNames: { model: model.outputs.name },
      imageReferences: { model: [image("fraud")] },
      variantNames: ["AllTraffic"],
    };
    const { metrics, invokePolicyJson, ...others } = component.outputs;
    assert.deepEqual(others, outputs);
    assert.ok(Array.isArray(metrics) && typeof invokePolicyJson === "string");
    for (const [name, value] of Object.entries(outputs)) {
      assert.deepEqual(graph.outputs[name], { value, secret: false });
    }
  });

  it("waits: the endpoint for the configuration, that for the models, and those for what their arguments come from", async () => {
    const graph = await record(() => {
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
      const policy = new aws.iam.RolePolicy("policy", { role: role.name, policy: "{}" });
      const roleArn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
      new ModelEndpoint("fraud", { ...smallest, executionRoleArn: roleArn });
    });
    const [model, configuration, endpoint] = [
      graph.only(MODEL),
      graph.only(CONFIGURATION),
      graph.only(ENDPOINT),
    ];
    assert.deepEqual(endpoint.dependencies, [configuration.urn]);
    assert.deepEqual(configuration.dependencies, [model.urn]);
    assert.ok(graph.dependsOn(model, graph.only("aws:iam/rolePolicy:RolePolicy")));
    for (const { options } of [model, configuration, endpoint])
      assert.equal(options.deleteBeforeReplace, false);
    for (const { inputs } of [model, configuration])
      assert.ok(!("name" in inputs) && !("namePrefix" in inputs));
  });

  it("passes environment, model data, count, key and name on", async () => {
    const graph = await make({
      ...smallest,
      environment: { WORKERS: pulumi.output("2"), LOG: "info" },
      modelDataUrl: "s3://bucket/model.tar.gz",
      initialInstanceCount: 3,
      kmsKeyArn: KEY,
      endpointName: "fraud-live",
    });
    assert.deepEqual(graph.only(MODEL).inputs.primaryContainer, {
      image: image("fraud"),
      environment: { WORKERS: "2", LOG: "info" },
      modelDataUrl: "s3://bucket/model.tar.gz",
      imageConfig,
    });
    const { productionVariants, kmsKeyArn } = graph.only(CONFIGURATION).inputs;
    assert.equal(kmsKeyArn, KEY);
    assert.equal((productionVariants as Record<string, unknown>[])[0]?.initialInstanceCount, 3);
    assert.equal(graph.only(ENDPOINT).inputs.name, "fraud-live");
    assert.equal(graph.outputs.endpointName?.value, "fraud-live");
  });

  it("leaves the credentials function out for a registry without authentication", async () => {
    const none = pulumi.output<string | undefined>(undefined);
    for (const credentialsProviderArn of [undefined, none]) {
      const graph = await make({ ...smallest, credentialsProviderArn });
      assert.deepEqual(graph.only(MODEL).inputs.primaryContainer, {
        image: image("fraud"),
        imageConfig: { repositoryAccessMode: "Vpc" },
      });
    }
  });

  it("serves several models by variants that are sorted by name, with a weight of 0 kept", async () => {
    const graph = await make({
      ...access,
      models: {
        old: { containers: [{ image: image("old") }] },
        new: { containers: [{ image: image("new"), credentialsProviderArn: OTHER_FUNCTION }] },
      },
      variants: {
        green: { model: "new", instanceType: "ml.c5.large", initialVariantWeight: 0 },
        blue: {
          model: "old",
          instanceType: "ml.m5.large",
          initialInstanceCount: 2,
          initialVariantWeight: 9.5,
        },
      },
    });
    const [old, next] = [graph.only(MODEL, "fraud-old"), graph.only(MODEL, "fraud-new")];
    assert.deepEqual(graph.only(CONFIGURATION).inputs.productionVariants, [
      {
        variantName: "blue",
        modelName: old.outputs.name,
        instanceType: "ml.m5.large",
        initialInstanceCount: 2,
        initialVariantWeight: 9.5,
      },
      {
        variantName: "green",
        modelName: next.outputs.name,
        instanceType: "ml.c5.large",
        initialInstanceCount: 1,
        initialVariantWeight: 0,
      },
    ]);
    assert.deepEqual(next.inputs.primaryContainer, {
      image: image("new"),
      imageConfig: {
        repositoryAccessMode: "Vpc",
        repositoryAuthConfig: { repositoryCredentialsProviderArn: OTHER_FUNCTION },
      },
    });
    assert.deepEqual(graph.outputs.modelNames?.value, { old: old.outputs.name, new: next.outputs.name });
    assert.deepEqual(graph.outputs.imageReferences?.value, { old: [image("old")], new: [image("new")] });
    assert.deepEqual(graph.outputs.variantNames?.value, ["blue", "green"]);
  });

  it("gives the only model to variants that name none, and both forms may be mixed", async () => {
    const { instanceType, ...model } = smallest;
    const graph = await make({
      ...model,
      variants: { a: { instanceType: "ml.m5.large" }, b: { instanceType: "ml.c5.large" } },
    });
    const name = graph.only(MODEL, "fraud-model").outputs.name;
    const variants = graph.only(CONFIGURATION).inputs.productionVariants as Record<string, unknown>[];
    assert.deepEqual(
      variants.map(({ modelName }) => modelName),
      [name, name],
    );
    const long = await make({
      ...access,
      instanceType,
      models: { model: { containers: [{ image: image("fraud") }] } },
    });
    const short = await make(smallest);
    assert.deepEqual(
      long.resources.map(({ urn, inputs }) => ({ urn, inputs })),
      short.resources.map(({ urn, inputs }) => ({ urn, inputs })),
    );
  });

  it("makes a pipeline of two containers and more, each pulled through the VPC", async () => {
    const containers = [
      { image: image("first"), containerHostname: "first" },
      { image: image("second"), containerHostname: "second" },
    ];
    const definitions = containers.map((container) => ({ ...container, imageConfig }));
    const pipeline = { ...access, instanceType: "ml.m5.large" };
    const serial = (await make({ ...pipeline, models: { m: { containers } } })).only(MODEL).inputs;
    assert.deepEqual(serial.containers, definitions);
    assert.ok(!("primaryContainer" in serial) && !("inferenceExecutionConfig" in serial));
    const model = { containers, inferenceExecutionMode: InferenceExecutionMode.Direct };
    const direct = (await make({ ...pipeline, models: { m: model } })).only(MODEL).inputs;
    assert.deepEqual(direct.inferenceExecutionConfig, { mode: "Direct" });
  });

  it("reports all problems at once, each with its path, and registers nothing", async () => {
    const [paths, message] = await problems({
      executionRoleArn: "role",
      subnetIds: ["subnet-a"],
      securityGroupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"],
      credentialsProviderArn: "credentials",
      image: "registry.example.com/ml/fraud:1.0",
      environment: { "A-B": "1", GOOD: "x".repeat(1025) },
      modelDataUrl: "model.tar.gz",
      instanceType: "m5.large",
      initialInstanceCount: 0,
      endpointName: "-fraud",
      kmsKeyArn: "alias/key",
      tags: { "aws:a": "b" },
    });
    assert.deepEqual(paths.sort(), [
      "credentialsProviderArn",
      "endpointName",
      "environment.A-B",
      "environment.GOOD",
      "executionRoleArn",
      "image",
      "initialInstanceCount",
      "instanceType",
      "kmsKeyArn",
      "modelDataUrl",
      "securityGroupIds",
      "subnetIds",
      "tags",
    ]);
    assert.match(message, /ModelEndpoint "fraud" has 13 problems in its arguments/);
  });

  const container = { image: image("a") };
  const two = [container, container];
  const one = { containers: [container] };
  const m5 = { instanceType: "ml.m5.large" };
  const long = (models: unknown, variants: unknown = { v: m5 }): object => ({ ...access, models, variants });
  const refused: [string, object, string[], RegExp][] = [
    ["neither image nor models", { ...access, ...m5 }, ["image"], /give `image`, or `models`/],
    [
      "image beside models",
      { ...smallest, models: { m: one } },
      ["image"],
      /cannot be combined with `models`.*move it to models/,
    ],
    [
      "environment beside models",
      { ...access, ...m5, environment: {}, models: { m: one } },
      ["environment"],
      /combined with `models`/,
    ],
    [
      "all that the short form says of a model beside models",
      {
        ...long({ m: one }),
        modelDataUrl: "s3://models/a.tar.gz",
        modelDataSource: { s3Uri: "s3://models/a" },
        enableNetworkIsolation: true,
      },
      ["modelDataUrl", "modelDataSource", "enableNetworkIsolation"],
      /modelDataUrl: cannot be combined with `models`, which replaces it: move it to models.<name>.containers/,
    ],
    [
      "all that the short form says of a variant beside variants",
      { ...long({ m: one }), ...m5, initialInstanceCount: 2, scaling: { maxCapacity: 2 } },
      ["instanceType", "initialInstanceCount", "scaling"],
      /scaling: cannot be combined with `variants`, which replaces it: move it to variants.<name>/,
    ],
    [
      "neither instance type nor variants",
      { ...access, image: image("a") },
      ["instanceType"],
      /give `instanceType`, or `variants`/,
    ],
    [
      "instance type beside variants",
      { ...smallest, variants: { v: m5 } },
      ["instanceType"],
      /combined with `variants`/,
    ],
    ["no models", long({}), ["models"], /is empty/],
    ["no variants", long({ m: one }, {}), ["variants"], /has 0 variants, but must have 1 to 10/],
    [
      "no containers",
      long({ m: { containers: [] } }),
      ["models.m.containers"],
      /has 0 containers, but must have 1 to 15/,
    ],
    [
      "16 containers",
      long({ m: { containers: Array.from({ length: 16 }, () => container) } }),
      ["models.m.containers"],
      /has 16 containers/,
    ],
    ["no list of containers", long({ m: {} }), ["models.m.containers"], /is missing, but is required/],
    [
      "models as an output",
      long(pulumi.output({ m: one })),
      ["models"],
      /must be known when the program runs/,
    ],
    ["a variant as an output", long({ m: one }, { v: pulumi.output(m5) }), ["variants.v"], /must be known/],
    [
      "another model's name",
      long({ m: one }, { v: { ...m5, model: "x" } }),
      ["variants.v.model", "models.m"],
      /is "x", but must be one of the models: "m"/,
    ],
    [
      "two models, no name",
      long({ a: one, b: one }),
      ["variants.v.model"],
      /no model is named "v" as the variant is: give one of the models: "a", "b"/,
    ],
    [
      "two models, no variants",
      { ...access, ...m5, models: { a: one, b: one } },
      ["variants"],
      /must say which of several models a variant serves: "a", "b"/,
    ],
    [
      "a model without variant",
      long({ a: one, b: one }, { v: { ...m5, model: "a" } }),
      ["models.b"],
      /served by no variant/,
    ],
    [
      "a variant's name",
      long({ m: one }, { "a b": m5 }),
      ['variants["a b"]'],
      /has a name that is "a b", but must be 1 to 63 letters/,
    ],
    [
      "a variant's values",
      long({ m: one }, { v: { instanceType: "x", initialInstanceCount: 0, initialVariantWeight: -1 } }),
      ["variants.v.instanceType", "variants.v.initialInstanceCount", "variants.v.initialVariantWeight"],
      /is -1, but must be a number of at least 0/,
    ],
    [
      "a tag in a container",
      long({ m: { containers: [{ image: "r.example.com/a:1" }] } }),
      ["models.m.containers[0].image"],
      /has no digest/,
    ],
    [
      "a container's function",
      long({ m: { containers: [{ ...container, credentialsProviderArn: "x" }] } }),
      ["models.m.containers[0].credentialsProviderArn"],
      /Lambda function's ARN/,
    ],
    [
      "a host name on one container",
      long({ m: { containers: [{ ...container, containerHostname: "a" }] } }),
      ["models.m.containers[0].containerHostname"],
      /ignored by SageMaker/,
    ],
    [
      "some host names",
      long({ m: { containers: [{ ...container, containerHostname: "a" }, container] } }),
      ["models.m.containers[1].containerHostname"],
      /either all containers of a model have a host name, or none/,
    ],
    [
      "equal host names",
      long({
        m: {
          containers: [
            { ...container, containerHostname: "a" },
            { ...container, containerHostname: "a" },
          ],
        },
      }),
      ["models.m.containers[1].containerHostname"],
      /is the same as models.m.containers\[0\]/,
    ],
    [
      "a wrong host name",
      long({
        m: {
          containers: [
            { ...container, containerHostname: "a_b" },
            { ...container, containerHostname: "b" },
          ],
        },
      }),
      ["models.m.containers[0].containerHostname"],
      /is "a_b"/,
    ],
    [
      "Direct without host names",
      long({ m: { containers: two, inferenceExecutionMode: "Direct" } }),
      ["models.m.containers[0].containerHostname", "models.m.containers[1].containerHostname"],
      /with Direct every container/,
    ],
    [
      "a mode for one container",
      long({ m: { ...one, inferenceExecutionMode: "Serial" } }),
      ["models.m.inferenceExecutionMode"],
      /applies to two or more containers/,
    ],
    [
      "an unknown mode",
      long({ m: { containers: two, inferenceExecutionMode: "Both" } }),
      ["models.m.inferenceExecutionMode"],
      /one of "Serial", "Direct"/,
    ],
    [
      "serverless at the top",
      { ...smallest, serverless: true },
      ["serverless"],
      /neither for images of a private registry nor in a VPC/,
    ],
    [
      "serverless in a variant",
      long({ m: one }, { v: { ...m5, serverlessConfig: {} } }),
      ["variants.v.serverlessConfig"],
      /serverless inference/,
    ],
    [
      "an unknown argument",
      { ...smallest, initialCount: 1 },
      ["initialCount"],
      /is an unknown property; expected one of: asyncInference,/,
    ],
    [
      "an unknown property of a container",
      long({ m: { containers: [{ ...container, port: "x" }] } }),
      ["models.m.containers[0].port"],
      /is an unknown property; expected one of: additionalModelDataSources,/,
    ],
    [
      "an unknown property of a model",
      long({ m: { ...one, name: "x" } }),
      ["models.m.name"],
      /is an unknown property/,
    ],
    [
      "the same subnet twice",
      { ...smallest, subnetIds: ["subnet-a", "subnet-a"] },
      ["subnetIds[1]"],
      /is the same as subnetIds\[0\]/,
    ],
    [
      "17 subnets",
      { ...smallest, subnetIds: Array.from({ length: 17 }, (_, index) => `subnet-${index}`) },
      ["subnetIds"],
      /has 17 items, but must have 2 to 16/,
    ],
    [
      "no security group",
      { ...smallest, securityGroupIds: [] },
      ["securityGroupIds"],
      /has 0 items, but must have 1 to 4/,
    ],
    [
      "nothing that is required",
      { image: image("a"), ...m5 },
      ["executionRoleArn", "securityGroupIds", "subnetIds"],
      /is missing, but is required/,
    ],
    [
      "101 variables",
      {
        ...smallest,
        environment: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`A${index}`, ""])),
      },
      ["environment"],
      /has 101 entries, but must have at most 100/,
    ],
    [
      "33 KiB of environment",
      {
        ...smallest,
        environment: Object.fromEntries(
          Array.from({ length: 33 }, (_, index) => [`A${index}`, "v".repeat(1024)]),
        ),
      },
      ["environment"],
      /at most 32768 together/,
    ],
  ];
  for (const [what, args, paths, message] of refused) {
    it(`refuses ${what}`, async () => {
      const [found, text] = await problems(args);
      assert.deepEqual(found, paths);
      assert.match(text, message);
    });
  }

  it("takes what lies at the limits", async () => {
    const containers = Array.from({ length: 15 }, () => container);
    const variants = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`v${index}`.padEnd(63, "x"), m5]),
    );
    const graph = await make({
      ...access,
      subnetIds: Array.from({ length: 16 }, (_, index) => `subnet-${index}`),
      securityGroupIds: ["sg-1", "sg-2", "sg-3", "sg-4"],
      models: { m: { containers } },
      variants,
    });
    assert.equal((graph.only(MODEL).inputs.containers as unknown[]).length, 15);
    assert.equal((graph.only(CONFIGURATION).inputs.productionVariants as unknown[]).length, 10);
    const [eleven] = await problems({ ...long({ m: one }, { ...variants, more: m5 }) });
    assert.deepEqual(eleven, ["variants"]);
  });

  it("checks what only the deployment knows then", async () => {
    const cases: [Partial<ModelEndpointArgs>, RegExp][] = [
      [
        { image: pulumi.output("registry.example.com/a:1") },
        /image: is "registry.example.com\/a:1", which has no digest/,
      ],
      [{ instanceType: pulumi.output("m5") }, /instanceType: is "m5"/],
      [{ executionRoleArn: pulumi.output("r") }, /executionRoleArn: is "r"/],
      [{ subnetIds: pulumi.output(["subnet-a"]) }, /subnetIds: has 1 item/],
      [{ subnetIds: pulumi.output(undefined) as unknown as string[] }, /subnetIds: has 0 items/],
      [{ securityGroupIds: ["sg-1", pulumi.output("x")] }, /securityGroupIds\[1\]: is "x"/],
      [{ credentialsProviderArn: pulumi.output("f") }, /credentialsProviderArn: is "f"/],
      [{ environment: { A: pulumi.output("x".repeat(1025)) } }, /environment.A: has a value of 1025 bytes/],
      [
        { executionRoleArn: pulumi.output(undefined) as unknown as string },
        /executionRoleArn: is an output whose value is undefined/,
      ],
    ];
    for (const [args, message] of cases) await assert.rejects(make({ ...smallest, ...args }), message);
    const late: Record<string, pulumi.Output<string>> = {};
    for (let index = 0; index < 33; index++) late[`A${index}`] = pulumi.output("v".repeat(1024));
    await assert.rejects(
      make({ ...smallest, environment: late }),
      /environment: has environments of 338\d\d bytes/,
    );
  });

  it("refuses host names that turn out to be the same, and takes others", async () => {
    const hosted = (...names: string[]): Partial<ModelEndpointArgs> => ({
      image: undefined,
      models: {
        m: {
          containers: names.map((containerHostname) => ({
            image: image(containerHostname),
            containerHostname: pulumi.output(containerHostname),
          })),
        },
      },
    });
    await assert.rejects(
      make({ ...smallest, ...hosted("a", "b", "a") }),
      /models.m.containers: has the containerHostname "a" twice/,
    );
    const graph = await make({ ...smallest, ...hosted("a", "b") });
    const [model] = graph.ofType("aws:sagemaker/model:Model");
    const containers = model?.inputs.containers as { containerHostname: string }[];
    assert.deepEqual(
      containers.map(({ containerHostname }) => containerHostname),
      ["a", "b"],
    );
  });

  it("refuses a model named __proto__, which is lost by assignment", async () => {
    const models = JSON.parse('{"__proto__": {"containers": [{"image": "' + image("a") + '"}]}}') as object;
    const [paths] = await problems({ ...smallest, image: undefined, models });
    assert.deepEqual(paths, ["models.__proto__"]);
  });

  it("shows no secret in a message", async () => {
    const args = { ...smallest, environment: { TOKEN: pulumi.secret("hunter2".repeat(200)) } };
    await assert.rejects(make(args), (error: Error) => !error.message.includes("hunter2"));
    const image = pulumi.secret("registry.example.com/hunter2:1");
    await assert.rejects(make({ ...smallest, image }), (error: Error) => {
      assert.match(error.message, /image: is a secret with a value that is not allowed here/);
      return !error.message.includes("hunter2");
    });
  });

  it("refuses names from which no name of SageMaker's can be made, and takes all others", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.boolean(), async (length, named) => {
        const name = "a".repeat(length);
        const args = named ? { ...smallest, endpointName: "given" } : smallest;
        // -endpoint or -config, a hyphen and seven hexadecimal digits.
        if (length <= (named ? 48 : 46)) await make(args, {}, name);
        else assert.deepEqual((await problems(args, name))[0], ["name"]);
      }),
      { numRuns: 25 },
    );
    assert.match(
      (await problems(smallest, "fraud_model"))[1],
      /name: makes the name of the Endpoint, which is "fraud_model-endpoint-0000000"/,
    );
    const [first, second] = ["m".repeat(50), "n".repeat(50)];
    const variants = { a: { ...m5, model: first }, b: { ...m5, model: second } };
    const [paths] = await problems(long({ [first]: one, [second]: one }, variants));
    assert.deepEqual(paths, [`models.${first}`, `models.${second}`]);
  });

  it("reckons with pulumi:autonaming", async () => {
    const config = (naming: object): RecordOptions => ({
      config: { "pulumi:autonaming": JSON.stringify(naming) },
    });
    await make(smallest, config({ pattern: "${project}-${stack}-${name}-${alphanum(6)}" }));
    await make(smallest, config({ mode: "disabled" }));
    const uuid = config({ pattern: "${name}-${uuid}" });
    await make(smallest, uuid, "a".repeat(17));
    assert.deepEqual((await problems(smallest, "a".repeat(18), uuid))[0], ["name"]);
    const verbatim = { mode: "verbatim" };
    const [paths, message] = await problems(smallest, "fraud", config(verbatim));
    assert.deepEqual(paths, ["name", "name"]);
    assert.match(
      message,
      /the Model, "fraud-model", without a random part.*set pulumi:autonaming\.providers\.aws\.resources\["aws:sagemaker\/model:Model"\]\.pattern/,
    );
    const pattern = "${name}-${hex(7)}";
    const resources = { [MODEL]: { pattern }, [CONFIGURATION]: { pattern } };
    await make(smallest, config({ ...verbatim, providers: { aws: { ...verbatim, resources } } }));
  });

  it("warns of what AWS may refuse or show, and of nothing else", async () => {
    const [none] = await warnings({ kmsKeyArn: KEY });
    assert.equal(none, "");
    const [local, graph] = await warnings({ kmsKeyArn: KEY, instanceType: "ml.g5.xlarge" });
    assert.match(local, /kmsKeyArn does not encrypt the local storage of ml.g5.xlarge/);
    assert.equal(graph.only(CONFIGURATION).inputs.kmsKeyArn, KEY);
    const cases: [Partial<ModelEndpointArgs>, RegExp][] = [
      [{ image: image("a").replace("@", ":1@") }, /has a tag and a digest/],
      [{ environment: { TOKEN: pulumi.secret("x") } }, /the environment holds a secret/],
      [
        { instanceType: undefined, variants: { v: { ...m5, initialVariantWeight: 0 } } },
        /every variant has an/,
      ],
    ];
    for (const [args, message] of cases) assert.match((await warnings(args))[0], message);
  });

  it("passes the provider on to what it makes", async () => {
    const graph = await record(() => {
      const provider = new aws.Provider("west", { region: "us-west-2" });
      new ModelEndpoint("fraud", smallest, { provider });
    });
    for (const type of [MODEL, CONFIGURATION, ENDPOINT]) {
      assert.match(graph.only(type).options.provider ?? "", /::west::/);
    }
  });
});
