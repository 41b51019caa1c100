import type * as pulumi from "@pulumi/pulumi";
import { checks } from "../common";
import { optional, ruleFindings } from "./monitoring-checks";
import {
  AdjustmentType,
  ScalingMetric,
  type ScalingAdjustment,
  type StepScaling,
  type TargetTracking,
} from "./scaling-settings";
import { Findings, type Finding } from "./whole";

const MAX_STEPS = 20;
const STATISTICS = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"];

/** Says what is wrong with a policy that holds a metric at a value. */
export function trackingFindings(
  path: string,
  policy: pulumi.Unwrap<TargetTracking>,
  asynchronous: boolean,
): readonly Finding[] {
  const findings = new Findings();
  const { metric, customizedMetric, targetValue, requestsPerSecond, safetyFactor } = policy;
  if ((metric === undefined) === (customizedMetric === undefined)) {
    findings.note(
      `${path}.metric`,
      metric === undefined
        ? "is missing: give it, or customizedMetric"
        : "is given beside customizedMetric: leave one of the two out",
    );
  }
  findings.note(
    `${path}.metric`,
    optional(metric, checks.oneOf<ScalingMetric>(Object.values(ScalingMetric))),
  );
  if (metric === ScalingMetric.ApproximateBacklogSizePerInstance && !asynchronous) {
    findings.note(`${path}.metric`, `is ${JSON.stringify(metric)}, which only asynchronous endpoints have`);
  }
  findings.note(
    `${path}.customizedMetric.statistic`,
    optional(customizedMetric?.statistic, checks.oneOf(STATISTICS)),
  );
  if ((targetValue === undefined) === (requestsPerSecond === undefined)) {
    findings.note(
      `${path}.targetValue`,
      targetValue === undefined
        ? "is missing: give it, or requestsPerSecond"
        : "is given beside requestsPerSecond: leave one of the two out",
    );
  }
  findings.note(`${path}.targetValue`, optional(targetValue, positive));
  findings.note(`${path}.requestsPerSecond`, optional(requestsPerSecond, positive));
  if (requestsPerSecond !== undefined && metric !== ScalingMetric.InvocationsPerInstance) {
    findings.note(
      `${path}.requestsPerSecond`,
      `is for the metric ${ScalingMetric.InvocationsPerInstance} alone: give targetValue`,
    );
  }
  if (safetyFactor !== undefined) {
    findings.note(
      `${path}.safetyFactor`,
      requestsPerSecond === undefined
        ? "is about requestsPerSecond, which is not given: leave it out"
        : safety(safetyFactor),
    );
  }
  for (const property of ["scaleInCooldown", "scaleOutCooldown"] as const) {
    findings.note(`${path}.${property}`, optional(policy[property], cooldown));
  }
  return findings.all;
}

const positive = (value: number): string | undefined =>
  Number.isFinite(value) && value > 0 ? undefined : checks.mismatch(value, "a number above 0");
const safety = (value: number): string | undefined =>
  value > 0 && value <= 1 ? undefined : checks.mismatch(value, "a number above 0 and at most 1");
const cooldown = (value: number): string | undefined =>
  Number.isSafeInteger(value) && value >= 0
    ? undefined
    : checks.mismatch(value, "a whole number of seconds of at least 0");

/** Says what is wrong with a policy by steps. */
export function stepFindings(
  path: string,
  policy: pulumi.Unwrap<StepScaling>,
  asynchronous: boolean,
): readonly Finding[] {
  const findings = new Findings();
  const { alarm, adjustmentType, minAdjustmentMagnitude } = policy;
  const stepAdjustments: readonly pulumi.Unwrap<ScalingAdjustment>[] = policy.stepAdjustments;
  if ((alarm as typeof alarm | undefined) === undefined)
    findings.note(`${path}.alarm`, "is missing, but is required: without it the policy does nothing");
  findings.note(
    `${path}.adjustmentType`,
    optional(adjustmentType, checks.oneOf<AdjustmentType>(Object.values(AdjustmentType))),
  );
  findings.note(`${path}.cooldown`, optional(policy.cooldown, cooldown));
  if (minAdjustmentMagnitude !== undefined) {
    const ofPercent = adjustmentType === AdjustmentType.PercentChangeInCapacity;
    findings.note(
      `${path}.minAdjustmentMagnitude`,
      ofPercent
        ? checks.integer(1, Number.MAX_SAFE_INTEGER)(minAdjustmentMagnitude)
        : `is for ${AdjustmentType.PercentChangeInCapacity} alone: leave it out`,
    );
  }
  findings.note(`${path}.stepAdjustments`, stepsProblem(stepAdjustments, adjustmentType));
  const rule =
    (alarm as typeof alarm | undefined) === undefined
      ? []
      : ruleFindings(`${path}.alarm`, alarm, asynchronous);
  return [...findings.all, ...rule];
}

/** Says what is wrong with steps: their intervals must follow one another without a gap. */
export function stepsProblem(
  steps: readonly pulumi.Unwrap<ScalingAdjustment>[],
  adjustmentType: AdjustmentType | undefined,
): string | undefined {
  if (!Array.isArray(steps) || steps.length < 1 || steps.length > MAX_STEPS) {
    return `must be a list of 1 to ${MAX_STEPS} steps`;
  }
  const intervals = (steps as readonly pulumi.Unwrap<ScalingAdjustment>[])
    .map(({ metricIntervalLowerBound: from = -Infinity, metricIntervalUpperBound: to = Infinity }) => ({
      from,
      to,
    }))
    .sort((one, other) => one.from - other.from || one.to - other.to);
  for (const [index, { from, to }] of intervals.entries()) {
    if (!(from < to)) return `has an interval from ${from} to ${to}, but it must end above where it begins`;
    const next = intervals[index + 1];
    if (next !== undefined && next.from !== to) {
      return `has an interval that ends at ${to}, and the next begins at ${next.from}: they must neither overlap nor leave a gap`;
    }
  }
  for (const { scalingAdjustment } of steps as readonly pulumi.Unwrap<ScalingAdjustment>[]) {
    const exact = adjustmentType === AdjustmentType.ExactCapacity;
    if (Number.isSafeInteger(scalingAdjustment) && (!exact || scalingAdjustment >= 0)) continue;
    return `has the scalingAdjustment ${JSON.stringify(scalingAdjustment)}, but it must be a whole number${exact ? " of at least 0" : ""}`;
  }
  return undefined;
}
