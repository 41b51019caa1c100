import type * as pulumi from "@pulumi/pulumi";

/**
 * What CloudWatch measures of an endpoint, once a minute where nothing else is said. Asynchronous endpoints have those that
 * name them, and of the others only errors by 4xx and 5xx, `ModelLatency` and utilizations.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html
 */
export const EndpointMetric = {
  /** Requests that the model answered with 4xx; the average is their share, 0 to 1. */
  Invocation4XXErrors: "Invocation4XXErrors",
  /** Requests that the model answered with 5xx; the average is their share, 0 to 1. */
  Invocation5XXErrors: "Invocation5XXErrors",
  /** Requests that no 2xx came of; the average is their share, 0 to 1. */
  InvocationModelErrors: "InvocationModelErrors",
  /** Answers in a stream that broke off after they had begun; the sum is their number in a period. */
  MidStreamErrors: "MidStreamErrors",
  /** Requests to the variant; the sum is their number in a period. */
  Invocations: "Invocations",
  /** Requests to each instance of the variant; the sum is their number in a period. */
  InvocationsPerInstance: "InvocationsPerInstance",
  /** Requests that each instance has at a time, by default the most of them; measured every 10 seconds. */
  ConcurrentRequestsPerModel: "ConcurrentRequestsPerModel",
  /** Microseconds that the model takes to answer. Default: those of the slowest 1 %. */
  ModelLatency: "ModelLatency",
  /** Microseconds that SageMaker adds to the model's. Default: those of the slowest 1 %. */
  OverheadLatency: "OverheadLatency",
  /** Microseconds to the first part of an answer in a stream of both directions. Default: those of the slowest 1 %. */
  FirstChunkLatency: "FirstChunkLatency",
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
  /** Requests that wait or are being answered, of an asynchronous endpoint. */
  ApproximateBacklogSize: "ApproximateBacklogSize",
  /** Requests that wait or are being answered for each instance, of an asynchronous endpoint. */
  ApproximateBacklogSizePerInstance: "ApproximateBacklogSizePerInstance",
  /** Seconds that the oldest request has waited. Default: the most of them, of an asynchronous endpoint. */
  ApproximateAgeOfOldestRequest: "ApproximateAgeOfOldestRequest",
  /** 1 while requests wait and there is no instance, else 0, of an asynchronous endpoint. */
  HasBacklogWithoutCapacity: "HasBacklogWithoutCapacity",
  /** Requests that an asynchronous endpoint has processed; the sum is their number in a period. */
  InvocationsProcessed: "InvocationsProcessed",
  /** Requests to an asynchronous endpoint that failed for any reason; the sum is their number in a period. */
  InvocationFailures: "InvocationFailures",
  /** Requests that an asynchronous endpoint gave up, as they had waited too long; the sum is their number in a period. */
  ExpiredRequests: "ExpiredRequests",
  /** Requests whose input an asynchronous endpoint could not get from S3; the sum is their number in a period. */
  RequestDownloadFailures: "RequestDownloadFailures",
  /** Answers that an asynchronous endpoint could not put into S3; the sum is their number in a period. */
  ResponseUploadFailures: "ResponseUploadFailures",
  /** Topics that an asynchronous endpoint could not tell; the sum is their number in a period. */
  NotificationFailures: "NotificationFailures",
  /** Milliseconds that a request waits at an asynchronous endpoint. Default: those of the slowest 1 %. */
  TimeInBacklog: "TimeInBacklog",
  /** Milliseconds from a request to an asynchronous endpoint to its end. Default: those of the slowest 1 %. */
  TotalProcessingTime: "TotalProcessingTime",
} as const;
export type EndpointMetric = (typeof EndpointMetric)[keyof typeof EndpointMetric];

/**
 * When a metric is beyond its threshold.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
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

/**
 * When an alarm on a metric of the endpoint fires.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export interface EndpointAlarmRule {
  /** The metric that is watched. */
  metric: EndpointMetric;
  /** The threshold, in the metric's unit: a share of 0.05 for 5 % of the requests, 500000 microseconds for half a second. */
  threshold: pulumi.Input<number>;
  /**
   * The statistic of each period, for example `Average`, `Sum`, `Maximum`, `p99` or `tm90`. Default: by the metric: the
   * average of shares and of utilizations, the sum of requests, and `p99` of times.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
   */
  statistic?: string;
  /** How the metric is compared with the threshold. Default: `GreaterThanOrEqualToThreshold`. */
  comparisonOperator?: pulumi.Input<ComparisonOperator>;
  /** Seconds of a period, a multiple of 60, at most 7 days; with `ConcurrentRequestsPerModel` also 10, 20 or 30. Default: 60. */
  period?: pulumi.Input<number>;
  /** Periods that are looked at, at most those of a day, or of 7 days where a period has an hour or more. Default: 3. */
  evaluationPeriods?: pulumi.Input<number>;
  /** How many of those periods must be beyond the threshold. Default: all of them. */
  datapointsToAlarm?: pulumi.Input<number>;
  /**
   * What periods without data count as, for example periods without a request. Default: `notBreaching`; `breaching` where the
   * alarm is on too few requests, for example `Invocations` with `LessThanThreshold`.
   */
  treatMissingData?: pulumi.Input<MissingData>;
}

/** An alarm on the endpoint. */
export interface EndpointAlarm extends EndpointAlarmRule {
  /** The variant that is watched; required where there are several. Default: the only one. */
  variant?: string;
}
