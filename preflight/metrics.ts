/** The CloudWatch namespace of what preflights on a schedule measure. */
export const METRIC_NAMESPACE = "SageMakerPrivateRegistry";

/** The metrics of preflights on a schedule. */
export const Metric = {
  /** Images of an endpoint that cannot be pulled; by registry and endpoint. */
  FailedImages: "FailedImages",
  /** Images of an endpoint that can be pulled, but of which something is warned; by registry and endpoint. */
  WarnedImages: "WarnedImages",
  /** Whole days until the registry's certificate expires, below 0 once it has; by registry. */
  CertificateDaysToExpiry: "CertificateDaysToExpiry",
} as const;
export type Metric = (typeof Metric)[keyof typeof Metric];

/** The dimensions of those metrics. */
export const Dimension = {
  /** The registry's `host[:port]`, as images name it. */
  Registry: "Registry",
  /** The endpoint's name. */
  Endpoint: "Endpoint",
} as const;
export type Dimension = (typeof Dimension)[keyof typeof Dimension];
