import type * as pulumi from "@pulumi/pulumi";
import { checks, propertyPathOf } from "../common";
import { optional } from "./monitoring-checks";
import { stepFindings, trackingFindings } from "./scaling-policy-checks";
import type { ScheduledScaling, TargetTracking, VariantScaling } from "./scaling-settings";
import { Findings, type Finding } from "./whole";

/** https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-limits.html */
const MAX_POLICIES = 50;
const MAX_SCHEDULED_ACTIONS = 200;
const SECONDS_PER_MINUTE = 60;
const DEFAULT_SAFETY_FACTOR = 0.5;

/** What is scaled: one variant, once it is known. */
export interface ScaledVariant {
  readonly instanceType: string;
  readonly initialInstanceCount: number;
  readonly asynchronous: boolean;
}

/** Says what is wrong with the scaling of a variant. */
export function scalingFindings(
  path: string,
  scaling: pulumi.Unwrap<VariantScaling>,
  variant: ScaledVariant,
): readonly Finding[] {
  const { targetTracking = {}, stepScaling = {}, scheduledActions = {} } = scaling;
  return [
    ...variantFindings(path, scaling, variant),
    ...countFindings(path, targetTracking, stepScaling, scheduledActions),
    ...sameMetricFindings(path, targetTracking),
    ...Object.entries(targetTracking).flatMap(([name, policy]) =>
      trackingFindings(propertyPathOf(`${path}.targetTracking`, name), policy, variant.asynchronous),
    ),
    ...Object.entries(stepScaling).flatMap(([name, policy]) =>
      stepFindings(propertyPathOf(`${path}.stepScaling`, name), policy, variant.asynchronous),
    ),
    ...Object.entries(scheduledActions).flatMap(([name, action]) =>
      scheduledFindings(propertyPathOf(`${path}.scheduledActions`, name), action, variant),
    ),
  ];
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

function variantFindings(
  path: string,
  { minCapacity = 1, maxCapacity }: pulumi.Unwrap<VariantScaling>,
  { instanceType, initialInstanceCount, asynchronous }: ScaledVariant,
): readonly Finding[] {
  const findings = new Findings();
  if (/^ml\.t[0-9]/.test(String(instanceType))) {
    findings.note(
      path,
      `is given, but SageMaker scales no burstable instances, as ${instanceType}: choose another type, as ml.m5.large`,
    );
  }
  const capacities = capacityFindings(path, minCapacity, maxCapacity, asynchronous);
  if (capacities.length > 0) return [...findings.all, ...capacities];
  if (initialInstanceCount < minCapacity || initialInstanceCount > maxCapacity) {
    findings.note(
      path,
      `is from ${minCapacity} to ${maxCapacity} instances, but initialInstanceCount is ${initialInstanceCount}: give it within these limits`,
    );
  }
  return findings.all;
}

function capacityFindings(
  path: string,
  min: number | undefined,
  max: number | undefined,
  asynchronous: boolean,
): readonly Finding[] {
  const findings = new Findings();
  const isCount = (value: number): boolean => Number.isSafeInteger(value);
  const low = asynchronous ? 0 : 1;
  const why = asynchronous ? undefined : "only asynchronous inference scales to 0";
  if (min !== undefined && !(isCount(min) && min >= low)) {
    findings.note(`${path}.minCapacity`, checks.mismatch(min, `a whole number of at least ${low}`, why));
  }
  if (max !== undefined && !(isCount(max) && max >= 1)) {
    findings.note(`${path}.maxCapacity`, checks.mismatch(max, "a whole number of at least 1"));
  } else if (min !== undefined && max !== undefined && findings.all.length === 0 && min > max) {
    findings.note(`${path}.maxCapacity`, checks.mismatch(max, `at least minCapacity, which is ${min}`));
  }
  return findings.all;
}

function countFindings(
  path: string,
  targetTracking: object,
  stepScaling: object,
  scheduledActions: object,
): readonly Finding[] {
  const findings = new Findings();
  const policies = Object.keys(targetTracking).length + Object.keys(stepScaling).length;
  const actions = Object.keys(scheduledActions).length;
  if (policies + actions === 0) {
    findings.note(
      path,
      "has no policy, so that nothing is scaled: give targetTracking, stepScaling or scheduledActions",
    );
  }
  if (policies > MAX_POLICIES)
    findings.note(path, `has ${policies} policies, but may have at most ${MAX_POLICIES}`);
  if (actions > MAX_SCHEDULED_ACTIONS) {
    findings.note(
      `${path}.scheduledActions`,
      `has ${actions} entries, but may have at most ${MAX_SCHEDULED_ACTIONS}`,
    );
  }
  return findings.all;
}

/** Application Auto Scaling takes one target tracking policy a metric. */
function sameMetricFindings(
  path: string,
  policies: Readonly<Record<string, pulumi.Unwrap<TargetTracking>>>,
): readonly Finding[] {
  const findings = new Findings();
  const seen = new Map<string, string>();
  for (const [name, { metric, customizedMetric }] of Object.entries(policies)) {
    const key = JSON.stringify(metric ?? customizedMetric);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, name);
    else if (key !== undefined) {
      findings.note(
        propertyPathOf(`${path}.targetTracking`, name),
        `follows the same metric as ${JSON.stringify(first)}: leave one of the two out`,
      );
    }
  }
  return findings.all;
}

function scheduledFindings(
  path: string,
  action: pulumi.Unwrap<ScheduledScaling>,
  { asynchronous }: ScaledVariant,
): readonly Finding[] {
  const findings = new Findings();
  const { schedule, timezone, startTime, endTime, minCapacity, maxCapacity } = action;
  findings.note(
    `${path}.schedule`,
    checks.pattern(
      SCHEDULE,
      "at(<date>T<time>), rate(<number> <unit>) or cron(<six fields>), as cron(0 7 ? * MON-FRI *)",
    )(schedule),
  );
  findings.note(`${path}.timezone`, optional(timezone, timezoneProblem));
  const time = checks.pattern(TIME, "a time by RFC 3339, as 2026-12-01T00:00:00Z");
  findings.note(`${path}.startTime`, optional(startTime, time));
  findings.note(`${path}.endTime`, optional(endTime, time));
  if (startTime !== undefined && endTime !== undefined && Date.parse(startTime) >= Date.parse(endTime)) {
    findings.note(`${path}.endTime`, checks.mismatch(endTime, `after startTime, which is ${startTime}`));
  }
  if (minCapacity === undefined && maxCapacity === undefined) {
    findings.note(path, "changes nothing: give minCapacity, maxCapacity, or both");
  }
  return [...findings.all, ...capacityFindings(path, minCapacity, maxCapacity, asynchronous)];
}

/** https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html */
const SCHEDULE =
  /^(at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)|rate\([1-9]\d* (minute|hour|day)s?\)|cron\((\S+ ){5}\S+\))$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function timezoneProblem(timezone: string): string | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return undefined;
  } catch {
    return checks.mismatch(timezone, "the name of an IANA time zone, as Europe/Rome");
  }
}
