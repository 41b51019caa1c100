import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../../common";
import { createMetricAlarm } from "../monitoring/monitoring";
import { EndpointMetric } from "../monitoring/monitoring-alarm";
import { dimensionsOf, METRICS } from "../monitoring/monitoring-metrics";
import { withDefaults } from "../monitoring/monitoring-checks";
import { targetValueOf } from "./scaling-checks";
import {
  AdjustmentType,
  MEASURED_AS,
  MetricAggregationType,
  ScalingMetric,
  type CustomizedScalingMetric,
  type ScalingMetricQuery,
  type TargetTracking,
  type VariantScaling,
} from "./scaling-settings";

const NAMESPACE = "sagemaker";
const DIMENSION = "sagemaker:variant:DesiredInstanceCount";
/** What Application Auto Scaling waits by default; the AWS provider would take an absent value for 0. */
const DEFAULT_COOLDOWN = 300;

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
        .apply(guarded(([each, endpoint]) => trackingConfiguration(each, endpoint, variantName))),
    },
    { parent },
  );
}

function trackingConfiguration(
  policy: pulumi.Unwrap<TargetTracking>,
  endpointName: string,
  variantName: string,
): TrackingConfiguration {
  const { metric, customizedMetric, disableScaleIn } = policy;
  return {
    targetValue: targetValueOf(policy),
    scaleInCooldown: policy.scaleInCooldown ?? DEFAULT_COOLDOWN,
    scaleOutCooldown: policy.scaleOutCooldown ?? DEFAULT_COOLDOWN,
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
  if (metric === undefined || PREDEFINED.includes(metric)) {
    return { predefinedMetricSpecification: { predefinedMetricType: metric ?? "" } };
  }
  const metricName = MEASURED_AS[metric];
  return {
    customizedMetricSpecification: customized({
      namespace: METRICS[metricName].namespace,
      metricName,
      dimensions: dimensionsOf(metricName, endpointName, variantName),
    }),
  };
}

/** The metrics that Application Auto Scaling knows by itself. */
const PREDEFINED: readonly ScalingMetric[] = [
  ScalingMetric.InvocationsPerInstance,
  ScalingMetric.ConcurrentRequestsPerModel,
];

type CustomizedSpecification =
  aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification;

function customized({
  queries,
  namespace,
  metricName,
  statistic = "Average",
  unit,
  dimensions,
}: pulumi.Unwrap<CustomizedScalingMetric>): CustomizedSpecification {
  return queries === undefined
    ? { namespace, metricName, statistic, unit, dimensions: dimensionList(dimensions) }
    : { metrics: queries.map((query, index) => metricQuery(query, index === queries.length - 1)) };
}

/** One of the metrics of an expression: the policy follows the last. */
function metricQuery(
  {
    id,
    expression,
    namespace = "",
    metricName = "",
    statistic,
    unit,
    dimensions,
  }: pulumi.Unwrap<ScalingMetricQuery>,
  returnData: boolean,
): aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetric {
  if (expression !== undefined) return { id, expression, returnData };
  const metric = { namespace, metricName, dimensions: dimensionList(dimensions) };
  return { id, metricStat: { metric, stat: statistic ?? "Average", unit }, returnData };
}

const dimensionList = (dimensions: Readonly<Record<string, string>> = {}) =>
  Object.entries(dimensions).map(([name, value]) => ({ name, value }));

function scaleBySteps(context: Context, key: string, known: pulumi.Output<KnownScaling>): void {
  const { name, endpointName, variantName, tags, parent } = context;
  const policy = part(known, "stepScaling", key);
  const made = new aws.appautoscaling.Policy(
    `${name}-step-${key}`,
    {
      policyType: "StepScaling",
      ...scaled(context),
      stepScalingPolicyConfiguration: policy.apply(
        guarded((each) => ({
          adjustmentType: each.adjustmentType ?? AdjustmentType.ChangeInCapacity,
          cooldown: each.cooldown ?? DEFAULT_COOLDOWN,
          metricAggregationType: each.metricAggregationType ?? MetricAggregationType.Average,
          minAdjustmentMagnitude: each.minAdjustmentMagnitude,
          stepAdjustments: each.stepAdjustments.map((step) => ({
            metricIntervalLowerBound: step.metricIntervalLowerBound?.toString(),
            metricIntervalUpperBound: step.metricIntervalUpperBound?.toString(),
            scalingAdjustment: step.scalingAdjustment,
          })),
        })),
      ),
    },
    { parent },
  );
  createMetricAlarm(
    `${name}-step-${key}`,
    {
      rule: policy.apply(guarded((each) => withDefaults(each.alarm))),
      description: `Scales the variant ${variantName} by the policy ${key}`,
      endpointName,
      variantName,
      actions: { alarmActions: [made.arn] },
      tags,
    },
    { parent },
  );
}

const BACKLOG_WITHOUT_CAPACITY = EndpointMetric.HasBacklogWithoutCapacity;

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
        metricAggregationType: MetricAggregationType.Average,
        cooldown: DEFAULT_COOLDOWN,
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
      },
    },
    { parent },
  );
  new aws.cloudwatch.MetricAlarm(
    `${name}-from-zero`,
    {
      alarmDescription: `Requests wait, and the variant ${variantName} has no instance`,
      namespace: METRICS[BACKLOG_WITHOUT_CAPACITY].namespace,
      metricName: BACKLOG_WITHOUT_CAPACITY,
      dimensions: endpointName.apply(
        guarded((name) => dimensionsOf(BACKLOG_WITHOUT_CAPACITY, name, variantName)),
      ),
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
    action.apply(guarded((each) => each[property]));
  new aws.appautoscaling.ScheduledAction(
    `${name}-scheduled-${key}`,
    {
      ...scaled(context),
      schedule: action.schedule,
      timezone: of("timezone"),
      startTime: of("startTime"),
      endTime: of("endTime"),
      scalableTargetAction: action.apply(
        guarded(({ minCapacity, maxCapacity }) => ({ minCapacity, maxCapacity })),
      ),
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
  const found = known.apply(guarded((scaling) => (scaling as Parts)[kind][key]));
  return found as pulumi.Output<Parts[K][string]>;
}
