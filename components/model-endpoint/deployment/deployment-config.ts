import type * as pulumi from "@pulumi/pulumi";
import type { EndpointAlarm } from "../monitoring/monitoring-alarm";

/**
 * How a blue/green deployment shifts traffic to the new instances.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
 */
export const TrafficRoutingType = {
  /** All traffic at once, as soon as the new instances are in service. */
  AllAtOnce: "ALL_AT_ONCE",
  /** A part of the new instances first, and all others after one wait. */
  Canary: "CANARY",
  /** Step by step, with a wait after each. */
  Linear: "LINEAR",
} as const;
export type TrafficRoutingType = (typeof TrafficRoutingType)[keyof typeof TrafficRoutingType];

/**
 * What the size of a step counts.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
 */
export const CapacitySizeType = {
  /** Instances. */
  InstanceCount: "INSTANCE_COUNT",
  /** Percent of the variant's instances. */
  CapacityPercent: "CAPACITY_PERCENT",
} as const;
export type CapacitySizeType = (typeof CapacitySizeType)[keyof typeof CapacitySizeType];

/**
 * The size of a step of a deployment.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html
 */
export interface CapacitySize {
  /** What `value` counts, `INSTANCE_COUNT` or `CAPACITY_PERCENT`. */
  type: pulumi.Input<CapacitySizeType>;
  /** Instances, or percent of the variant's instances: a whole number of at least 1. */
  value: pulumi.Input<number>;
}

/**
 * How traffic is shifted to the new instances.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
 */
export interface TrafficRoutingConfiguration {
  /** `ALL_AT_ONCE`, `CANARY` or `LINEAR`. */
  type: pulumi.Input<TrafficRoutingType>;
  /** The first step of a canary, at most 50 % of the variant's instances; required for `CANARY`, and for it alone. */
  canarySize?: pulumi.Input<CapacitySize>;
  /** Every step of a linear shift, 10 to 50 % of the variant's instances; required for `LINEAR`, and for it alone. */
  linearStepSize?: pulumi.Input<CapacitySize>;
  /** Seconds between two steps, 0 to 3600, in which the alarms are watched. Default: 0. */
  waitIntervalInSeconds?: pulumi.Input<number>;
}

/**
 * A deployment that starts all new instances before the old ones are taken away.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html
 */
export interface BlueGreenUpdatePolicy {
  /** How traffic is shifted. Default: all at once. */
  trafficRoutingConfiguration?: pulumi.Input<TrafficRoutingConfiguration>;
  /** Seconds for which the old instances stay after the last shift, 0 to 3600, in which the alarms are watched. Default: 0. */
  terminationWaitInSeconds?: pulumi.Input<number>;
  /** Seconds after which the deployment has failed, 600 to 14400 and more than all waits together. Default: AWS's own limit. */
  maximumExecutionTimeoutInSeconds?: pulumi.Input<number>;
}

/**
 * A deployment that replaces the instances batch by batch, for endpoints with one variant.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html
 */
export interface RollingUpdatePolicy {
  /** The instances of one batch, 5 to 50 % of the variant's. */
  maximumBatchSize: pulumi.Input<CapacitySize>;
  /** The instances of one batch of a rollback, 1 to 100 % of the variant's. Default: all at once. */
  rollbackMaximumBatchSize?: pulumi.Input<CapacitySize>;
  /** Seconds after each batch, 0 to 3600, in which the alarms are watched. Default: 0. */
  waitIntervalInSeconds?: pulumi.Input<number>;
  /** Seconds after which the deployment has failed, 600 to 14400 and more than all waits together. Default: AWS's own limit. */
  maximumExecutionTimeoutInSeconds?: pulumi.Input<number>;
}

/**
 * The alarms that end a deployment and bring the old configuration back: 1 to 10, given and made ones together. The AWS
 * provider cannot change them on an endpoint that exists, so choose them before the endpoint is made. The execution role
 * must be allowed `cloudwatch:DescribeAlarms` on them.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export interface AutoRollbackConfiguration {
  /** Names of CloudWatch alarms that exist, of 1 to 255 characters. Default: none. */
  alarmNames?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Alarms to be made, each under a name of its own that never changes: the alarm's is `<endpointName>-rollback-<name>`.
   * Default: none.
   */
  alarms?: Record<string, EndpointAlarm>;
}

/**
 * How an update of the endpoint is rolled out, and when it is rolled back: one policy, blue/green all at once by default.
 * An update must keep the variants' names. Other policies than before are an update themselves, with a new configuration.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html
 */
export interface DeploymentConfig {
  /** A blue/green deployment. Default: all traffic at once. */
  blueGreenUpdatePolicy?: pulumi.Input<BlueGreenUpdatePolicy>;
  /** A rolling deployment instead of `blueGreenUpdatePolicy`. Default: none. */
  rollingUpdatePolicy?: pulumi.Input<RollingUpdatePolicy>;
  /** The alarms that roll a deployment back, which takes `endpointName`. Default: no rollback. */
  autoRollbackConfiguration?: AutoRollbackConfiguration;
}
