import type * as pulumi from "@pulumi/pulumi";
import { checks, Problems, propertyPathOf, type Problem } from "../../common";
import type { Measured } from "../monitoring/monitoring-metrics";
import { keyProblems, optional } from "../monitoring/monitoring-checks";
import { MAX_INTEGER, stepProblems, trackingProblems } from "./scaling-policy-checks";
import type { ScheduledScaling, TargetTracking, VariantScaling } from "./scaling-settings";

const QUOTAS_PAGE =
  "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html";
const SCHEDULE_PAGE =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html";
const TARGET_PAGE =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html";
const BURSTABLE_PAGE =
  "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html";
const ZERO_PAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html";
const MAX_POLICIES = 50;
const MAX_SCHEDULED_ACTIONS = 200;
const SECONDS_PER_MINUTE = 60;
const DEFAULT_SAFETY_FACTOR = 0.5;

/** What is scaled: one variant, once it is known. */
export interface ScaledVariant extends Required<Measured> {
  readonly initialInstanceCount: number;
}

/** Says what is wrong with the scaling of a variant. */
export function scalingProblems(
  path: string,
  scaling: pulumi.Unwrap<VariantScaling>,
  variant: ScaledVariant,
): readonly Problem[] {
  const { targetTracking = {}, stepScaling = {}, scheduledActions = {} } = scaling;
  return [
    ...variantProblems(path, scaling, variant),
    ...countProblems(path, targetTracking, stepScaling, scheduledActions),
    ...sameMetricProblems(path, targetTracking),
    ...eachProblems(`${path}.targetTracking`, targetTracking, (at, policy) =>
      trackingProblems(at, policy, variant),
    ),
    ...eachProblems(`${path}.stepScaling`, stepScaling, (at, policy) => stepProblems(at, policy, variant)),
    ...eachProblems(`${path}.scheduledActions`, scheduledActions, (at, action) =>
      scheduledProblems(at, action, scaling.minCapacity),
    ),
  ];
}

/** Says what is wrong with the parts of a kind, and with their names, which become part of names at AWS. */
function eachProblems<T>(
  path: string,
  parts: Readonly<Record<string, T>>,
  problems: (path: string, part: T) => readonly Problem[],
): readonly Problem[] {
  return Object.entries(parts).flatMap(([name, part]) => [
    ...keyProblems(path, name),
    ...problems(propertyPathOf(path, name), part),
  ]);
}

/** Instances that a variant starts with where nobody says how many: as few as scaling leaves it, but one. */
export function defaultInstanceCount(minCapacity: number | undefined): number {
  return Math.max(1, minCapacity ?? 1);
}

/** The value at which a policy holds its metric. */
export function targetValueOf(policy: pulumi.Unwrap<TargetTracking>): number {
  const { targetValue, requestsPerSecond = 0, safetyFactor = DEFAULT_SAFETY_FACTOR } = policy;
  return targetValue ?? requestsPerSecond * SECONDS_PER_MINUTE * safetyFactor;
}

function variantProblems(
  path: string,
  { minCapacity = 1, maxCapacity }: pulumi.Unwrap<VariantScaling>,
  { instanceType, initialInstanceCount, asynchronous }: ScaledVariant,
): readonly Problem[] {
  const problems = new Problems();
  if (/^ml\.t[0-9]/.test(String(instanceType))) {
    problems.note(
      path,
      `is given, but SageMaker scales no burstable instances, as ${instanceType}: choose another type, as ml.m5.large (${BURSTABLE_PAGE})`,
    );
  }
  const low = asynchronous ? 0 : 1;
  const why = asynchronous ? TARGET_PAGE : `only asynchronous inference scales to 0 (${ZERO_PAGE})`;
  const capacities = [
    ...capacityProblems(`${path}.minCapacity`, minCapacity, low, why),
    ...capacityProblems(`${path}.maxCapacity`, maxCapacity, 1, TARGET_PAGE),
  ];
  if (capacities.length > 0) return [...problems.all, ...capacities];
  if (minCapacity > maxCapacity) {
    const least = `at least minCapacity, which is ${minCapacity}`;
    problems.note(`${path}.maxCapacity`, checks.mismatch(maxCapacity, least, TARGET_PAGE));
  } else if (initialInstanceCount < minCapacity || initialInstanceCount > maxCapacity) {
    problems.note(
      path,
      `is from ${minCapacity} to ${maxCapacity} instances, but initialInstanceCount is ${initialInstanceCount}: give it within these limits`,
    );
  }
  return problems.all;
}

function capacityProblems(
  path: string,
  capacity: number | undefined,
  low: number,
  why: string,
): readonly Problem[] {
  const problems = new Problems();
  problems.note(path, optional(capacity, checks.integer(low, MAX_INTEGER, "instances", why)));
  return problems.all;
}

function countProblems(
  path: string,
  targetTracking: object,
  stepScaling: object,
  scheduledActions: object,
): readonly Problem[] {
  const problems = new Problems();
  const policies = Object.keys(targetTracking).length + Object.keys(stepScaling).length;
  const actions = Object.keys(scheduledActions).length;
  if (policies + actions === 0) {
    problems.note(
      path,
      "has no policy, so that nothing is scaled: give targetTracking, stepScaling or scheduledActions",
    );
  }
  if (policies > MAX_POLICIES) {
    problems.note(path, `has ${policies} policies, but may have at most ${MAX_POLICIES} (${QUOTAS_PAGE})`);
  }
  if (actions > MAX_SCHEDULED_ACTIONS) {
    problems.note(
      `${path}.scheduledActions`,
      `has ${actions} entries, but may have at most ${MAX_SCHEDULED_ACTIONS} (${QUOTAS_PAGE})`,
    );
  }
  return problems.all;
}

/** Application Auto Scaling takes one target tracking policy a metric. */
function sameMetricProblems(
  path: string,
  policies: Readonly<Record<string, pulumi.Unwrap<TargetTracking>>>,
): readonly Problem[] {
  const problems = new Problems();
  const seen = new Map<string, string>();
  for (const [name, { metric, customizedMetric }] of Object.entries(policies)) {
    const key = JSON.stringify(metric ?? customizedMetric);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, name);
    else if (key !== undefined) {
      problems.note(
        propertyPathOf(`${path}.targetTracking`, name),
        `follows the same metric as ${JSON.stringify(first)}: leave one of the two out`,
      );
    }
  }
  return problems.all;
}

function scheduledProblems(
  path: string,
  action: pulumi.Unwrap<ScheduledScaling>,
  fewest: number | undefined,
): readonly Problem[] {
  const problems = new Problems();
  const { schedule, timezone, startTime, endTime, minCapacity, maxCapacity } = action;
  problems.note(`${path}.schedule`, scheduleProblem(schedule));
  problems.note(`${path}.timezone`, optional(timezone, timezoneProblem));
  problems.note(`${path}.startTime`, optional(startTime, timeProblem));
  problems.note(`${path}.endTime`, optional(endTime, timeProblem));
  if (startTime !== undefined && endTime !== undefined && Date.parse(startTime) >= Date.parse(endTime)) {
    problems.note(`${path}.endTime`, checks.mismatch(endTime, `after startTime, which is ${startTime}`));
  }
  if (minCapacity === undefined && maxCapacity === undefined) {
    problems.note(path, "changes nothing: give minCapacity, maxCapacity, or both");
  }
  // Only with a minCapacity of 0 is there a policy that starts an instance for a request that finds none.
  const low = fewest === 0 ? 0 : 1;
  const why = low === 0 ? SCHEDULE_PAGE : `0 takes the variant's own minCapacity to be 0 (${ZERO_PAGE})`;
  const capacities = [
    ...capacityProblems(`${path}.minCapacity`, minCapacity, low, why),
    ...capacityProblems(`${path}.maxCapacity`, maxCapacity, low, why),
  ];
  if (capacities.length === 0 && (minCapacity ?? 0) > (maxCapacity ?? Infinity)) {
    const least = `at least minCapacity, which is ${String(minCapacity)}`;
    problems.note(`${path}.maxCapacity`, checks.mismatch(maxCapacity, least, SCHEDULE_PAGE));
  }
  return [...problems.all, ...capacities];
}

const TIME_OF_DAY = "\\d{2}:\\d{2}:\\d{2}";
const AT = new RegExp(`^at\\((\\d{4}-\\d{2}-\\d{2}T${TIME_OF_DAY})\\)$`);
const RATE = /^rate\([1-9]\d* (minute|hour|day)s?\)$/;
const CRON = /^cron\((\S+ ){5}\S+\)$/;
const TIME = new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${TIME_OF_DAY}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$`);

const scheduleProblem = checks.sourced(SCHEDULE_PAGE, (schedule: string) => {
  const [, at] = AT.exec(schedule) ?? [];
  return isTime(`${at ?? ""}Z`) || RATE.test(schedule) || CRON.test(schedule)
    ? undefined
    : checks.mismatch(
        schedule,
        "at(<date>T<time>), rate(<number> <unit>) or cron(<six fields>), as cron(0 7 ? * MON-FRI *)",
      );
});

const timeProblem = checks.sourced(SCHEDULE_PAGE, (time: string) =>
  isTime(time) ? undefined : checks.mismatch(time, "a time by RFC 3339, as 2026-12-01T00:00:00Z"),
);

/** Whether a text is a time by RFC 3339 of a day that there is. */
function isTime(text: string): boolean {
  if (!TIME.test(text) || Number.isNaN(Date.parse(text))) return false;
  // Days that a month does not have are taken for those of the next.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return day.toISOString().startsWith(text.slice(0, 10));
}

const timezoneProblem = checks.sourced(SCHEDULE_PAGE, (timezone: string) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    // Node takes names in any case, and AWS as IANA writes them; offsets are no names.
    if (/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(timezone)) return undefined;
  } catch {
    // No zone that is known.
  }
  return checks.mismatch(timezone, "the name of an IANA time zone, as Europe/Rome");
});
