import type * as pulumi from "@pulumi/pulumi";
import { checks } from "../common";
import {
  ComparisonOperator,
  EndpointMetric,
  MissingData,
  type EndpointAlarm,
  type EndpointAlarmRule,
} from "./monitoring-alarm";
import { ASYNCHRONOUS_METRICS, METRICS } from "./monitoring-metrics";
import { Findings, type Finding } from "./whole";

const DEFAULT_PERIOD = 60;
const DEFAULT_EVALUATION_PERIODS = 3;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const SECONDS_PER_DAY = 86_400;
const LONG_PERIOD = 3600;
const DAYS_OF_LONG_PERIODS = 7;
const STATISTICS = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"];
const PERCENTILE = /^p([0-9]{1,2}(\.[0-9]{1,10})?|100)$/;

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
  return {
    metric: rule.metric,
    statistic: rule.statistic ?? METRICS[rule.metric].statistic,
    threshold: rule.threshold,
    comparisonOperator: rule.comparisonOperator ?? ComparisonOperator.GreaterThanOrEqualToThreshold,
    period: rule.period ?? DEFAULT_PERIOD,
    evaluationPeriods: rule.evaluationPeriods ?? DEFAULT_EVALUATION_PERIODS,
    datapointsToAlarm: rule.datapointsToAlarm,
    treatMissingData: rule.treatMissingData ?? MissingData.NotBreaching,
  };
}

/** Whether CloudWatch takes a statistic as an extended one. */
export const isPercentile = (statistic: string): boolean => PERCENTILE.test(statistic);

/** Seconds that must pass before an alarm can go off. */
export const secondsToAlarm = (rule: AlarmRule): number =>
  rule.period * (rule.datapointsToAlarm ?? rule.evaluationPeriods);

/** Says what is wrong with an alarm on one of the variants. */
export function alarmFindings(
  path: string,
  alarm: pulumi.Unwrap<EndpointAlarm>,
  variants: readonly string[],
  asynchronous: boolean,
): readonly Finding[] {
  const findings = new Findings();
  const known = Object.hasOwn(METRICS, alarm.metric) && METRICS[alarm.metric].ofVariant;
  const names = variants.map((name) => JSON.stringify(name)).join(", ");
  if (alarm.variant === undefined) {
    if (known && variants.length > 1)
      findings.note(`${path}.variant`, `is missing, but must be one of the variants: ${names}`);
  } else if (!variants.includes(alarm.variant)) {
    findings.note(
      `${path}.variant`,
      `is ${JSON.stringify(alarm.variant)}, but must be one of the variants: ${names}`,
    );
  } else if (!known && Object.hasOwn(METRICS, alarm.metric)) {
    findings.note(`${path}.variant`, `is given, but ${alarm.metric} is the whole endpoint's: leave it out`);
  }
  return [...findings.all, ...ruleFindings(path, alarm, asynchronous)];
}

/** Says what is wrong with the rule of an alarm. */
export function ruleFindings(
  path: string,
  rule: pulumi.Unwrap<EndpointAlarmRule>,
  asynchronous: boolean,
): readonly Finding[] {
  const findings = new Findings();
  const metric = checks.oneOf<EndpointMetric>(Object.values(EndpointMetric))(rule.metric);
  findings.note(`${path}.metric`, metric ?? asynchronousOnly(rule.metric, asynchronous));
  if (metric === undefined) {
    findings.note(`${path}.threshold`, thresholdProblem(rule));
    findings.note(`${path}.statistic`, statisticProblem(rule.statistic));
  }
  findings.note(
    `${path}.comparisonOperator`,
    optional(rule.comparisonOperator, checks.oneOf<ComparisonOperator>(Object.values(ComparisonOperator))),
  );
  findings.note(
    `${path}.treatMissingData`,
    optional(rule.treatMissingData, checks.oneOf<MissingData>(Object.values(MissingData))),
  );
  return [...findings.all, ...periodFindings(path, rule)];
}

function asynchronousOnly(metric: EndpointMetric, asynchronous: boolean): string | undefined {
  return asynchronous || !ASYNCHRONOUS_METRICS.includes(metric)
    ? undefined
    : `is ${JSON.stringify(metric)}, which only asynchronous endpoints have`;
}

function thresholdProblem({
  metric,
  statistic,
  threshold,
}: pulumi.Unwrap<EndpointAlarmRule>): string | undefined {
  const facts = METRICS[metric];
  const { above, max, allowed } = facts.thresholds;
  const usual = statistic === undefined || statistic === facts.statistic;
  const [low, high, words] = usual ? [above, max, allowed] : [-1, Infinity, "a number of at least 0"];
  return Number.isFinite(threshold) && threshold > low && threshold >= 0 && threshold <= high
    ? undefined
    : checks.mismatch(threshold, words);
}

function statisticProblem(statistic: string | undefined): string | undefined {
  return statistic === undefined || STATISTICS.includes(statistic) || isPercentile(statistic)
    ? undefined
    : checks.mismatch(statistic, `one of ${STATISTICS.join(", ")}, or a percentile, as p99`);
}

function periodFindings(path: string, rule: pulumi.Unwrap<EndpointAlarmRule>): readonly Finding[] {
  const findings = new Findings();
  const {
    period = DEFAULT_PERIOD,
    evaluationPeriods = DEFAULT_EVALUATION_PERIODS,
    datapointsToAlarm = 1,
  } = rule;
  const isPeriod = [10, 20, 30].includes(period) || (Number.isInteger(period / 60) && period > 0);
  if (!isPeriod || period > SECONDS_PER_DAY) {
    findings.note(
      `${path}.period`,
      checks.mismatch(period, "10, 20, 30 or a multiple of 60 seconds, at most a day"),
    );
    return findings.all;
  }
  const days = period >= LONG_PERIOD ? DAYS_OF_LONG_PERIODS : 1;
  const most = Math.floor((days * SECONDS_PER_DAY) / period);
  const periods = checks.integer(1, most, "periods")(evaluationPeriods);
  findings.note(`${path}.evaluationPeriods`, periods);
  if (periods === undefined) {
    findings.note(
      `${path}.datapointsToAlarm`,
      checks.integer(1, evaluationPeriods, "of the evaluationPeriods")(datapointsToAlarm),
    );
  }
  return findings.all;
}

/** Checks what need not be given. */
export function optional<T>(
  value: T | undefined,
  check: (known: T) => string | undefined,
): string | undefined {
  return value === undefined ? undefined : check(value);
}
