import { Dimension, Metric, METRIC_NAMESPACE } from "../../preflight/metrics";

/** What a run on a schedule has measured. */
export interface Measurements {
  /** The registry, as images name it. */
  readonly registry: string;
  /** What the metrics name the endpoint. */
  readonly endpoint: string;
  readonly failedImages: number;
  readonly warnedImages: number;
  /** Whole days until the registry's certificate expires; absent where none was seen. */
  readonly certificateDaysToExpiry: number | undefined;
}

/**
 * The measurements as one line of JSON in the embedded metric format, out of which CloudWatch makes metrics once it is an
 * event of the log by itself.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @param timestamp when it was measured, in milliseconds since the epoch
 */
export function metricLine(measurements: Measurements, timestamp: number): string {
  const { registry, endpoint, failedImages, warnedImages, certificateDaysToExpiry: days } = measurements;
  const directive = (dimensions: readonly Dimension[], unit: "Count" | "None", names: readonly Metric[]) => ({
    Namespace: METRIC_NAMESPACE,
    Dimensions: [dimensions],
    Metrics: names.map((name) => ({ Name: name, Unit: unit })),
  });
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        directive([Dimension.Registry, Dimension.Endpoint], "Count", [
          Metric.FailedImages,
          Metric.WarnedImages,
        ]),
        ...(days === undefined
          ? []
          : [directive([Dimension.Registry], "None", [Metric.CertificateDaysToExpiry])]),
      ],
    },
    [Dimension.Registry]: registry,
    [Dimension.Endpoint]: endpoint,
    [Metric.FailedImages]: failedImages,
    [Metric.WarnedImages]: warnedImages,
    ...(days === undefined ? {} : { [Metric.CertificateDaysToExpiry]: days }),
  });
}
