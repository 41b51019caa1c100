import type * as pulumi from "@pulumi/pulumi";
import { checks, propertyPathOf, type Check } from "../../common";
import { isExtended, optional } from "../monitoring/monitoring-checks";
import type { CustomizedScalingMetric, ScalingMetricQuery } from "./scaling-settings";
import { Findings, type Finding } from "../whole";

const SPECIFICATION_PAGE =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_CustomizedMetricSpecification.html";
const QUERY_PAGE =
  "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html";
const UNITS_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html";
const MAX_NAME_LENGTH = 255;
const MAX_EXPRESSION_LENGTH = 2048;
const STATISTICS = ["Average", "Minimum", "Maximum", "SampleCount", "Sum"];
const SIZES = ["Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"];
const BITS = ["Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"];
const AMOUNTS = [...SIZES, ...BITS, "Count"];
const UNITS = [
  ...["Seconds", "Microseconds", "Milliseconds", "Percent", "None"],
  ...AMOUNTS,
  ...AMOUNTS.map((amount) => `${amount}/Second`),
];

type KnownMetric = pulumi.Unwrap<CustomizedScalingMetric>;
type KnownQuery = pulumi.Unwrap<ScalingMetricQuery>;

const textOf = (most: number, page: string): Check<string> =>
  checks.sourced(page, (value: unknown) =>
    typeof value === "string" && value.length >= 1 && value.length <= most
      ? undefined
      : checks.mismatch(value, `text of 1 to ${most} characters`),
  );
const name = textOf(MAX_NAME_LENGTH, SPECIFICATION_PAGE);
const unit = checks.sourced(UNITS_PAGE, checks.oneOf(UNITS));
const statistic = checks.sourced(SPECIFICATION_PAGE, checks.oneOf(STATISTICS));
const queriedStatistic = checks.sourced(QUERY_PAGE, (given: string) =>
  STATISTICS.includes(given) || isExtended(given)
    ? undefined
    : checks.mismatch(given, `one of ${STATISTICS.join(", ")}, or an extended one, as p99`),
);
const id = checks.sourced(
  QUERY_PAGE,
  checks.pattern(
    /^[a-z][a-zA-Z0-9_]{0,254}$/,
    "a lower-case letter, and then letters, digits and underscores, 255 in all",
  ),
);
const expression = textOf(MAX_EXPRESSION_LENGTH, QUERY_PAGE);

/** Says what is wrong with a metric of one's own. */
export function customizedMetricFindings(path: string, metric: KnownMetric): readonly Finding[] {
  const { queries, ...single } = metric;
  if (queries === undefined) {
    return metricFindings(path, single, "queries", statistic);
  }
  const findings = new Findings();
  for (const [property, value] of Object.entries(single)) {
    if (value === undefined) continue;
    findings.note(`${path}.${property}`, "is given beside queries: move it to one of them, or leave it out");
  }
  if (!Array.isArray(queries) || queries.length === 0) {
    findings.note(`${path}.queries`, `is empty, but must have a metric (${QUERY_PAGE})`);
    return findings.all;
  }
  const known: readonly KnownQuery[] = queries;
  const ids = known.map((query) => query.id);
  return [
    ...findings.all,
    ...known.flatMap((query, index) => {
      const first = ids.indexOf(query.id);
      const same = first === index ? undefined : `is the same as ${path}.queries[${first}].id`;
      return queryFindings(`${path}.queries[${index}]`, query, same);
    }),
  ];
}

function queryFindings(path: string, query: KnownQuery, same: string | undefined): readonly Finding[] {
  const findings = new Findings();
  const { id: given, expression: formula, ...metric } = query;
  findings.note(`${path}.id`, same ?? id(given));
  if (formula === undefined) {
    return [...findings.all, ...metricFindings(path, metric, "expression", queriedStatistic)];
  }
  findings.note(`${path}.expression`, expression(formula));
  for (const [property, value] of Object.entries(metric)) {
    if (value === undefined) continue;
    findings.note(`${path}.${property}`, "is given beside expression: leave one of the two out");
  }
  return findings.all;
}

function metricFindings(
  path: string,
  metric: Omit<KnownMetric, "queries">,
  instead: string,
  ofStatistic: Check<string>,
): readonly Finding[] {
  const findings = new Findings();
  const { metricName, namespace, dimensions = {} } = metric;
  findings.note(
    `${path}.metricName`,
    metricName === undefined ? `is missing: give it, or ${instead}` : name(metricName),
  );
  if (metricName !== undefined || namespace !== undefined) {
    findings.note(
      `${path}.namespace`,
      namespace === undefined ? "is missing, but is required with metricName" : name(namespace),
    );
  }
  findings.note(`${path}.statistic`, optional(metric.statistic, ofStatistic));
  findings.note(`${path}.unit`, optional(metric.unit, unit));
  for (const [dimension, value] of Object.entries(dimensions)) {
    findings.note(propertyPathOf(`${path}.dimensions`, dimension), name(dimension) ?? name(value));
  }
  return findings.all;
}
