import type * as pulumi from "@pulumi/pulumi";
import { checks, Problems, propertyPathOf, type Check, type Problem } from "../../common";
import { isExtended, optional } from "../monitoring/monitoring-checks";
import type { CustomizedScalingMetric, ScalingMetricQuery } from "./scaling-settings";

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
export function customizedMetricProblems(path: string, metric: KnownMetric): readonly Problem[] {
  const { queries, ...single } = metric;
  if (queries === undefined) {
    return metricProblems(path, single, "queries", statistic);
  }
  const problems = new Problems();
  for (const [property, value] of Object.entries(single)) {
    if (value === undefined) continue;
    problems.note(
      `${path}.${property}`,
      "cannot be combined with queries: move it to one of them, or remove it",
    );
  }
  if (!Array.isArray(queries) || queries.length === 0) {
    problems.note(`${path}.queries`, `is empty, but must have a metric (${QUERY_PAGE})`);
    return problems.all;
  }
  const known: readonly KnownQuery[] = queries;
  const ids = known.map((query) => query.id);
  return [
    ...problems.all,
    ...known.flatMap((query, index) => {
      const first = ids.indexOf(query.id);
      const same = first === index ? undefined : `is the same as ${path}.queries[${first}].id`;
      return queryProblems(`${path}.queries[${index}]`, query, same);
    }),
  ];
}

function queryProblems(path: string, query: KnownQuery, same: string | undefined): readonly Problem[] {
  const problems = new Problems();
  const { id: given, expression: formula, ...metric } = query;
  problems.note(`${path}.id`, same ?? id(given));
  if (formula === undefined) {
    return [...problems.all, ...metricProblems(path, metric, "expression", queriedStatistic)];
  }
  problems.note(`${path}.expression`, expression(formula));
  for (const [property, value] of Object.entries(metric)) {
    if (value === undefined) continue;
    problems.note(`${path}.${property}`, "cannot be combined with expression: remove one of them");
  }
  return problems.all;
}

function metricProblems(
  path: string,
  metric: Omit<KnownMetric, "queries">,
  instead: string,
  ofStatistic: Check<string>,
): readonly Problem[] {
  const problems = new Problems();
  const { metricName, namespace, dimensions = {} } = metric;
  problems.note(
    `${path}.metricName`,
    metricName === undefined ? `is missing: give it, or ${instead}` : name(metricName),
  );
  if (metricName !== undefined || namespace !== undefined) {
    problems.note(
      `${path}.namespace`,
      namespace === undefined ? "is missing, but is required with metricName" : name(namespace),
    );
  }
  problems.note(`${path}.statistic`, optional(metric.statistic, ofStatistic));
  problems.note(`${path}.unit`, optional(metric.unit, unit));
  for (const [dimension, value] of Object.entries(dimensions)) {
    problems.note(propertyPathOf(`${path}.dimensions`, dimension), name(dimension) ?? name(value));
  }
  return problems.all;
}
