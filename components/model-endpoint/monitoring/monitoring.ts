import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../../common";
import type { EndpointAlarm } from "./monitoring-alarm";
import { isExtended, withDefaults, type AlarmRule } from "./monitoring-checks";
import { dimensionsOf, METRICS } from "./monitoring-metrics";

/** An alarm on a metric of the endpoint. */
export interface WatchedMetric {
  /** The physical name; one that Pulumi makes up by default. */
  readonly alarmName?: pulumi.Input<string>;
  readonly rule: pulumi.Output<AlarmRule>;
  readonly description: pulumi.Input<string>;
  readonly endpointName: pulumi.Input<string>;
  readonly variantName: string;
  readonly actions: Pick<aws.cloudwatch.MetricAlarmArgs, "alarmActions" | "okActions">;
  readonly tags: aws.cloudwatch.MetricAlarmArgs["tags"];
}

/** Makes an alarm on a metric of the endpoint. */
export function createMetricAlarm(
  logicalName: string,
  { alarmName, rule, description, endpointName, variantName, actions, tags }: WatchedMetric,
  options: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  return new aws.cloudwatch.MetricAlarm(
    logicalName,
    {
      name: alarmName,
      alarmDescription: description,
      namespace: rule.apply(guarded(({ metric }) => METRICS[metric].namespace)),
      metricName: rule.metric,
      dimensions: pulumi
        .all([rule, endpointName])
        .apply(guarded(([{ metric }, endpoint]) => dimensionsOf(metric, endpoint, variantName))),
      statistic: rule.apply(guarded(({ statistic }) => (isExtended(statistic) ? undefined : statistic))),
      extendedStatistic: rule.apply(
        guarded(({ statistic }) => (isExtended(statistic) ? statistic : undefined)),
      ),
      threshold: rule.threshold,
      comparisonOperator: rule.comparisonOperator,
      period: rule.period,
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.apply(guarded(({ datapointsToAlarm }) => datapointsToAlarm)),
      treatMissingData: rule.treatMissingData,
      ...actions,
      tags,
    },
    options,
  );
}

/** Alarms under names of their own, checked, with what was given: names decide which are made. */
export interface Alarms {
  readonly given: Readonly<Record<string, EndpointAlarm>>;
  readonly known: pulumi.Output<Record<string, pulumi.Unwrap<EndpointAlarm>>>;
}

/** Makes the alarms that tell topics. */
export function createAlarms(
  { given, known }: Alarms,
  common: {
    readonly logicalName: (key: string) => string;
    readonly alarmName?: (key: string) => pulumi.Input<string>;
    readonly description: (key: string) => pulumi.Input<string>;
    readonly endpointName: pulumi.Input<string>;
    /** The variant of an alarm that names none. */
    readonly onlyVariant: string;
    readonly topicArns: pulumi.Output<string[]> | undefined;
    readonly tags: aws.cloudwatch.MetricAlarmArgs["tags"];
  },
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm[] {
  const { topicArns, endpointName, tags } = common;
  return Object.entries(given).map(([key, { variant }]) =>
    createMetricAlarm(
      common.logicalName(key),
      {
        alarmName: common.alarmName?.(key),
        rule: known.apply(guarded((alarms) => withDefaults(alarms[key] as pulumi.Unwrap<EndpointAlarm>))),
        description: common.description(key),
        endpointName,
        variantName: variant ?? common.onlyVariant,
        actions: { alarmActions: topicArns, okActions: topicArns },
        tags,
      },
      { parent },
    ),
  );
}
