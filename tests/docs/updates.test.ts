// The table of docs/updates.md, row by row: what a change reaches in the recorded graph, and what the provider makes of that.
import assert from "node:assert/strict";
import type { EndpointAlarm, ModelEndpointArgs } from "../../components/model-endpoint";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { documentAt, tableBelow } from "./markdown";
import { image, make, TYPES } from "../components/model-endpoint/recorded-endpoint";

type Change = Partial<ModelEndpointArgs>;
/** An endpoint before and after a change of one argument. */
type Case = readonly [before: Change, after: Change];

const arn = (service: string, what: string): string => `arn:aws:${service}:eu-west-1:123456789012:${what}`;
const FUNCTION = arn("lambda", "function:preflight");
const ROLE = "arn:aws:iam::123456789012:role/schedule";
const cpu = { metric: "CPUUtilization", targetValue: 60 } as const;
const errors: EndpointAlarm = { metric: "Invocation5XXErrors", threshold: 0.05 };
const slow: EndpointAlarm = { metric: "ModelLatency", threshold: 500_000 };
const asyncInference = { s3OutputPath: "s3://bucket/answers" };
const scheduled = { preflightFunctionArn: FUNCTION, preflightScheduleRoleArn: ROLE };
const given = (change: Change): Case => [{}, change];
const several = { image: undefined, instanceType: undefined };
const container = { image: image("fraud") };
const models = { one: { containers: [container] }, other: { containers: [container] } };
const on = (model: string) => ({ model, instanceType: "ml.m5.large" });
const rollback = (alarms: Record<string, EndpointAlarm>, wait = 600): Change => ({
  deploymentConfig: {
    blueGreenUpdatePolicy: { terminationWaitInSeconds: wait },
    autoRollbackConfiguration: { alarms },
  },
});

/** What stands for each row, by the arguments that it names, without those that are said to be no part of it. */
const CASES: readonly (readonly [row: RegExp, cases: Readonly<Record<string, Case>>])[] = [
  [
    /^`image`, `environment`/,
    {
      image: given({ image: image("other") }),
      environment: given({ environment: { LEVEL: "debug" } }),
      modelDataUrl: given({ modelDataUrl: "s3://bucket/model.tar.gz" }),
      modelDataSource: given({ modelDataSource: { s3Uri: "s3://bucket/model/" } }),
      enableNetworkIsolation: given({ enableNetworkIsolation: true }),
      "models.<name>": [
        { ...several, models, variants: { one: on("one"), other: on("other") } },
        {
          ...several,
          models: { ...models, one: { containers: [{ image: image("second") }] } },
          variants: { one: on("one"), other: on("other") },
        },
      ],
    },
  ],
  [
    /^`subnetIds`/,
    {
      subnetIds: given({ subnetIds: ["subnet-a", "subnet-c"] }),
      securityGroupIds: given({ securityGroupIds: ["sg-2"] }),
      waitForNetworkInterfaces: given({ waitForNetworkInterfaces: false }),
      executionRoleArn: given({ executionRoleArn: "arn:aws:iam::123456789012:role/others" }),
      credentialsProviderArn: given({ credentialsProviderArn: arn("lambda", "function:others") }),
    },
  ],
  [
    /^`instanceType`/,
    {
      instanceType: given({ instanceType: "ml.c5.large" }),
      initialInstanceCount: given({ initialInstanceCount: 3 }),
      "variants.<name>": [
        { instanceType: undefined, variants: { AllTraffic: { instanceType: "ml.m5.large" } } },
        {
          instanceType: undefined,
          variants: { AllTraffic: { instanceType: "ml.m5.large", volumeSizeInGb: 50 } },
        },
      ],
    },
  ],
  [
    /^a variant added or removed/,
    {
      "": [
        { instanceType: undefined, variants: { a: on("model") } },
        { instanceType: undefined, variants: { a: on("model"), b: on("model") } },
      ],
    },
  ],
  [
    /^`shadowVariants`/,
    {
      shadowVariants: given({ shadowVariants: { shadow: on("model") } }),
      dataCapture: given({
        dataCapture: { destinationS3Uri: "s3://bucket/captured", initialSamplingPercentage: 10 },
      }),
      asyncInference: [
        { asyncInference },
        { asyncInference: { ...asyncInference, maxConcurrentInvocationsPerInstance: 4 } },
      ],
    },
  ],
  [/^`asyncInference` given/, { asyncInference: given({ asyncInference }) }],
  [
    /^a model added or removed/,
    {
      "": [
        { ...several, models: { one: models.one }, variants: { one: on("one") } },
        { ...several, models, variants: { one: on("one"), other: on("other") } },
      ],
    },
  ],
  [
    /^`kmsKeyArn`/,
    { kmsKeyArn: given({ kmsKeyArn: arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab") }) },
  ],
  [/^`tags`/, { tags: given({ tags: { team: "ml" } }) }],
  [
    /^`scaling`/,
    {
      scaling: [
        { scaling: { maxCapacity: 4, targetTracking: { cpu } } },
        { scaling: { maxCapacity: 8, targetTracking: { cpu } } },
      ],
    },
  ],
  [/^`deploymentConfig`'s policies/, { deploymentConfig: [rollback({ errors }), rollback({ errors }, 900)] }],
  [
    /^`deploymentConfig.autoRollbackConfiguration`/,
    { "deploymentConfig.autoRollbackConfiguration": [rollback({ errors }), rollback({ errors, slow })] },
  ],
  [
    /^thresholds and periods/,
    {
      "": [rollback({ errors }), rollback({ errors: { ...errors, threshold: 0.1 } })],
      monitoring: given({ monitoring: { alarms: { errors }, dashboard: {} } }),
    },
  ],
  [
    /^`preflight`/,
    {
      preflight: [scheduled, { ...scheduled, preflight: { intervalInMinutes: 30 } }],
      preflightFunctionArn: given({ preflightFunctionArn: FUNCTION }),
      preflightScheduleRoleArn: [{ preflightFunctionArn: FUNCTION }, scheduled],
    },
  ],
  [/^`endpointName`/, { endpointName: given({ endpointName: "fraud-new" }) }],
  [
    /^variants or models written in another order/,
    {
      "": [
        { ...several, models, variants: { one: on("one"), other: on("other") } },
        {
          ...several,
          models: { other: models.other, one: models.one },
          variants: { other: on("other"), one: on("one") },
        },
      ],
    },
  ],
  [
    /^`image` and `instanceType` rewritten/,
    {
      image: given({
        ...several,
        models: { model: { containers: [container] } },
        variants: { AllTraffic: { instanceType: "ml.m5.large" } },
      }),
      instanceType: given({
        instanceType: undefined,
        variants: { AllTraffic: { instanceType: "ml.m5.large" } },
      }),
      "models: { model: … }": given({
        ...several,
        models: { model: { containers: [container] } },
        variants: { AllTraffic: { instanceType: "ml.m5.large" } },
      }),
      "variants: { AllTraffic: … }": given({
        instanceType: undefined,
        variants: { AllTraffic: { instanceType: "ml.m5.large" } },
      }),
    },
  ],
];
/** What a row names beside the arguments that it is about. */
const BESIDE = ["preflightFunctionArn", "scaling", "deploymentConfig"];

const textOf = (value: unknown): string => JSON.stringify(value) ?? "";

/** The inputs of a resource that differ. */
const changed = (one: RecordedResource, other: RecordedResource): string[] =>
  [...new Set([...Object.keys(one.inputs), ...Object.keys(other.inputs)])].filter(
    (name) => textOf(one.inputs[name]) !== textOf(other.inputs[name]),
  );

/** What becomes of models, configuration and endpoint, as the table's columns say it. */
function effects(before: ResourceGraph, after: ResourceGraph): readonly string[] {
  const of = (graph: ResourceGraph, type: string) =>
    graph.resources.filter((resource) => resource.type === type);
  const MODEL = "aws:sagemaker/model:Model";
  const kept = of(after, MODEL).flatMap((model) => {
    const old = before.byUrn(model.urn);
    return old === undefined ? [] : [changed(old, model)];
  });
  const inputs = (type: string): string[] => changed(before.only(type), after.only(type));
  const model =
    of(before, MODEL).length !== of(after, MODEL).length
      ? "created or deleted"
      : kept.some((names) => names.some((name) => name !== "tags"))
        ? "replaced"
        : kept.some((names) => names.length > 0)
          ? "updated in place"
          : "-";
  const ofConfiguration = inputs(TYPES.configuration);
  const ofEndpoint = inputs(TYPES.endpoint);
  const alarms = (graph: ResourceGraph): string =>
    textOf(
      (graph.only(TYPES.endpoint).inputs.deploymentConfig as Record<string, unknown> | undefined)
        ?.autoRollbackConfiguration,
    );
  const otherAlarms = alarms(before) !== alarms(after);
  // A model that is replaced has another name, and so has the configuration then; other policies trigger it.
  const isReplaced =
    model === "replaced" ||
    ofConfiguration.some((name) => name !== "tags") ||
    (ofEndpoint.includes("deploymentConfig") && !otherAlarms);
  const isAsynchronous = (graph: ResourceGraph): boolean =>
    graph.only(TYPES.configuration).inputs.asyncInferenceConfig !== undefined;
  return [
    model,
    isReplaced ? "replaced" : ofConfiguration.length > 0 ? "updated in place" : "-",
    otherAlarms || isAsynchronous(before) !== isAsynchronous(after)
      ? "refused"
      : ofEndpoint.includes("name")
        ? "replaced"
        : isReplaced || ofEndpoint.length > 0
          ? "updated in place"
          : "-",
  ];
}

describe("docs/updates.md", () => {
  const [, ...rows] = tableBelow(documentAt("docs/updates.md"), "## Which argument changes what");

  for (const [row = "", ...columns] of rows) {
    it(`tells what becomes of ${row}`, async () => {
      const [, cases = assert.fail("no case stands for this row")] =
        CASES.find(([pattern]) => pattern.test(row)) ?? [];
      const named = [...row.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
      assert.deepEqual(
        named.filter((name) => !(name in cases) && !BESIDE.includes(name)),
        [],
      );
      for (const [argument, [before, after]] of Object.entries(cases)) {
        const found = effects(await make(before), await make(after));
        columns.forEach((told, index) => {
          const effect = found[index] ?? "";
          // `scaling` scales the endpoint that there is: only with another configuration does its update come.
          const isTold = told.startsWith(effect) || (effect === "-" && told.includes("only with"));
          assert.ok(isTold, `${argument}: ${told}, but ${effect}`);
        });
      }
    });
  }

  it("has no case without a row", () => {
    assert.deepEqual(
      CASES.filter(([pattern]) => !rows.some(([row = ""]) => pattern.test(row))),
      [],
    );
  });
});
