/**
 * How an endpoint spreads a variant's requests over its instances.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
 */
export const RoutingStrategy = {
  /** To the instances that have most capacity left. */
  LeastOutstandingRequests: "LEAST_OUTSTANDING_REQUESTS",
  /** To any of them by chance. */
  Random: "RANDOM",
} as const;
export type RoutingStrategy = (typeof RoutingStrategy)[keyof typeof RoutingStrategy];
