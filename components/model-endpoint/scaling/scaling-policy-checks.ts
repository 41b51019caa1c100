import type * as pulumi from "@pulumi/pulumi";
import { checks, Problems, type Problem } from "../../common";
import { looksDown, optional, ruleProblems, withDefaults } from "../monitoring/monitoring-checks";
import { absence, type Measured } from "../monitoring/monitoring-metrics";
import { customizedMetricProblems } from "./scaling-metric-checks";
import {
  AdjustmentType,
  MEASURED_AS,
  MetricAggregationType,
  ScalingMetric,
  type ScalingAdjustment,
  type StepScaling,
  type TargetTracking,
} from "./scaling-settings";

const API = "https://docs.aws.amazon.com/autoscaling/application/APIReference";
const TRACKING_PAGE = `${API}/API_TargetTrackingScalingPolicyConfiguration.html`;
const STEPS_PAGE = `${API}/API_StepAdjustment.html`;
const POLICY_PAGE = `${API}/API_StepScalingPolicyConfiguration.html`;
const LOAD_TEST_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html";
const MAX_STEPS = 20;
/** The API's numbers are of 32 bits. */
export const MAX_INTEGER = 2 ** 31 - 1;
const MAX_TARGET = 2 ** 360;

/** Says what is wrong with a policy that holds a metric at a value. */
export function trackingProblems(
  path: string,
  policy: pulumi.Unwrap<TargetTracking>,
  where: Measured,
): readonly Problem[] {
  const problems = new Problems();
  const { metric, customizedMetric, targetValue, requestsPerSecond, safetyFactor } = policy;
  if ((metric === undefined) === (customizedMetric === undefined)) {
    problems.note(
      `${path}.metric`,
      metric === undefined
        ? "is missing: give it, or customizedMetric"
        : "cannot be combined with customizedMetric: remove one of them",
    );
  }
  if (metric !== undefined) {
    const unknown = checks.oneOf<ScalingMetric>(Object.values(ScalingMetric))(metric);
    problems.note(`${path}.metric`, unknown ?? absence(MEASURED_AS[metric], where));
  }
  if ((targetValue === undefined) === (requestsPerSecond === undefined)) {
    problems.note(
      `${path}.targetValue`,
      targetValue === undefined
        ? "is missing: give it, or requestsPerSecond"
        : "cannot be combined with requestsPerSecond: remove one of them",
    );
  }
  problems.note(`${path}.targetValue`, optional(targetValue, positive));
  problems.note(`${path}.requestsPerSecond`, optional(requestsPerSecond, positive));
  if (requestsPerSecond !== undefined && metric !== ScalingMetric.InvocationsPerInstance) {
    problems.note(
      `${path}.requestsPerSecond`,
      `is for the metric ${ScalingMetric.InvocationsPerInstance} alone: give targetValue`,
    );
  }
  if (safetyFactor !== undefined) {
    problems.note(
      `${path}.safetyFactor`,
      requestsPerSecond === undefined
        ? "is about requestsPerSecond, which is not given: leave it out"
        : safety(safetyFactor),
    );
  }
  for (const property of ["scaleInCooldown", "scaleOutCooldown"] as const) {
    problems.note(`${path}.${property}`, optional(policy[property], trackingCooldown));
  }
  const own =
    customizedMetric === undefined
      ? []
      : customizedMetricProblems(`${path}.customizedMetric`, customizedMetric);
  return [...problems.all, ...own];
}

const positive = checks.sourced(TRACKING_PAGE, (value: number) =>
  value > 0 && value <= MAX_TARGET
    ? undefined
    : checks.mismatch(value, "a number above 0 and at most 2 to the power of 360"),
);
const safety = checks.sourced(LOAD_TEST_PAGE, (value: number) =>
  value > 0 && value <= 1 ? undefined : checks.mismatch(value, "a number above 0 and at most 1"),
);
const cooldown = checks.integer(0, MAX_INTEGER, "seconds");
const trackingCooldown = checks.sourced(TRACKING_PAGE, cooldown);
const stepCooldown = checks.sourced(POLICY_PAGE, cooldown);
const magnitude = checks.sourced(POLICY_PAGE, checks.integer(1, MAX_INTEGER, "instances"));

/** Says what is wrong with a policy by steps. */
export function stepProblems(
  path: string,
  policy: pulumi.Unwrap<StepScaling>,
  where: Measured,
): readonly Problem[] {
  const problems = new Problems();
  const { adjustmentType, minAdjustmentMagnitude } = policy;
  const alarm = policy.alarm as typeof policy.alarm | undefined;
  problems.note(
    `${path}.adjustmentType`,
    optional(adjustmentType, checks.oneOf<AdjustmentType>(Object.values(AdjustmentType))),
  );
  problems.note(
    `${path}.metricAggregationType`,
    optional(
      policy.metricAggregationType,
      checks.oneOf<MetricAggregationType>(Object.values(MetricAggregationType)),
    ),
  );
  problems.note(`${path}.cooldown`, optional(policy.cooldown, stepCooldown));
  if (minAdjustmentMagnitude !== undefined) {
    problems.note(
      `${path}.minAdjustmentMagnitude`,
      adjustmentType === AdjustmentType.PercentChangeInCapacity
        ? magnitude(minAdjustmentMagnitude)
        : `is for ${AdjustmentType.PercentChangeInCapacity} alone: leave it out (${POLICY_PAGE})`,
    );
  }
  const wrongSteps = stepsProblem(policy.stepAdjustments, adjustmentType);
  problems.note(`${path}.stepAdjustments`, wrongSteps);
  if (alarm === undefined) {
    problems.note(`${path}.alarm`, "is missing, but is required: without it the policy does nothing");
    return problems.all;
  }
  const wrongRule = ruleProblems(`${path}.alarm`, alarm, where);
  if (wrongSteps === undefined && wrongRule.length === 0) {
    const down = looksDown(withDefaults(alarm).comparisonOperator);
    problems.note(`${path}.stepAdjustments`, reachProblem(policy.stepAdjustments, down));
  }
  return [...problems.all, ...wrongRule];
}

type Steps = readonly pulumi.Unwrap<ScalingAdjustment>[];

/** The intervals of steps, in order. */
const intervalsOf = (steps: Steps): readonly { readonly from: number; readonly to: number }[] =>
  steps
    .map(({ metricIntervalLowerBound: from = -Infinity, metricIntervalUpperBound: to = Infinity }) => ({
      from,
      to,
    }))
    .sort((one, other) => one.to - other.to);

/** Says what is wrong with steps: their intervals must follow one another without a gap, and go on without end. */
export function stepsProblem(steps: Steps, adjustmentType: AdjustmentType | undefined): string | undefined {
  if (!Array.isArray(steps) || steps.length < 1 || steps.length > MAX_STEPS) {
    return `must be a list of 1 to ${MAX_STEPS} steps (https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html)`;
  }
  const problem =
    intervalProblem(intervalsOf(steps as Steps)) ?? adjustmentProblem(steps as Steps, adjustmentType);
  return problem && `${problem} (${STEPS_PAGE})`;
}

function intervalProblem(intervals: ReturnType<typeof intervalsOf>): string | undefined {
  for (const [index, { from, to }] of intervals.entries()) {
    if (from === -Infinity && to === Infinity) {
      return "has a step without bounds: give it metricIntervalLowerBound 0 where the alarm fires above its threshold, metricIntervalUpperBound 0 where it does below";
    }
    if (!(from < to)) return `has an interval from ${from} to ${to}, but it must end above where it begins`;
    const next = intervals[index + 1];
    if (next !== undefined && next.from !== to) {
      return `has an interval that ends at ${to}, and the next begins at ${next.from}: they must neither overlap nor leave a gap`;
    }
  }
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (first !== undefined && first.from < 0 && first.from !== -Infinity) {
    return `begins at ${first.from}: with a lower bound below 0 there must be a step without one`;
  }
  if (last !== undefined && last.to > 0 && last.to !== Infinity) {
    return `ends at ${last.to}: with an upper bound above 0 there must be a step without one`;
  }
  return undefined;
}

function adjustmentProblem(steps: Steps, adjustmentType: AdjustmentType | undefined): string | undefined {
  const exact = adjustmentType === AdjustmentType.ExactCapacity;
  for (const { scalingAdjustment } of steps) {
    if (Number.isSafeInteger(scalingAdjustment) && (!exact || scalingAdjustment >= 0)) continue;
    return `has the scalingAdjustment ${JSON.stringify(scalingAdjustment)}, but it must be a whole number${exact ? " of at least 0" : ""}`;
  }
  return undefined;
}

/** Says that an alarm finds no step when it fires: then nothing is scaled. */
function reachProblem(steps: Steps, down: boolean): string | undefined {
  const reached = intervalsOf(steps).some(({ from, to }) =>
    down ? from < 0 && to >= 0 : from <= 0 && to > 0,
  );
  if (reached) return undefined;
  const [side, bound] = down ? ["below", "metricIntervalUpperBound"] : ["above", "metricIntervalLowerBound"];
  return `has no step for an alarm that fires ${side} its threshold: give one ${bound} 0 (${STEPS_PAGE})`;
}
