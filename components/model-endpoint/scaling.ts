import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createMetricAlarm } from "./monitoring";
import { dimensionsOf, INSTANCES_NAMESPACE, REQUESTS_NAMESPACE } from "./monitoring-metrics";
import { withDefaults } from "./monitoring-checks";
import { targetValueOf } from "./scaling-checks";
import {
  AdjustmentType,
  ScalingMetric,
  type CustomizedScalingMetric,
  type TargetTracking,
  type VariantScaling,
} from "./scaling-settings";

const NAMESPACE = "sagemaker";
const DIMENSION = "sagemaker:variant:DesiredInstanceCount";

type KnownScaling = pulumi.Unwrap<VariantScaling>;
type TrackingConfiguration = aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration;

/** What the parts of one variant's scaling share. */
interface Context {
  /** What the names of its parts begin with. */
  readonly name: string;
  readonly endpointName: pulumi.Output<string>;
  readonly variantName: string;
  readonly target: aws.appautoscaling.Target;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  readonly parent: pulumi.Resource;
}

/** The scaling of a variant, checked, with what was given: names decide what is made. */
export interface Scaling {
  readonly given: VariantScaling;
  readonly known: pulumi.Output<KnownScaling>;
}

/** Lets the number of a variant's instances follow its load. */
export function createScaling(
  name: string,
  endpointName: pulumi.Output<string>,
  variantName: string,
  { given, known }: Scaling,
  tags: Context["tags"],
  parent: pulumi.Resource,
): void {
  const prefix = `${name}-scaling-${variantName}`;
  const target = new aws.appautoscaling.Target(
    prefix,
    {
      serviceNamespace: NAMESPACE,
      scalableDimension: DIMENSION,
      resourceId: pulumi.interpolate`endpoint/${endpointName}/variant/${variantName}`,
      minCapacity: given.minCapacity ?? 1,
      maxCapacity: known.maxCapacity,
      tags,
    },
    { parent },
  );
  const context: Context = { name: prefix, endpointName, variantName, target, tags, parent };
  for (const key of Object.keys(given.targetTracking ?? {})) trackTarget(context, key, known);
  for (const key of Object.keys(given.stepScaling ?? {})) scaleBySteps(context, key, known);
  for (const key of Object.keys(given.scheduledActions ?? {})) schedule(context, key, known);
  if (given.minCapacity === 0) scaleFromZero(context);
}

/** What each resource of Application Auto Scaling says of what it scales. */
const scaled = ({ target }: Context) => ({
  serviceNamespace: target.serviceNamespace,
  scalableDimension: target.scalableDimension,
  resourceId: target.resourceId,
});

function trackTarget(context: Context, key: string, known: pulumi.Output<KnownScaling>): void {
  const { name, endpointName, variantName, parent } = context;
  const policy = part(known, "targetTracking", key);
  new aws.appautoscaling.Policy(
    `${name}-target-${key}`,
    {
      policyType: "TargetTrackingScaling",
      ...scaled(context),
      targetTrackingScalingPolicyConfiguration: pulumi
        .all([policy, endpointName])
        .apply(([each, endpoint]) => trackingConfiguration(each, endpoint, variantName)),
    },
    { parent },
  );
}

function trackingConfiguration(
  policy: pulumi.Unwrap<TargetTracking>,
  endpointName: string,
  variantName: string,
): TrackingConfiguration {
  const { metric, customizedMetric, scaleInCooldown, scaleOutCooldown, disableScaleIn } = policy;
  return {
    targetValue: targetValueOf(policy),
    scaleInCooldown,
    scaleOutCooldown,
    disableScaleIn,
    ...(customizedMetric === undefined
      ? metricSpecification(metric, endpointName, variantName)
      : { customizedMetricSpecification: customized(customizedMetric) }),
  };
}

function metricSpecification(
  metric: ScalingMetric | undefined,
  endpointName: string,
  variantName: string,
): Pick<TrackingConfiguration, "predefinedMetricSpecification" | "customizedMetricSpecification"> {
  switch (metric) {
    case undefined:
    case ScalingMetric.InvocationsPerInstance:
    case ScalingMetric.ConcurrentRequestsPerModel:
      return { predefinedMetricSpecification: { predefinedMetricType: metric ?? "" } };
    case ScalingMetric.ApproximateBacklogSizePerInstance:
    case ScalingMetric.CPUUtilization:
    case ScalingMetric.MemoryUtilization:
    case ScalingMetric.GPUUtilization:
    case ScalingMetric.GPUMemoryUtilization: {
      const ofEndpoint = metric === ScalingMetric.ApproximateBacklogSizePerInstance;
      return {
        customizedMetricSpecification: customized({
          namespace: ofEndpoint ? REQUESTS_NAMESPACE : INSTANCES_NAMESPACE,
          metricName: metric,
          dimensions: dimensionsOf(metric, endpointName, variantName),
        }),
      };
    }
  }
}

function customized({
  namespace,
  metricName,
  statistic = "Average",
  unit,
  dimensions = {},
}: pulumi.Unwrap<CustomizedScalingMetric>): aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification {
  return {
    namespace,
    metricName,
    statistic,
    unit,
    dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
  };
}

function scaleBySteps(context: Context, key: string, known: pulumi.Output<KnownScaling>): void {
  const { name, endpointName, variantName, tags, parent } = context;
  const policy = part(known, "stepScaling", key);
  const made = new aws.appautoscaling.Policy(
    `${name}-step-${key}`,
    {
      policyType: "StepScaling",
      ...scaled(context),
      stepScalingPolicyConfiguration: policy.apply((each) => ({
        adjustmentType: each.adjustmentType ?? AdjustmentType.ChangeInCapacity,
        cooldown: each.cooldown,
        metricAggregationType: "Average",
        minAdjustmentMagnitude: each.minAdjustmentMagnitude,
        stepAdjustments: each.stepAdjustments.map((step) => ({
          metricIntervalLowerBound: step.metricIntervalLowerBound?.toString(),
          metricIntervalUpperBound: step.metricIntervalUpperBound?.toString(),
          scalingAdjustment: step.scalingAdjustment,
        })),
      })),
    },
    { parent },
  );
  createMetricAlarm(
    `${name}-step-${key}`,
    {
      rule: policy.apply((each) => withDefaults(each.alarm)),
      description: `Scales the variant ${variantName} by the policy ${key}`,
      endpointName,
      variantName,
      actions: { alarmActions: [made.arn] },
      tags,
    },
    { parent },
  );
}

/**
 * Starts an instance for the first request that finds none, for which a backlog per instance does not count.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
 */
function scaleFromZero(context: Context): void {
  const { name, endpointName, variantName, tags, parent } = context;
  const policy = new aws.appautoscaling.Policy(
    `${name}-from-zero`,
    {
      policyType: "StepScaling",
      ...scaled(context),
      stepScalingPolicyConfiguration: {
        adjustmentType: AdjustmentType.ChangeInCapacity,
        metricAggregationType: "Average",
        cooldown: 300,
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
      },
    },
    { parent },
  );
  new aws.cloudwatch.MetricAlarm(
    `${name}-from-zero`,
    {
      alarmDescription: `Requests wait, and the variant ${variantName} has no instance`,
      namespace: REQUESTS_NAMESPACE,
      metricName: "HasBacklogWithoutCapacity",
      dimensions: { EndpointName: endpointName },
      statistic: "Average",
      period: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "missing",
      alarmActions: [policy.arn],
      tags,
    },
    { parent },
  );
}

function schedule(context: Context, key: string, known: pulumi.Output<KnownScaling>): void {
  const { name, parent } = context;
  const action = part(known, "scheduledActions", key);
  const of = <K extends "timezone" | "startTime" | "endTime">(property: K) =>
    action.apply((each) => each[property]);
  new aws.appautoscaling.ScheduledAction(
    `${name}-scheduled-${key}`,
    {
      ...scaled(context),
      schedule: action.schedule,
      timezone: of("timezone"),
      startTime: of("startTime"),
      endTime: of("endTime"),
      scalableTargetAction: action.apply(({ minCapacity, maxCapacity }) => ({ minCapacity, maxCapacity })),
    },
    { parent },
  );
}

type Parts = Required<Pick<KnownScaling, "targetTracking" | "stepScaling" | "scheduledActions">>;

/** One policy or action by its name, which was given: only what it holds may be unknown. */
function part<K extends keyof Parts>(
  known: pulumi.Output<KnownScaling>,
  kind: K,
  key: string,
): pulumi.Output<Parts[K][string]> {
  const found = known.apply((scaling) => (scaling as Parts)[kind][key]);
  return found as pulumi.Output<Parts[K][string]>;
}
