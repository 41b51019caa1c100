import { fields, list, text } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { byUse, count, monthly, unpriced, type Charge, type Meter, type Metered } from "./meter";

/** The alarms that a policy of target tracking makes: one to scale out, one to scale in. */
const ALARMS_OF_TARGET_TRACKING = 2;
/** An alarm whose period is shorter is one of high resolution, in seconds. */
const STANDARD_PERIOD = 60;
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** An alarm, and the custom metric it watches where it is the first alarm of the plan to do so. */
export const metricAlarm: Meter = {
  kind: "CloudWatch",
  of(alarm, graph): Metered {
    const watched = metricsOf(alarm);
    const periods = watched.map(({ period }) => Number(period)).filter((period) => period > 0);
    const isFast = periods.some((period) => period < STANDARD_PERIOD);
    const isAnomaly = text(alarm.inputs.thresholdMetricId) !== undefined;
    // https://aws.amazon.com/cloudwatch/pricing/: anomaly detection evaluates the metric and two bounds.
    const number = Math.max(watched.length, 1) * (isAnomaly ? 3 : 1);
    const metrics = watched.filter((metric) => isFirstOf(alarm, metric, graph));
    return {
      charges: [
        isFast
          ? monthly("alarm.fast.month", number, "alarm with a period below 60 s")
          : monthly("alarm.month", number, number === 1 ? "alarm" : `alarm on ${count(number, "metric")}`),
        ...metrics.map(({ namespace, metricName }) =>
          monthly("metric.month", 1, `custom metric ${text(namespace) ?? ""} ${text(metricName) ?? ""}`),
        ),
      ],
    };
  },
};

type Metric = Readonly<Record<string, unknown>>;

/** The metrics that an alarm watches. */
function metricsOf({ inputs }: RecordedResource): readonly Metric[] {
  const queried = list(inputs.metricQueries).flatMap(({ metric }) =>
    metric === undefined ? [] : [fields(metric)],
  );
  return text(inputs.metricName) === undefined ? queried : [inputs, ...queried];
}

/** Whether a metric is a custom one, of which no alarm before tells already. */
function isFirstOf(alarm: RecordedResource, metric: Metric, graph: ResourceGraph): boolean {
  // SageMaker publishes some of its own metrics, which cost nothing, as /aws/sagemaker/…
  if (/^(AWS|\/aws)\//.test(text(metric.namespace) ?? "AWS/")) return false;
  const first = graph
    .ofType(ALARM)
    .find((each) => !each.read && metricsOf(each).some((other) => identity(other) === identity(metric)));
  return first?.urn === alarm.urn;
}

function identity({ namespace, metricName, dimensions }: Metric): string {
  const sorted = Object.entries(fields(dimensions)).sort(([one], [other]) => one.localeCompare(other));
  return JSON.stringify([namespace, metricName, sorted]);
}

/** The alarms that autoscaling makes for itself. */
export const scalingPolicy: Meter = {
  kind: "CloudWatch",
  of: ({ inputs }) => ({
    charges:
      inputs.policyType === "TargetTrackingScaling"
        ? [
            monthly(
              "alarm.month",
              ALARMS_OF_TARGET_TRACKING,
              `${count(ALARMS_OF_TARGET_TRACKING, "alarm")} that target tracking makes`,
            ),
          ]
        : [],
  }),
};

/** A group of logs. */
export const logGroup: Meter = {
  kind: "CloudWatch",
  of({ inputs }): Metered {
    const group = text(inputs.logGroupClass) ?? "STANDARD";
    return group === "STANDARD"
      ? { charges: byUse("logs.ingestion", "logs.storage") }
      : unpriced(`the price of logs of class ${group} is not in the table`);
  },
};

/** A metric that is read out of logs. */
export const logMetricFilter: Meter = {
  kind: "CloudWatch",
  of: () => ({ charges: [monthly("metric.month", 1, "custom metric read out of logs")] }),
};

/** A cluster, which costs nothing but the metrics of its containers, where they are wanted. */
export const ecsCluster: Meter = {
  kind: "CloudWatch",
  of: ({ inputs }) =>
    list(inputs.settings).some(({ name, value }) => name === "containerInsights" && value !== "disabled")
      ? unpriced("Container Insights makes as many metrics as there are tasks and services")
      : { charges: [] },
};

/** A hosted zone; queries are counted for public zones. */
export const hostedZone: Meter = {
  kind: "Route 53",
  of: ({ inputs }) => ({
    charges: [
      monthly("zone.month", 1, list(inputs.vpcs).length > 0 ? "private hosted zone" : "public hosted zone"),
      ...(list(inputs.vpcs).length > 0 ? [] : byUse("zone.queries")),
    ],
  }),
};

/** A certificate, which costs nothing unless a private authority issues it. */
export const certificate: Meter = {
  kind: "ACM",
  of({ inputs }): Metered {
    if (text(inputs.certificateAuthorityArn) !== undefined) {
      return unpriced("the price of certificates of a private authority is not in the table");
    }
    return fields(inputs.options).export === "ENABLED"
      ? unpriced("the price of certificates that can be exported is not in the table")
      : { charges: [] };
  },
};

/** A meter of resources that are charged alike, whatever their inputs. */
export function fixed(kind: string, ...charges: readonly Charge[]): Meter {
  return { kind, of: () => ({ charges }) };
}
