import { EndpointMetric } from "./monitoring-alarm";

/** The CloudWatch namespace of an endpoint's requests. */
export const REQUESTS_NAMESPACE = "AWS/SageMaker";
/** The CloudWatch namespace of an endpoint's instances. */
export const INSTANCES_NAMESPACE = "/aws/sagemaker/Endpoints";

/** What is known of a metric. https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
export interface MetricFacts {
  readonly namespace: string;
  /** The statistic that says most. */
  readonly statistic: string;
  /** Whether it is measured for each variant, or for the endpoint as a whole. */
  readonly ofVariant: boolean;
  /** The thresholds that make sense of that statistic, and how to word them. */
  readonly thresholds: { readonly above: number; readonly max: number; readonly allowed: string };
}

const share: MetricFacts = {
  namespace: REQUESTS_NAMESPACE,
  statistic: "Average",
  ofVariant: true,
  thresholds: { above: 0, max: 1, allowed: "a share of the requests above 0 and at most 1, as 0.05 for 5 %" },
};
const count: MetricFacts = {
  ...share,
  statistic: "Sum",
  thresholds: { above: 0, max: Infinity, allowed: "a number above 0" },
};
const latency: MetricFacts = {
  ...share,
  statistic: "p99",
  // Nothing answers within a millisecond: who writes 500 means milliseconds.
  thresholds: {
    above: 999,
    max: Infinity,
    allowed: "at least 1000 microseconds, as 500000 for half a second",
  },
};
const utilization = (max: number, allowed: string): MetricFacts => ({
  namespace: INSTANCES_NAMESPACE,
  statistic: "Average",
  ofVariant: true,
  thresholds: { above: 0, max, allowed },
});
const percent = utilization(100, "a percentage above 0 and at most 100");
const percentEach = utilization(Infinity, "a percentage above 0");
const backlog: MetricFacts = { ...count, statistic: "Average", ofVariant: false };

/** What is known of each metric of an endpoint. */
export const METRICS: Readonly<Record<EndpointMetric, MetricFacts>> = {
  Invocation4XXErrors: share,
  Invocation5XXErrors: share,
  InvocationModelErrors: share,
  Invocations: count,
  InvocationsPerInstance: count,
  ModelLatency: latency,
  OverheadLatency: { ...latency, thresholds: count.thresholds },
  CPUUtilization: percentEach,
  MemoryUtilization: percent,
  DiskUtilization: percent,
  GPUUtilization: percentEach,
  GPUMemoryUtilization: percentEach,
  ApproximateBacklogSize: backlog,
  ApproximateBacklogSizePerInstance: backlog,
};

/** The metrics that only asynchronous endpoints have. */
export const ASYNCHRONOUS_METRICS: readonly string[] = [
  EndpointMetric.ApproximateBacklogSize,
  EndpointMetric.ApproximateBacklogSizePerInstance,
];

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

/** A metric of the endpoint, as CloudWatch finds it. */
export interface MetricIdentity {
  /** The CloudWatch namespace, as `AWS/SageMaker`. */
  namespace: string;
  /** The metric's name, as `ModelLatency`. */
  metricName: string;
  /** The metric's dimensions: `EndpointName`, and `VariantName` where it is measured for each variant. */
  dimensions: Record<string, string>;
}

/** All that CloudWatch measures of an endpoint with these variants. */
export function metricIdentities(
  endpointName: string,
  variantNames: readonly string[],
  asynchronous: boolean,
): MetricIdentity[] {
  const metrics = Object.values(EndpointMetric).filter(
    (metric) => asynchronous || !ASYNCHRONOUS_METRICS.includes(metric),
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
