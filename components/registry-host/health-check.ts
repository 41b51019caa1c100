/**
 * How the load balancer finds out whether a task of the registry is healthy. The registry responds to this path without
 * credentials and without S3: a fault of S3 does not end every task.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export const HEALTH_CHECK = {
  path: "/",
  matcher: "200",
  /** In seconds. */
  interval: 15,
  /** In seconds. */
  timeout: 5,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
} as const;
