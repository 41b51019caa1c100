import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { ModelEndpointArgs } from "../../../components/model-endpoint";
import { kindsOfModels, linearShift, shadowTest } from "./every-argument";
import { make, problems, TOPIC } from "./recorded-endpoint";

const short: ModelEndpointArgs = {
  ...linearShift,
  preflightFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:preflight",
  preflightScheduleRoleArn: "arn:aws:iam::123456789012:role/schedule",
  preflight: { alarmTopicArns: [TOPIC] },
  modelDataSource: { s3Uri: "s3://models/llm/" },
  monitoring: {
    alarmTopicArns: [TOPIC],
    dashboard: {
      dashboardName: "fraud",
      registry: {
        loadBalancerArn: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/b",
        clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/registry",
        pullServiceName: "r".repeat(255),
      },
    },
  },
};

const VARIANT: readonly [string, unknown][] = [
  ["instanceType", "m5"],
  ["initialInstanceCount", 0],
  ["initialVariantWeight", -1],
  ["volumeSizeInGb", 513],
  ["modelDataDownloadTimeoutInSeconds", 59],
  ["containerStartupHealthCheckTimeoutInSeconds", 3601],
  ["inferenceAmiVersion", "al2"],
  ["mlReservationArn", "plan"],
  ["routingStrategy", "ROUND_ROBIN"],
  ["coreDump.destinationS3Uri", "dumps"],
  ["coreDump.kmsKeyArn", "key"],
  ["enableSsmAccess", "yes"],
];
const below = (path: string, wrong: readonly [string, unknown][]): [string, unknown][] =>
  wrong.map(([property, value]) => [`${path}.${property}`, value]);

/** A value that is refused of each argument that may be an output, in arguments that are right without it. */
const WRONG: readonly [string, ModelEndpointArgs, readonly [string, unknown][]][] = [
  [
    "an endpoint of one model",
    short,
    [
      ["executionRoleArn", "role"],
      ["subnetIds[1]", "b"],
      ["securityGroupIds[0]", "g"],
      ["credentialsProviderArn", "function"],
      ["preflightFunctionArn", "function"],
      ["preflightScheduleRoleArn", "role"],
      ["preflight.intervalInMinutes", 4],
      ["preflight.alarmTopicArns[0]", "topic"],
      ["image", "fraud"],
      ["endpointName", "a_b"],
      ["initialInstanceCount", 0],
      ["enableNetworkIsolation", "yes"],
      ["modelDataSource.s3Uri", "models"],
      ["modelDataSource.compressionType", "Zip"],
      ["modelDataSource.acceptEula", "yes"],
      ["tags", { "aws:team": "ml" }],
      ["kmsKeyArn", "key"],
      ["monitoring.alarmTopicArns[0]", "topic"],
      ["monitoring.dashboard.dashboardName", "a b"],
      ["monitoring.dashboard.registry.loadBalancerArn", "balancer"],
      ["monitoring.dashboard.registry.clusterArn", "cluster"],
      ["monitoring.dashboard.registry.pullServiceName", "a b"],
      ["monitoring.dashboard.registry.pullServiceName", "r".repeat(256)],
    ],
  ],
  [
    "models of every kind",
    { ...kindsOfModels, deploymentConfig: undefined },
    [
      ...below("variants.url", VARIANT),
      ...below("dataCapture", [
        ["destinationS3Uri", "captured"],
        ["initialSamplingPercentage", 101],
        ["captureModes", ["Input", "Input"]],
        ["kmsKeyArn", "key"],
        ["csvContentTypes[0]", "csv"],
        ["jsonContentTypes[0]", "json"],
        ["enableCapture", "yes"],
      ]),
      ...below("asyncInference", [
        ["s3OutputPath", "out"],
        ["s3FailurePath", "failures"],
        ["maxConcurrentInvocationsPerInstance", 1001],
        ["successTopicArn", "topic"],
        ["errorTopicArn", "topic"],
        ["includeInferenceResponseIn[0]", "Success"],
        ["kmsKeyArn", "key"],
      ]),
      ...below("models.url.containers[0]", [
        ["image", "fraud"],
        ["credentialsProviderArn", "function"],
        ["preflightFunctionArn", "function"],
        ["modelDataUrl", "models"],
        ["environment.WORKERS", "x".repeat(1025)],
      ]),
      ...below("models.many.containers[0]", [
        ["modelDataUrl", "s3://models/many"],
        ["modelCacheSetting", "Off"],
      ]),
      ...below("models.pipeline.containers[0]", [
        ["containerHostname", "a_b"],
        ["additionalModelDataSources.draft.s3Uri", "draft"],
        ["additionalModelDataSources.draft.acceptEula", "yes"],
      ]),
    ],
  ],
  ["a shadow test", shadowTest, below("shadowVariants.shadow", VARIANT)],
];

/** The arguments with another value at a path, as `variants.v.instanceType` or `subnetIds[0]`. */
function withValue(args: ModelEndpointArgs, path: string, value: unknown): ModelEndpointArgs {
  const replaced = (given: unknown, [key, ...below]: readonly string[]): unknown => {
    if (key === undefined) return value;
    const copy = (Array.isArray(given) ? [...(given as unknown[])] : { ...(given as object) }) as Record<
      string,
      unknown
    >;
    copy[key] = replaced(copy[key], below);
    return copy;
  };
  return replaced(args, path.split(/\]?[.[]|\]/).filter(Boolean)) as ModelEndpointArgs;
}

describe("A ModelEndpoint refuses what is wrong at once, and what turns out to be wrong", () => {
  for (const [what, args, wrong] of WRONG) {
    it(`with ${what}`, async () => {
      assert.deepEqual(await problems(args), {});
      for (const [path, value] of wrong) {
        assert.deepEqual(Object.keys(await problems(withValue(args, path, value))), [path]);
        const late = withValue(args, path, pulumi.output(value));
        await assert.rejects(make(late), (error: Error) => {
          assert.ok(error.message.includes(` ${path}: `), `${path}: ${error.message}`);
          return true;
        });
      }
    });
  }
});
