import { INSTANCE_PRICES, INSTANCE_PRICES_AS_OF } from "./instance-prices";

/** The hours that a month is counted as, as AWS's own calculator does. */
export const HOURS_PER_MONTH = 730;

/** What one unit of something costs. */
export interface Price {
  /** The price of one unit, in the table's currency. */
  readonly amount: number;
  /** What a unit is, as `hour` or `GB-month`. */
  readonly unit: string;
  /** What is paid for. */
  readonly what: string;
  /** The page that lists the price. */
  readonly source: string;
  /** The day as of which the price is known, as `2026-09-27`; absent for the user's own. */
  readonly asOf?: string;
  /** What is free of it every month, which the estimate does not take off. */
  readonly freeTier?: string;
}

/** Prices by name, as `nat.hour`; those of SageMaker instances are named `sagemaker.instance.<type>`. */
export interface PriceTable {
  /** ISO 4217, as `USD`. */
  readonly currency: string;
  /** Where the prices come from, and of which day and region. */
  readonly source: string;
  readonly prices: Readonly<Record<string, Price>>;
}

/** The start of the name of an instance's price. */
export const INSTANCE = "sagemaker.instance.";

// Each price was taken from public estimates that were made of AWS's own price list by that day.
const [SUMMER_2024, AUTUMN_2024, SUMMER_2025] = ["2024-07-01", "2024-10-18", "2025-07-07"];
// As AWS's pages and announcements have it in public documentation.
const DOCUMENTED = "2026-08-20";

const page = (path: string): string => `https://aws.amazon.com/${path}/`;
const SAGEMAKER = page("sagemaker/ai/pricing");
const CLOUDWATCH = page("cloudwatch/pricing");
const VPC = page("vpc/pricing");
const price = (
  amount: number,
  unit: string,
  what: string,
  source: string,
  asOf: string,
  freeTier?: string,
): Price => ({ amount, unit, what, source, asOf, ...(freeTier === undefined ? {} : { freeTier }) });

const FARGATE = page("fargate/pricing");
const LOAD_BALANCERS = page("elasticloadbalancing/pricing");
const PRIVATELINK = page("privatelink/pricing");
const S3 = page("s3/pricing");
const LAMBDA = page("lambda/pricing");
const SECRETS = page("secrets-manager/pricing");
const KMS = page("kms/pricing");
const ROUTE_53 = page("route53/pricing");

/** The prices that the estimate knows, beside those of SageMaker instances. */
export const BASE_PRICES = {
  "sagemaker.data": price(0.016, "GB", "data into and out of endpoints", SAGEMAKER, DOCUMENTED),
  "fargate.x86.vcpu": price(0.04048, "vCPU-hour", "vCPU of tasks on x86", FARGATE, SUMMER_2025),
  "fargate.x86.memory": price(0.004445, "GB-hour", "memory of tasks on x86", FARGATE, SUMMER_2025),
  "fargate.arm.vcpu": price(0.03238, "vCPU-hour", "vCPU of tasks on ARM", FARGATE, DOCUMENTED),
  "fargate.arm.memory": price(0.00356, "GB-hour", "memory of tasks on ARM", FARGATE, DOCUMENTED),
  "fargate.storage": price(0.000111, "GB-hour", "ephemeral storage above 20 GB", FARGATE, DOCUMENTED),
  "alb.hour": price(0.0225, "hour", "application load balancer", LOAD_BALANCERS, SUMMER_2024),
  "alb.lcu": price(0.008, "LCU-hour", "load balancer capacity units", LOAD_BALANCERS, SUMMER_2024),
  "nlb.hour": price(0.0225, "hour", "network load balancer", LOAD_BALANCERS, SUMMER_2024),
  "nlb.lcu": price(0.006, "LCU-hour", "load balancer capacity units", LOAD_BALANCERS, SUMMER_2024),
  "endpoint.hour": price(0.01, "hour", "interface endpoint in a zone", PRIVATELINK, AUTUMN_2024),
  "endpoint.data": price(0.01, "GB", "data through interface endpoints", PRIVATELINK, AUTUMN_2024),
  "nat.hour": price(0.045, "hour", "NAT gateway", VPC, SUMMER_2024),
  "nat.data": price(0.045, "GB", "data through NAT gateways", VPC, SUMMER_2024),
  "ipv4.hour": price(0.005, "hour", "public IPv4 address", VPC, DOCUMENTED),
  "s3.storage": price(0.023, "GB-month", "storage in S3 Standard", S3, SUMMER_2024),
  "s3.put": price(0.005, "1,000 requests", "PUT, COPY, POST and LIST requests", S3, SUMMER_2024),
  "s3.get": price(0.0004, "1,000 requests", "GET and all other requests", S3, SUMMER_2024),
  "lambda.requests": price(
    0.2,
    "million requests",
    "invocations",
    LAMBDA,
    SUMMER_2024,
    "1 million requests and 400,000 GB-seconds a month of an account",
  ),
  "lambda.x86.duration": price(0.0000166667, "GB-second", "duration on x86", LAMBDA, SUMMER_2024),
  "lambda.arm.duration": price(0.0000133334, "GB-second", "duration on ARM", LAMBDA, SUMMER_2024),
  "secret.month": price(0.4, "month", "secret", SECRETS, SUMMER_2024),
  "secret.requests": price(0.05, "10,000 requests", "requests to Secrets Manager", SECRETS, SUMMER_2024),
  "kms.month": price(1, "month", "customer managed key", KMS, SUMMER_2024),
  "kms.requests": price(
    0.03,
    "10,000 requests",
    "requests to KMS",
    KMS,
    SUMMER_2024,
    "20,000 requests a month",
  ),
  "alarm.month": price(0.1, "month", "alarm on a metric", CLOUDWATCH, SUMMER_2024, "10 alarms of an account"),
  "alarm.fast.month": price(0.3, "month", "alarm with a period below 60 s", CLOUDWATCH, SUMMER_2024),
  "dashboard.month": price(3, "month", "dashboard", CLOUDWATCH, SUMMER_2024, "3 dashboards of an account"),
  "metric.month": price(0.3, "month", "custom metric", CLOUDWATCH, DOCUMENTED, "10 metrics of an account"),
  "logs.ingestion": price(
    0.5,
    "GB",
    "log data taken in",
    CLOUDWATCH,
    SUMMER_2024,
    "5 GB a month of an account",
  ),
  "logs.storage": price(0.03, "GB-month", "log data kept", CLOUDWATCH, SUMMER_2024),
  "zone.month": price(0.5, "month", "hosted zone", ROUTE_53, SUMMER_2024),
  "zone.queries": price(0.4, "million queries", "queries to a public zone", ROUTE_53, SUMMER_2024),
  "ecr.storage": price(0.1, "GB-month", "images in ECR", page("ecr/pricing"), SUMMER_2024),
  "schedule.invocations": price(
    1,
    "million invocations",
    "invocations by a schedule",
    page("eventbridge/pricing"),
    DOCUMENTED,
    "14 million invocations a month of an account",
  ),
} as const satisfies Readonly<Record<string, Price>>;

/** The name of a price. */
export type PriceName = keyof typeof BASE_PRICES | `${typeof INSTANCE}${string}`;

/** List prices of us-east-1 in USD. */
export const LIST_PRICES: PriceTable = {
  currency: "USD",
  source:
    "AWS list prices of us-east-1 in USD, as public documentation and price tables had them " +
    `between ${SUMMER_2024} and ${INSTANCE_PRICES_AS_OF}; not asked of AWS`,
  prices: {
    ...BASE_PRICES,
    ...Object.fromEntries(
      Object.entries(INSTANCE_PRICES).flatMap(([family, sizes]) =>
        Object.entries(sizes).map(([size, amount]) => {
          const type = `ml.${family}.${size}`;
          return [INSTANCE + type, price(amount, "hour", type, SAGEMAKER, INSTANCE_PRICES_AS_OF)];
        }),
      ),
    ),
  },
};
