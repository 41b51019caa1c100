import type * as pulumi from "@pulumi/pulumi";
import { checks, Problems, propertyPathOf, type Problem } from "../../common";
import {
  ComparisonOperator,
  EndpointMetric,
  MissingData,
  type EndpointAlarm,
  type EndpointAlarmRule,
} from "./monitoring-alarm";
import { absence, METRICS, type Measured, type Thresholds } from "./monitoring-metrics";

const DEFAULT_PERIOD = 60;
const DEFAULT_EVALUATION_PERIODS = 3;
const ALARM_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html";
const STATISTICS_PAGE =
  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html";
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_DAY = 86_400;
const LONG_PERIOD = 3600;
const DAYS_OF_LONG_PERIODS = 7;
const SHORT_PERIODS = [10, 20, 30];
const STATISTICS = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"];
/** The statistics that CloudWatch calls extended, as the AWS provider takes them. */
const EXTENDED =
  /^((p|tm|wm|tc|ts)([0-9]{1,2}(\.[0-9]{1,2})?|100)|IQM|(TM|WM|PR|TC|TS)\((?!:\))([0-9]+(\.[0-9]+)?%?)?:([0-9]+(\.[0-9]+)?%?)?\))$/;

/** What an alarm is to be, with the defaults filled in. */
export interface AlarmRule {
  readonly metric: EndpointMetric;
  readonly statistic: string;
  readonly threshold: number;
  readonly comparisonOperator: string;
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number | undefined;
  readonly treatMissingData: string;
}

/** An alarm's rule with the defaults filled in. */
export function withDefaults(rule: pulumi.Unwrap<EndpointAlarmRule>): AlarmRule {
  const { metric, comparisonOperator = ComparisonOperator.GreaterThanOrEqualToThreshold } = rule;
  // Where requests are counted, none at all leaves no data, and would never be too few.
  const none = METRICS[metric].silentAtZero && looksDown(comparisonOperator);
  return {
    metric,
    statistic: rule.statistic ?? METRICS[metric].statistic,
    threshold: rule.threshold,
    comparisonOperator,
    period: rule.period ?? DEFAULT_PERIOD,
    evaluationPeriods: rule.evaluationPeriods ?? DEFAULT_EVALUATION_PERIODS,
    datapointsToAlarm: rule.datapointsToAlarm,
    treatMissingData: rule.treatMissingData ?? (none ? MissingData.Breaching : MissingData.NotBreaching),
  };
}

/** Whether an alarm fires below its threshold. */
export const looksDown = (operator: string): boolean => operator.startsWith("LessThan");

/** Whether CloudWatch takes a statistic as an extended one. */
export const isExtended = (statistic: string): boolean => EXTENDED.test(statistic);

/** Seconds that must pass before an alarm can fire. */
export const secondsToAlarm = (rule: AlarmRule): number =>
  rule.period * (rule.datapointsToAlarm ?? rule.evaluationPeriods);

/** The variants that alarms can be on, with their instance types. */
export interface Watched {
  readonly asynchronous: boolean;
  /** Those of which an alarm may leave out which it is on, if there is only one. */
  readonly production: Readonly<Record<string, string>>;
  readonly shadow: Readonly<Record<string, string>>;
}

/** Says what is wrong with an alarm on one of the variants. */
export function alarmProblems(
  path: string,
  alarm: pulumi.Unwrap<EndpointAlarm>,
  { asynchronous, production, shadow }: Watched,
): readonly Problem[] {
  const problems = new Problems();
  const variants = { ...shadow, ...production };
  const known = Object.hasOwn(METRICS, alarm.metric) && METRICS[alarm.metric].ofVariant;
  const names = Object.keys({ ...production, ...shadow })
    .map((name) => JSON.stringify(name))
    .join(", ");
  const [only = "", ...others] = Object.keys(production);
  if (alarm.variant === undefined) {
    if (known && others.length > 0)
      problems.note(`${path}.variant`, `is missing, but must be one of the variants: ${names}`);
  } else if (!Object.hasOwn(variants, alarm.variant)) {
    problems.note(
      `${path}.variant`,
      `is ${JSON.stringify(alarm.variant)}, but must be one of the variants: ${names}`,
    );
  } else if (!known && Object.hasOwn(METRICS, alarm.metric)) {
    problems.note(`${path}.variant`, `is given, but ${alarm.metric} is the whole endpoint's: leave it out`);
  }
  const instanceType = known ? variants[alarm.variant ?? only] : undefined;
  return [...problems.all, ...ruleProblems(path, alarm, { asynchronous, instanceType })];
}

/** Says what is wrong with the rule of an alarm. */
export function ruleProblems(
  path: string,
  rule: pulumi.Unwrap<EndpointAlarmRule>,
  where: Measured,
): readonly Problem[] {
  const problems = new Problems();
  const metric = checks.oneOf<EndpointMetric>(Object.values(EndpointMetric))(rule.metric);
  problems.note(`${path}.metric`, metric ?? absence(rule.metric, where));
  if (metric === undefined) {
    problems.note(`${path}.threshold`, thresholdProblem(rule));
    problems.note(`${path}.statistic`, optional(rule.statistic, statistic));
  }
  problems.note(
    `${path}.comparisonOperator`,
    optional(rule.comparisonOperator, checks.oneOf<ComparisonOperator>(Object.values(ComparisonOperator))),
  );
  problems.note(
    `${path}.treatMissingData`,
    optional(rule.treatMissingData, checks.oneOf<MissingData>(Object.values(MissingData))),
  );
  return [...problems.all, ...periodProblems(path, rule)];
}

/** A metric never leaves its range: beyond it, an alarm would be on for ever, or never. */
function thresholdProblem(rule: pulumi.Unwrap<EndpointAlarmRule>): string | undefined {
  const { metric, statistic, threshold } = rule;
  const { comparisonOperator: operator = ComparisonOperator.GreaterThanOrEqualToThreshold } = rule;
  const facts = METRICS[metric];
  const usual = statistic === undefined || statistic === facts.statistic;
  const { noun, example, least, most }: Thresholds = usual
    ? facts.thresholds
    : { noun: "a number", least: 0, most: Infinity };
  const leastCounts =
    least > 0 || operator === "GreaterThanThreshold" || operator === "LessThanOrEqualToThreshold";
  const mostCounts = least > 0 || !leastCounts;
  const holds =
    Number.isFinite(threshold) &&
    (leastCounts ? threshold >= least : threshold > least) &&
    (mostCounts ? threshold <= most : threshold < most);
  if (holds) return undefined;
  const low = leastCounts ? `of at least ${least}` : `above ${least}`;
  const high = most === Infinity ? "" : ` and ${mostCounts ? "at most" : "below"} ${most}`;
  return checks.mismatch(
    threshold,
    `${noun} ${low}${high}${example === undefined ? "" : `, ${example}`}`,
    `by ${operator} the alarm would otherwise be on for ever, or never (${ALARM_PAGE})`,
  );
}

const statistic = checks.sourced(STATISTICS_PAGE, (given: string) =>
  STATISTICS.includes(given) || isExtended(given)
    ? undefined
    : checks.mismatch(given, `one of ${STATISTICS.join(", ")}, or an extended one, as p99 or tm90`),
);

function periodProblems(path: string, rule: pulumi.Unwrap<EndpointAlarmRule>): readonly Problem[] {
  const problems = new Problems();
  const {
    period = DEFAULT_PERIOD,
    evaluationPeriods = DEFAULT_EVALUATION_PERIODS,
    datapointsToAlarm = 1,
  } = rule;
  const problem = periodProblem(period, rule.metric);
  problems.note(`${path}.period`, problem);
  if (problem !== undefined) return problems.all;
  const days = period >= LONG_PERIOD ? DAYS_OF_LONG_PERIODS : 1;
  const most = Math.floor((days * SECONDS_PER_DAY) / period);
  const unit = `periods of ${period} seconds, which is ${days === 1 ? "a day" : `${days} days`}`;
  const periods = checks.sourced(ALARM_PAGE, checks.integer(1, most, unit))(evaluationPeriods);
  problems.note(`${path}.evaluationPeriods`, periods);
  if (periods === undefined) {
    const some = checks.integer(1, evaluationPeriods, "of the evaluationPeriods");
    problems.note(`${path}.datapointsToAlarm`, checks.sourced(ALARM_PAGE, some)(datapointsToAlarm));
  }
  return problems.all;
}

function periodProblem(period: number, metric: EndpointMetric): string | undefined {
  const minutes = period / SECONDS_PER_MINUTE;
  const most = DAYS_OF_LONG_PERIODS * SECONDS_PER_DAY;
  if (Number.isInteger(minutes) && minutes >= 1 && period <= most) return undefined;
  const seldom = Object.hasOwn(METRICS, metric) && METRICS[metric].resolution >= SECONDS_PER_MINUTE;
  if (!seldom && SHORT_PERIODS.includes(period)) return undefined;
  return checks.mismatch(
    period,
    `${seldom ? "" : "10, 20, 30 or "}a multiple of 60 seconds, at most ${most}`,
    seldom && SHORT_PERIODS.includes(period)
      ? `${metric} has data once a minute, and an alarm that looks for it more often finds too little to fire (${ALARM_PAGE})`
      : ALARM_PAGE,
  );
}

/** Says what is wrong with a key that becomes part of names at AWS. */
export function keyProblems(path: string, key: string): readonly Problem[] {
  const problems = new Problems();
  problems.note(propertyPathOf(path, key), checks.key(checks.sageMakerName)(key));
  return problems.all;
}

/** Checks what need not be given. */
export function optional<T>(
  value: T | undefined,
  check: (known: T) => string | undefined,
): string | undefined {
  return value === undefined ? undefined : check(value);
}
