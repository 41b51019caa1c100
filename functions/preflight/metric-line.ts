import { Dimension, Metric, METRIC_NAMESPACE } from "../../preflight/metrics";

/** Measurements of a scheduled run. */
export interface Measurements {
  /** Registry, as image references name it. */
  readonly registry: string;
  /** Value of the metrics' endpoint dimension. */
  readonly endpoint: string;
  readonly failedImages: number;
  readonly warnedImages: number;
  /** Whole days until the registry's certificate expires; undefined where none was received. */
  readonly certificateDaysToExpiry: number | undefined;
}

/**
 * The measurements as one line of JSON in the embedded metric format, from which CloudWatch creates metrics where the line is
 * a log event by itself.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @param timestamp time of the measurement, in milliseconds since the epoch
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
