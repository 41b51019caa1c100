import type * as pulumi from "@pulumi/pulumi";
import { EndpointMetric, type EndpointAlarmRule } from "../monitoring/monitoring-alarm";

/**
 * What a variant's number of instances can follow.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-policy.html
 */
export const ScalingMetric = {
  /** Requests a minute to each instance. */
  InvocationsPerInstance: "SageMakerVariantInvocationsPerInstance",
  /** Requests that each instance has at a time, measured every 10 seconds. */
  ConcurrentRequestsPerModel: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
  /** Percent of a CPU, up to 100 for each that the instance has. */
  CPUUtilization: "CPUUtilization",
  /** Percent of the instance's memory. */
  MemoryUtilization: "MemoryUtilization",
  /** Percent of a GPU, up to 100 for each that the instance has. */
  GPUUtilization: "GPUUtilization",
  /** Percent of a GPU's memory, up to 100 for each that the instance has. */
  GPUMemoryUtilization: "GPUMemoryUtilization",
  /** Requests that wait for each instance, of an asynchronous endpoint. */
  ApproximateBacklogSizePerInstance: "ApproximateBacklogSizePerInstance",
} as const;
export type ScalingMetric = (typeof ScalingMetric)[keyof typeof ScalingMetric];

/** What CloudWatch calls each of them: two have names of their own at Application Auto Scaling. */
export const MEASURED_AS: Readonly<Record<ScalingMetric, EndpointMetric>> = {
  SageMakerVariantInvocationsPerInstance: EndpointMetric.InvocationsPerInstance,
  SageMakerVariantConcurrentRequestsPerModelHighResolution: EndpointMetric.ConcurrentRequestsPerModel,
  CPUUtilization: EndpointMetric.CPUUtilization,
  MemoryUtilization: EndpointMetric.MemoryUtilization,
  GPUUtilization: EndpointMetric.GPUUtilization,
  GPUMemoryUtilization: EndpointMetric.GPUMemoryUtilization,
  ApproximateBacklogSizePerInstance: EndpointMetric.ApproximateBacklogSizePerInstance,
};

/**
 * What a step changes.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
 */
export const AdjustmentType = {
  /** Adds or removes instances. */
  ChangeInCapacity: "ChangeInCapacity",
  /** Sets the number of instances. */
  ExactCapacity: "ExactCapacity",
  /** Adds or removes a percentage of the instances. */
  PercentChangeInCapacity: "PercentChangeInCapacity",
} as const;
export type AdjustmentType = (typeof AdjustmentType)[keyof typeof AdjustmentType];

/**
 * Over which of an alarm's data a policy by steps looks.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
 */
export const MetricAggregationType = {
  /** Their average. */
  Average: "Average",
  /** The least of them. */
  Minimum: "Minimum",
  /** The most of them. */
  Maximum: "Maximum",
} as const;
export type MetricAggregationType = (typeof MetricAggregationType)[keyof typeof MetricAggregationType];

/**
 * A metric in an expression. Exactly one of `metricName` and `expression` must be given.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html
 */
export interface ScalingMetricQuery {
  /** The name by which expressions call it: a lower-case letter, and then letters, digits and underscores, 255 in all. */
  id: pulumi.Input<string>;
  /** An expression over others, for example `queued / instances`, at most 2048 characters; required without `metricName`. */
  expression?: pulumi.Input<string>;
  /** The metric's CloudWatch namespace; required with `metricName`. */
  namespace?: pulumi.Input<string>;
  /** The metric's name; required without `expression`. */
  metricName?: pulumi.Input<string>;
  /** The statistic, for example `Average`, `Sum` or `p99`. Default: `Average`. */
  statistic?: pulumi.Input<string>;
  /** The metric's unit, as CloudWatch names it. Default: any. */
  unit?: pulumi.Input<string>;
  /** The metric's dimensions. Default: none. */
  dimensions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A metric of your own, or of another service, that grows and falls with the load of each instance. Exactly one of
 * `metricName` and `queries` must be given.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_CustomizedMetricSpecification.html
 */
export interface CustomizedScalingMetric {
  /** The metric's CloudWatch namespace; required with `metricName`. */
  namespace?: pulumi.Input<string>;
  /** The metric's name; required without `queries`. */
  metricName?: pulumi.Input<string>;
  /** The statistic, `Average`, `Minimum`, `Maximum`, `SampleCount` or `Sum`. Default: `Average`. */
  statistic?: pulumi.Input<string>;
  /** The metric's unit, as CloudWatch names it. Default: any. */
  unit?: pulumi.Input<string>;
  /** The metric's dimensions. Default: none. */
  dimensions?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Metrics and expressions over them: the policy follows the last; required without `metricName`. */
  queries?: pulumi.Input<pulumi.Input<ScalingMetricQuery>[]>;
}

/**
 * A policy that holds a metric at a value. Exactly one of `metric` and `customizedMetric` must be given, and exactly one of
 * `targetValue` and `requestsPerSecond`.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
 */
export interface TargetTracking {
  /** The metric of the variant; required without `customizedMetric`. */
  metric?: ScalingMetric;
  /** Another metric; required without `metric`. */
  customizedMetric?: pulumi.Input<CustomizedScalingMetric>;
  /** The value to hold the metric at, above 0 and at most 2 to the power of 360; required without `requestsPerSecond`. */
  targetValue?: pulumi.Input<number>;
  /**
   * Requests a second that one instance can answer, as a load test finds them, instead of a `targetValue` of
   * `SageMakerVariantInvocationsPerInstance`: the target is this times 60 times `safetyFactor`. Required without
   * `targetValue`.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
   */
  requestsPerSecond?: pulumi.Input<number>;
  /** The part of `requestsPerSecond` that is aimed at, above 0 and at most 1. Default: 0.5. */
  safetyFactor?: pulumi.Input<number>;
  /** Seconds after a removal of instances until the next. Default: 300. */
  scaleInCooldown?: pulumi.Input<number>;
  /** Seconds after an addition of instances until the next. Default: 300. */
  scaleOutCooldown?: pulumi.Input<number>;
  /** Whether the policy only adds instances. Default: `false`. */
  disableScaleIn?: pulumi.Input<boolean>;
}

/**
 * One step: what is done while the metric is in an interval.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
 */
export interface ScalingAdjustment {
  /** Where the interval begins, counted from the alarm's threshold. Default: without end downwards. */
  metricIntervalLowerBound?: pulumi.Input<number>;
  /** Where the interval ends, counted from the alarm's threshold. Default: without end upwards. */
  metricIntervalUpperBound?: pulumi.Input<number>;
  /** Instances or percent to add, or below 0 to remove; with `ExactCapacity` the number of instances. */
  scalingAdjustment: pulumi.Input<number>;
}

/**
 * A policy that adds or removes instances when an alarm fires, by steps.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
 */
export interface StepScaling {
  /** The alarm that is made for the policy, on the variant. */
  alarm: EndpointAlarmRule;
  /** What the steps change. Default: `ChangeInCapacity`. */
  adjustmentType?: pulumi.Input<AdjustmentType>;
  /**
   * The steps, 1 to 20, whose intervals neither overlap nor leave a gap, and go on from the alarm's threshold without end: for
   * one alone `metricIntervalLowerBound: 0` where the alarm fires above, `metricIntervalUpperBound: 0` where it does below.
   */
  stepAdjustments: pulumi.Input<pulumi.Input<ScalingAdjustment>[]>;
  /** Over which of the alarm's data the interval is found. Default: `Average`. */
  metricAggregationType?: pulumi.Input<MetricAggregationType>;
  /** Seconds after a change until the next. Default: 300. */
  cooldown?: pulumi.Input<number>;
  /** The fewest instances to add or remove, at least 1. Default: with `PercentChangeInCapacity` alone, 1. */
  minAdjustmentMagnitude?: pulumi.Input<number>;
}

/**
 * Limits that are set at a time, or again and again. At least one of `minCapacity` and `maxCapacity` must be given.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
 */
export interface ScheduledScaling {
  /** When, for example `at(2026-12-24T18:00:00)`, `rate(12 hours)` or `cron(0 7 ? * MON-FRI *)`. */
  schedule: pulumi.Input<string>;
  /** The IANA time zone of `schedule`, for example `Europe/Rome`. Default: `UTC`. */
  timezone?: pulumi.Input<string>;
  /** When the schedule begins, for example `2026-12-01T00:00:00Z`. Default: at once. */
  startTime?: pulumi.Input<string>;
  /** When the schedule ends, for example `2026-12-31T00:00:00Z`. Default: never. */
  endTime?: pulumi.Input<string>;
  /** The fewest instances from then on, at least 1, or 0 where the variant's own `minCapacity` is 0. Default: unchanged. */
  minCapacity?: pulumi.Input<number>;
  /** The most instances from then on, at least 1, or 0 where the variant's own `minCapacity` is 0. Default: unchanged. */
  maxCapacity?: pulumi.Input<number>;
}

/**
 * How a variant's number of instances follows its load: at least one policy or scheduled action. An update of the endpoint
 * starts `initialInstanceCount` instances again, whatever scaling had decided: the AWS provider cannot tell SageMaker to keep
 * them, and a preview warns of it. An update that removes a scaled variant, or gives it another instance type, is refused by
 * SageMaker before anything has changed: run `pulumi destroy --target` on its scaling first.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
 * https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
 */
export interface VariantScaling {
  /**
   * The fewest instances, at least 1, or 0 with asynchronous inference: then a request that finds none starts one. Default: 1.
   */
  minCapacity?: number;
  /** The most instances, at least 1 and at least `minCapacity`. */
  maxCapacity: pulumi.Input<number>;
  /** Policies that hold a metric at a value, each under a name of its own. Default: none. */
  targetTracking?: Record<string, TargetTracking>;
  /** Policies by steps, each under a name of its own. Default: none. */
  stepScaling?: Record<string, StepScaling>;
  /** Limits on a schedule, each under a name of its own. Default: none. */
  scheduledActions?: Record<string, ScheduledScaling>;
}
