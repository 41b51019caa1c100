import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { EndpointMetric, type EndpointAlarm } from "./monitoring-alarm";
import { withDefaults } from "./monitoring-checks";
import { metricIdentities } from "./monitoring-metrics";

/**
 * The metrics as AWS lists them, with the statistic of an alarm that names none.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
 */
const REAL_TIME: Readonly<Record<string, string>> = {
  InvocationModelErrors: "Average",
  MidStreamErrors: "Sum",
  Invocations: "Sum",
  InvocationsPerInstance: "Sum",
  ConcurrentRequestsPerModel: "Maximum",
  OverheadLatency: "p99",
  FirstChunkLatency: "p99",
};
const BOTH: Readonly<Record<string, string>> = {
  Invocation4XXErrors: "Average",
  Invocation5XXErrors: "Average",
  ModelLatency: "p99",
};
const OF_INSTANCES: Readonly<Record<string, string>> = {
  CPUUtilization: "Average",
  MemoryUtilization: "Average",
  DiskUtilization: "Average",
  GPUUtilization: "Average",
  GPUMemoryUtilization: "Average",
};
const ASYNCHRONOUS: Readonly<Record<string, string>> = {
  InvocationsProcessed: "Sum",
  InvocationFailures: "Sum",
  ExpiredRequests: "Sum",
  RequestDownloadFailures: "Sum",
  ResponseUploadFailures: "Sum",
  NotificationFailures: "Sum",
  TimeInBacklog: "p99",
  TotalProcessingTime: "p99",
};
const OF_THE_WHOLE: Readonly<Record<string, string>> = {
  ApproximateBacklogSize: "Average",
  ApproximateBacklogSizePerInstance: "Average",
  ApproximateAgeOfOldestRequest: "Maximum",
  HasBacklogWithoutCapacity: "Average",
};
const EVERY = { ...REAL_TIME, ...BOTH, ...OF_INSTANCES, ...ASYNCHRONOUS, ...OF_THE_WHOLE };

describe("The metrics of an endpoint", () => {
  it("are told with their namespaces and dimensions, for each variant or once", () => {
    const told = (asynchronous: boolean): string[] =>
      metricIdentities("live", ["blue", "green"], asynchronous)
        .map(({ namespace, metricName, dimensions }) => [namespace, metricName, JSON.stringify(dimensions)])
        .map((each) => each.join(" "))
        .sort();
    const ofVariants = (namespace: string, metrics: object): string[] =>
      Object.keys(metrics).flatMap((metric) =>
        ["blue", "green"].map(
          (variant) => `${namespace} ${metric} {"EndpointName":"live","VariantName":"${variant}"}`,
        ),
      );
    const instances = ofVariants("/aws/sagemaker/Endpoints", OF_INSTANCES);
    assert.deepEqual(
      told(false),
      [...instances, ...ofVariants("AWS/SageMaker", { ...REAL_TIME, ...BOTH })].sort(),
    );
    assert.deepEqual(
      told(true),
      [
        ...instances,
        ...ofVariants("AWS/SageMaker", { ...BOTH, ...ASYNCHRONOUS }),
        ...Object.keys(OF_THE_WHOLE).map((metric) => `AWS/SageMaker ${metric} {"EndpointName":"live"}`),
      ].sort(),
    );
  });

  it("have a statistic that says most", () => {
    assert.deepEqual(Object.keys(EVERY).sort(), Object.values(EndpointMetric).sort());
    for (const [metric, statistic] of Object.entries(EVERY)) {
      const alarm = { metric, threshold: 1 } as pulumi.Unwrap<EndpointAlarm>;
      assert.equal(withDefaults(alarm).statistic, statistic, metric);
    }
  });

  it("that count requests have no data where no request came", () => {
    const silent = Object.keys(EVERY).filter((metric) => {
      const alarm = { metric, threshold: 1, comparisonOperator: "LessThanThreshold" };
      return withDefaults(alarm as pulumi.Unwrap<EndpointAlarm>).treatMissingData === "breaching";
    });
    assert.deepEqual(silent.sort(), [
      "ConcurrentRequestsPerModel",
      "Invocations",
      "InvocationsPerInstance",
      "InvocationsProcessed",
    ]);
  });
});
