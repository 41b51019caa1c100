import type * as pulumi from "@pulumi/pulumi";

/**
 * What CloudWatch measures of an endpoint.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export const EndpointMetric = {
  /** Requests that the model answered with 4xx; the average is their share, 0 to 1. */
  Invocation4XXErrors: "Invocation4XXErrors",
  /** Requests that the model answered with 5xx; the average is their share, 0 to 1. */
  Invocation5XXErrors: "Invocation5XXErrors",
  /** Requests that no 2xx came of; the average is their share, 0 to 1. */
  InvocationModelErrors: "InvocationModelErrors",
  /** Requests to the variant; the sum is their number in a period. */
  Invocations: "Invocations",
  /** Requests to each instance of the variant; the sum is their number in a period. */
  InvocationsPerInstance: "InvocationsPerInstance",
  /** Microseconds that the model takes to answer, by default those of the slowest 1 %. */
  ModelLatency: "ModelLatency",
  /** Microseconds that SageMaker adds to the model's, by default those of the slowest 1 %. */
  OverheadLatency: "OverheadLatency",
  /** Percent of a CPU, up to 100 for each that the instance has. */
  CPUUtilization: "CPUUtilization",
  /** Percent of the instance's memory. */
  MemoryUtilization: "MemoryUtilization",
  /** Percent of the instance's storage volume. */
  DiskUtilization: "DiskUtilization",
  /** Percent of a GPU, up to 100 for each that the instance has. */
  GPUUtilization: "GPUUtilization",
  /** Percent of a GPU's memory, up to 100 for each that the instance has. */
  GPUMemoryUtilization: "GPUMemoryUtilization",
  /** Requests that wait, of an asynchronous endpoint. */
  ApproximateBacklogSize: "ApproximateBacklogSize",
  /** Requests that wait for each instance, of an asynchronous endpoint. */
  ApproximateBacklogSizePerInstance: "ApproximateBacklogSizePerInstance",
} as const;
export type EndpointMetric = (typeof EndpointMetric)[keyof typeof EndpointMetric];

/** When a metric is beyond its threshold. */
export const ComparisonOperator = {
  /** Above it. */
  GreaterThanThreshold: "GreaterThanThreshold",
  /** At it or above. */
  GreaterThanOrEqualToThreshold: "GreaterThanOrEqualToThreshold",
  /** Below it. */
  LessThanThreshold: "LessThanThreshold",
  /** At it or below. */
  LessThanOrEqualToThreshold: "LessThanOrEqualToThreshold",
} as const;
export type ComparisonOperator = (typeof ComparisonOperator)[keyof typeof ComparisonOperator];

/**
 * What periods without data count as.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export const MissingData = {
  /** As periods in which all is well. */
  NotBreaching: "notBreaching",
  /** As periods beyond the threshold. */
  Breaching: "breaching",
  /** As nothing: the alarm stays as it is. */
  Ignore: "ignore",
  /** As a want of data, of which the alarm tells by a state of its own. */
  Missing: "missing",
} as const;
export type MissingData = (typeof MissingData)[keyof typeof MissingData];

/** When an alarm on a metric of the endpoint goes off. */
export interface EndpointAlarmRule {
  /** The metric that is watched. */
  metric: EndpointMetric;
  /** The threshold, in the metric's unit: a share of 0.05 for 5 % of the requests, 500000 microseconds for half a second. */
  threshold: pulumi.Input<number>;
  /**
   * The statistic of each period, as `Average`, `Sum`, `Maximum` or `p99`; by default the average of shares and of
   * utilizations, the sum of requests, and `p99` of latencies.
   */
  statistic?: string;
  /** How the metric is compared with the threshold; `GreaterThanOrEqualToThreshold` by default. */
  comparisonOperator?: pulumi.Input<ComparisonOperator>;
  /** Seconds of a period, 10, 20, 30 or a multiple of 60; 60 by default. */
  period?: pulumi.Input<number>;
  /** Periods that are looked at, at most those of a day; 3 by default. */
  evaluationPeriods?: pulumi.Input<number>;
  /** How many of those periods must be beyond the threshold; all of them by default. */
  datapointsToAlarm?: pulumi.Input<number>;
  /** What periods without data count as, as those without a request; `notBreaching` by default. */
  treatMissingData?: pulumi.Input<MissingData>;
}

/** An alarm on the endpoint. */
export interface EndpointAlarm extends EndpointAlarmRule {
  /** The variant that is watched; the only one by default, and required where there are several. */
  variant?: string;
}
