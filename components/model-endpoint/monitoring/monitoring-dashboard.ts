import { Dimension, Metric, METRIC_NAMESPACE } from "../../../preflight/metrics";
import { EndpointMetric } from "./monitoring-alarm";
import { absence, dimensionsOf, METRICS } from "./monitoring-metrics";

/** What a dashboard shows, by the names that CloudWatch knows it by. */
export interface Shown {
  readonly region: string;
  readonly endpointName: string;
  /** The instance types of the variants, production and shadow, by their names. */
  readonly variants: Readonly<Record<string, string>>;
  readonly asynchronous: boolean;
  /** The names of the functions that return credentials. */
  readonly credentialsFunctionNames: readonly string[];
  /** The registries' hosts whose images are checked on a schedule. */
  readonly preflightRegistries: readonly string[];
  readonly registry?: {
    readonly loadBalancer: string;
    readonly clusterName: string;
    readonly pullServiceName: string;
  };
}

type Row = readonly [namespace: string, metricName: string, ...dimensionsAndOptions: unknown[]];

interface Graph {
  readonly title: string;
  readonly metrics: readonly Row[];
}

const WIDTH = 12;
const HEIGHT = 6;
const PERIOD = 60;

/**
 * The body of a dashboard: one row of graphs for the endpoint's requests, one for its instances, one each for the
 * credentials functions, the preflights and the registry, as far as there are any.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(shown: Shown): string {
  const graphs = [
    ...endpointGraphs(shown),
    ...credentialsGraphs(shown),
    ...preflightGraphs(shown),
    ...registryGraphs(shown),
  ];
  return JSON.stringify({
    widgets: graphs.map(({ title, metrics }, index) => ({
      type: "metric",
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title,
        region: shown.region,
        view: "timeSeries",
        stacked: false,
        period: PERIOD,
        metrics,
      },
    })),
  });
}

function endpointGraphs({ endpointName, variants, asynchronous }: Shown): readonly Graph[] {
  const names = Object.keys(variants);
  const row = (metric: EndpointMetric, stat: string, variant: string): Row => [
    METRICS[metric].namespace,
    metric,
    ...Object.entries(dimensionsOf(metric, endpointName, variant)).flat(),
    {
      stat,
      label:
        names.length > 1 && METRICS[metric].ofVariant ? `${variant}: ${metric} ${stat}` : `${metric} ${stat}`,
    },
  ];
  /** A graph of those of the metrics that there are, for each variant or for the endpoint. */
  const graph = (title: string, ...metrics: readonly (readonly [EndpointMetric, string?])[]): Graph => ({
    title,
    metrics: metrics.flatMap(([metric, stat = METRICS[metric].statistic]) =>
      (METRICS[metric].ofVariant ? names : [""])
        .filter((name) => absence(metric, { asynchronous, instanceType: variants[name] }) === undefined)
        .map((name) => row(metric, stat, name)),
    ),
  });
  return [
    graph(
      `Requests to ${endpointName}`,
      [EndpointMetric.Invocations],
      [EndpointMetric.InvocationsPerInstance],
      [EndpointMetric.InvocationsProcessed],
    ),
    graph(
      "Requests that failed",
      [EndpointMetric.Invocation4XXErrors, "Sum"],
      [EndpointMetric.Invocation5XXErrors, "Sum"],
      [EndpointMetric.InvocationFailures],
      [EndpointMetric.ExpiredRequests],
      [EndpointMetric.NotificationFailures],
    ),
    graph(
      "Microseconds to an answer",
      [EndpointMetric.ModelLatency, "p50"],
      [EndpointMetric.ModelLatency, "p99"],
      [EndpointMetric.OverheadLatency, "p99"],
    ),
    graph(
      "Percent of the instances",
      [EndpointMetric.CPUUtilization],
      [EndpointMetric.MemoryUtilization],
      [EndpointMetric.DiskUtilization],
      [EndpointMetric.GPUUtilization],
      [EndpointMetric.GPUMemoryUtilization],
    ),
    graph(
      "Requests that wait, and seconds that the oldest has waited",
      [EndpointMetric.ApproximateBacklogSize, "Maximum"],
      [EndpointMetric.ApproximateBacklogSizePerInstance],
      [EndpointMetric.ApproximateAgeOfOldestRequest],
    ),
  ].filter(({ metrics }) => metrics.length > 0);
}

function credentialsGraphs({ credentialsFunctionNames }: Shown): readonly Graph[] {
  const rows = (metric: string, stat: string): readonly Row[] =>
    credentialsFunctionNames.map((name) => [
      "AWS/Lambda",
      metric,
      "FunctionName",
      name,
      { stat, label: `${name}: ${metric} ${stat}` },
    ]);
  if (credentialsFunctionNames.length === 0) return [];
  return [
    {
      title: "Credentials handed out",
      metrics: [...rows("Invocations", "Sum"), ...rows("Errors", "Sum"), ...rows("Throttles", "Sum")],
    },
    {
      title: "Milliseconds to the credentials",
      metrics: [...rows("Duration", "p50"), ...rows("Duration", "p99")],
    },
  ];
}

function preflightGraphs({ preflightRegistries, endpointName }: Shown): readonly Graph[] {
  if (preflightRegistries.length === 0) return [];
  const images = preflightRegistries.flatMap((registry) =>
    [Metric.FailedImages, Metric.WarnedImages].map((metric): Row => [
      METRIC_NAMESPACE,
      metric,
      Dimension.Registry,
      registry,
      Dimension.Endpoint,
      endpointName,
      { stat: "Maximum", label: `${registry}: ${metric}` },
    ]),
  );
  const days = preflightRegistries.map((registry): Row => [
    METRIC_NAMESPACE,
    Metric.CertificateDaysToExpiry,
    Dimension.Registry,
    registry,
    { stat: "Minimum", label: registry },
  ]);
  return [
    { title: "Images that cannot be pulled, or of which something is warned", metrics: images },
    { title: "Days until the registry's certificate expires", metrics: days },
  ];
}

function registryGraphs({ registry }: Shown): readonly Graph[] {
  if (registry === undefined) return [];
  const { loadBalancer, clusterName, pullServiceName } = registry;
  const balancer = (metric: string, stat: string): Row => [
    "AWS/ApplicationELB",
    metric,
    "LoadBalancer",
    loadBalancer,
    { stat, label: `${metric} ${stat}` },
  ];
  const service = (metric: string): Row => [
    "AWS/ECS",
    metric,
    "ClusterName",
    clusterName,
    "ServiceName",
    pullServiceName,
    { stat: "Average", label: metric },
  ];
  return [
    {
      title: "Requests to the registry",
      metrics: [
        balancer("RequestCount", "Sum"),
        balancer("HTTPCode_Target_4XX_Count", "Sum"),
        balancer("HTTPCode_Target_5XX_Count", "Sum"),
        balancer("HTTPCode_ELB_5XX_Count", "Sum"),
      ],
    },
    {
      title: "Percent of the tasks that serve images",
      metrics: [service("CPUUtilization"), service("MemoryUtilization")],
    },
  ];
}
