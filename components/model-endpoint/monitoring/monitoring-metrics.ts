import { EndpointMetric } from "./monitoring-alarm";

const REQUESTS_NAMESPACE = "AWS/SageMaker";
const INSTANCES_NAMESPACE = "/aws/sagemaker/Endpoints";
const REAL_TIME_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html";
const ASYNCHRONOUS_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html";

/** The kinds of endpoints that publish a metric. */
type Publisher = "all" | "real-time" | "asynchronous";

/** Which thresholds make sense of a metric. */
export interface Thresholds {
  /** What a threshold is, with its unit. */
  readonly noun: string;
  readonly example?: string;
  /** The least that makes sense, if that is not 0. */
  readonly least: number;
  /** The most that the metric reaches. */
  readonly most: number;
}

/** What is known of a metric. https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
export interface MetricFacts {
  /** The CloudWatch namespace: one is of an endpoint's requests, the other of its instances. */
  readonly namespace: string;
  /** The statistic that says most. */
  readonly statistic: string;
  /** Whether it is measured for each variant, or for the endpoint as a whole. */
  readonly ofVariant: boolean;
  readonly publishedBy: Publisher;
  /** Whether only instances with a GPU publish it. */
  readonly ofGpu: boolean;
  /** Seconds between two of its data points. */
  readonly resolution: 10 | 60;
  /** Whether no data means 0: that no request came. */
  readonly silentAtZero: boolean;
  /** The thresholds of that statistic. */
  readonly thresholds: Thresholds;
}

const between0And = (most: number, noun: string, example?: string): Thresholds => ({
  noun,
  example,
  least: 0,
  most,
});
const count: MetricFacts = {
  namespace: REQUESTS_NAMESPACE,
  statistic: "Sum",
  ofVariant: true,
  publishedBy: "real-time",
  ofGpu: false,
  resolution: 60,
  silentAtZero: true,
  thresholds: between0And(Infinity, "a number"),
};
const share: MetricFacts = {
  ...count,
  statistic: "Average",
  silentAtZero: false,
  thresholds: between0And(1, "a share of the requests", "as 0.05 for 5 %"),
};
const latency: MetricFacts = {
  ...share,
  statistic: "p99",
  // Nothing answers within a millisecond: who writes 500 means milliseconds.
  thresholds: {
    noun: "a number of microseconds",
    example: "as 500000 for half a second",
    least: 1000,
    most: Infinity,
  },
};
const utilization = (most: number): MetricFacts => ({
  ...share,
  namespace: INSTANCES_NAMESPACE,
  publishedBy: "all",
  thresholds: between0And(most, "a percentage"),
});
const percent = utilization(100);
const percentEach = utilization(Infinity);
const percentOfGpus: MetricFacts = { ...percentEach, ofGpu: true };
const asynchronousCount: MetricFacts = { ...count, publishedBy: "asynchronous" };
const milliseconds: MetricFacts = {
  ...asynchronousCount,
  statistic: "p99",
  silentAtZero: false,
  thresholds: between0And(Infinity, "a number of milliseconds"),
};
const backlog: MetricFacts = {
  ...asynchronousCount,
  statistic: "Average",
  ofVariant: false,
  silentAtZero: false,
};

/** What is known of each metric of an endpoint. */
export const METRICS: Readonly<Record<EndpointMetric, MetricFacts>> = {
  Invocation4XXErrors: { ...share, publishedBy: "all" },
  Invocation5XXErrors: { ...share, publishedBy: "all" },
  InvocationModelErrors: share,
  MidStreamErrors: { ...count, silentAtZero: false },
  Invocations: count,
  InvocationsPerInstance: count,
  ConcurrentRequestsPerModel: { ...count, statistic: "Maximum", resolution: 10 },
  ModelLatency: { ...latency, publishedBy: "all" },
  OverheadLatency: { ...latency, thresholds: between0And(Infinity, "a number of microseconds") },
  FirstChunkLatency: latency,
  CPUUtilization: percentEach,
  MemoryUtilization: percent,
  DiskUtilization: percent,
  GPUUtilization: percentOfGpus,
  GPUMemoryUtilization: percentOfGpus,
  ApproximateBacklogSize: backlog,
  ApproximateBacklogSizePerInstance: backlog,
  ApproximateAgeOfOldestRequest: {
    ...backlog,
    statistic: "Maximum",
    thresholds: between0And(Infinity, "a number of seconds"),
  },
  HasBacklogWithoutCapacity: { ...backlog, thresholds: between0And(1, "a part of the period") },
  InvocationsProcessed: asynchronousCount,
  InvocationFailures: { ...asynchronousCount, silentAtZero: false },
  ExpiredRequests: { ...asynchronousCount, silentAtZero: false },
  RequestDownloadFailures: { ...asynchronousCount, silentAtZero: false },
  ResponseUploadFailures: { ...asynchronousCount, silentAtZero: false },
  NotificationFailures: { ...asynchronousCount, silentAtZero: false },
  TimeInBacklog: milliseconds,
  TotalProcessingTime: milliseconds,
};

/** Where a metric is to be measured. */
export interface Measured {
  readonly asynchronous: boolean;
  /** The variant's instance type, where the metric is of one variant. */
  readonly instanceType?: string;
}

/** Says why a metric is never published there, if it is not. */
export function absence(
  metric: EndpointMetric,
  { asynchronous, instanceType }: Measured,
): string | undefined {
  const { publishedBy, ofGpu } = METRICS[metric];
  if (publishedBy === "asynchronous" && !asynchronous) {
    return `is ${JSON.stringify(metric)}, which only asynchronous endpoints publish (${ASYNCHRONOUS_PAGE})`;
  }
  if (publishedBy === "real-time" && asynchronous) {
    return `is ${JSON.stringify(metric)}, which asynchronous endpoints do not publish: choose one that they do, as ${EndpointMetric.InvocationsProcessed} or ${EndpointMetric.ApproximateBacklogSizePerInstance} (${ASYNCHRONOUS_PAGE})`;
  }
  return ofGpu && instanceType !== undefined && WITHOUT_GPU.test(instanceType)
    ? `is ${JSON.stringify(metric)}, which ${instanceType} does not publish, as it has no GPU: choose another metric, or instances with a GPU (${REAL_TIME_PAGE})`
    : undefined;
}

/** The families that are known to have no GPU; of those to come nothing is said. */
const WITHOUT_GPU = /^ml\.(c|dl|inf|m|r|t|trn)[0-9]/;

/** The dimensions by which CloudWatch finds a metric of an endpoint. */
export function dimensionsOf(
  metric: EndpointMetric,
  endpointName: string,
  variantName: string,
): Record<string, string> {
  return {
    EndpointName: endpointName,
    ...(METRICS[metric].ofVariant ? { VariantName: variantName } : {}),
  };
}

/**
 * A metric of the endpoint, as CloudWatch finds it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html
 */
export interface MetricIdentity {
  /** The CloudWatch namespace, for example `AWS/SageMaker`. */
  namespace: string;
  /** The metric's name, for example `ModelLatency`. */
  metricName: string;
  /** The metric's dimensions: `EndpointName`, and `VariantName` where it is measured for each variant. */
  dimensions: Record<string, string>;
}

/** What CloudWatch measures of an endpoint with these variants. */
export function metricIdentities(
  endpointName: string,
  variantNames: readonly string[],
  asynchronous: boolean,
): MetricIdentity[] {
  const metrics = Object.values(EndpointMetric).filter(
    (metric) => absence(metric, { asynchronous }) === undefined,
  );
  return metrics.flatMap((metricName) => {
    const { namespace, ofVariant } = METRICS[metricName];
    return (ofVariant ? variantNames : variantNames.slice(0, 1)).map((variant) => ({
      namespace,
      metricName,
      dimensions: dimensionsOf(metricName, endpointName, variant),
    }));
  });
}
