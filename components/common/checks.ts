import * as ipaddr from "ipaddr.js";
import { nearestName } from "../../registry-client/text/suggestion";
import type { Check } from "./problems";

/**
 * Words a problem the same way everywhere: the value given, what is allowed, and the remedy.
 * @param value what the user gave; never a secret
 */
export function mismatch(value: unknown, allowed: string, remedy?: string): string {
  return `is ${shown(value)}, but must be ${allowed}${remedy === undefined ? "" : `: ${remedy}`}`;
}

/** JSON knows no numbers such as NaN, and would show them as null. */
const shown = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : JSON.stringify(value);

/** A check that a text matches a pattern. */
export function pattern(regExp: RegExp, allowed: string, remedy?: string): Check<string> {
  // What only the deployment knows may be no text at all.
  return (value: unknown) =>
    typeof value === "string" && regExp.test(value) ? undefined : mismatch(value, allowed, remedy);
}

/** A check whose messages end in the page that its limit comes from, for those who want to know why. */
export function sourced<T>(page: string, check: Check<T>): Check<T> {
  return (value) => {
    const reason = check(value);
    return reason && `${reason} (${page})`;
  };
}

/** A check of a key of a map, whose messages cannot be read as if they were about the value that it holds. */
export function key(check: Check<string>): Check<string> {
  return (name) => {
    const reason = check(name);
    return reason && `has a name that ${reason}`;
  };
}

/** A check that a number is whole and within limits, both included. */
export function integer(min: number, max: number, unit = "", remedy?: string): Check<number> {
  return (value) =>
    Number.isInteger(value) && value >= min && value <= max
      ? undefined
      : mismatch(value, `a whole number from ${min} to ${max}${unit === "" ? "" : ` ${unit}`}`, remedy);
}

/** A check that a value is one of a closed set. */
export function oneOf<T extends string | number>(values: readonly T[]): Check<T> {
  return (value) => {
    if (values.includes(value)) return undefined;
    const names = values.filter((each) => typeof each === "string");
    const meant = typeof value === "string" ? nearestName(value, names) : undefined;
    return mismatch(
      value,
      `one of ${values.map((each) => JSON.stringify(each)).join(", ")}`,
      meant && `did you mean ${JSON.stringify(meant)}?`,
    );
  };
}

/**
 * A check that a text is the ARN of a service's resource, in any partition.
 * @param resource the form of what follows the account, with `…` for the part that varies: `key/…`, `secret:…`
 */
export function arn(service: string, resource: string): Check<string> {
  const tail = resource
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("[^\\s]+");
  // What IAM has is in no region.
  const [region, formOfRegion] = service === "iam" ? ["", ""] : ["[a-z0-9-]+", "<region>"];
  return sourced(
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    pattern(
      new RegExp(`^arn:[a-z0-9-]+:${service}:${region}:([0-9]{12}|aws):${tail}$`),
      `an ARN of the form arn:<partition>:${service}:${formOfRegion}:<account>:${resource}`,
      service === "kms" ? KEY_ARN_REMEDY : undefined,
    ),
  );
}

/** Permissions name keys by nothing but their ARNs. https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html */
const KEY_ARN_REMEDY =
  'of a key id, or of an alias as "alias/…" or its ARN, look the key\'s own ARN up: it is the arn of aws.kms.getKey with that keyId';

/** A check that a text is the ARN of a Lambda function, which may end in an alias or a version. */
export const functionArn: Check<string> = sourced(
  "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
  pattern(
    /^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[a-zA-Z0-9-_]+(:[a-zA-Z0-9$_-]+)?$/,
    "a Lambda function's ARN, arn:<partition>:lambda:<region>:<account>:function:<name>",
  ),
);

/** A check that a text is the ARN of an IAM role. */
export const roleArn: Check<string> = sourced(
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
  pattern(
    /^arn:[a-z0-9-]+:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/,
    "an IAM role's ARN, arn:<partition>:iam::<account>:role/<path and name>",
  ),
);

const secret = arn("secretsmanager", "secret:…");
const completeSecret = sourced(
  "https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html",
  pattern(
    /:secret:[^\s:]+-[a-zA-Z0-9]{6}$/,
    "the complete ARN of a secret",
    "end it with the hyphen and six characters that Secrets Manager added to the name, and nothing else",
  ),
);

/**
 * A check that a text is the complete ARN of a Secrets Manager secret: Secrets Manager also finds a secret without the six
 * characters that it adds to the name, but permissions on such an ARN match nothing.
 */
export const secretArn: Check<string> = (value) => secret(value) ?? completeSecret(value);

/** A check that a text can be the name of a key of a secret's JSON object. */
export const secretKey: Check<string> = (value) =>
  value === "" ? "must not be empty: it is the name of a key of the secret's JSON object" : undefined;

/** A check that a text is the ARN of an SNS topic. */
export const topicArn: Check<string> = sourced(
  "https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html",
  pattern(
    /^arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}(\.fifo)?$/,
    "an SNS topic's ARN, arn:<partition>:sns:<region>:<account>:<topic>",
  ),
);

const id = (prefix: string, what: string): Check<string> =>
  sourced(
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html",
    pattern(new RegExp(`^${prefix}-[-0-9a-zA-Z]+$`), `the id of ${what}, as ${prefix}-0123456789abcdef0`),
  );

/** A check that a text is the id of a VPC. */
export const vpcId: Check<string> = id("vpc", "a VPC");
/** A check that a text is the id of a subnet. */
export const subnetId: Check<string> = id("subnet", "a subnet");
/** A check that a text is the id of a security group. */
export const securityGroupId: Check<string> = id("sg", "a security group");
/** A check that a text is the id of a route table. */
export const routeTableId: Check<string> = id("rtb", "a route table");
/** A check that a text is the id of a VPC endpoint. */
export const vpcEndpointId: Check<string> = id("vpce", "a VPC endpoint");
/** A check that a text is the id of a managed prefix list. */
export const prefixListId: Check<string> = id("pl", "a managed prefix list");

/** A check that a text is the id of a Route 53 hosted zone. */
export const hostedZoneId: Check<string> = sourced(
  "https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html",
  pattern(/^Z[0-9A-Z]+$/, "the id of a Route 53 hosted zone, as Z0123456789ABCDEFGHIJ"),
);

/** A check that a text is an IPv4 or IPv6 CIDR block whose host bits are all zero, as EC2 wants it. */
export const cidrBlock: Check<string> = sourced(
  "https://www.rfc-editor.org/rfc/rfc4632#section-3.1",
  (value) => {
    const allowed = "a CIDR block, as 10.20.0.0/16";
    if (!ipaddr.isValidCIDR(value)) return mismatch(value, allowed);
    const [address, length] = ipaddr.parseCIDR(value);
    const network = (
      address.kind() === "ipv4"
        ? ipaddr.IPv4.networkAddressFromCIDR(value)
        : ipaddr.IPv6.networkAddressFromCIDR(value)
    ).toString();
    if (network === address.toString()) return undefined;
    return mismatch(value, allowed, `its first address is ${network}, so write ${network}/${length}`);
  },
);

/**
 * A check that a text has the form of a SageMaker hosting instance type: `ml.<family>.<size>`. Which types there are
 * grows every month and differs by region, so only the form is checked.
 */
export const instanceType: Check<string> = sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
  pattern(
    /^ml\.[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|[0-9]*xlarge|metal|metal-[0-9]+xl)$/,
    "a SageMaker instance type of the form ml.<family>.<size>, as ml.m5.large",
  ),
);

const MAX_SAGEMAKER_NAME = 63;

/**
 * A check that a text is a name as SageMaker takes it for models, configurations, endpoints and variants.
 */
export const sageMakerName: Check<string> = sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html",
  (value: unknown) => {
    const length = typeof value === "string" ? value.length : 0;
    return pattern(
      /^(?=.{1,63}$)[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
      `1 to ${MAX_SAGEMAKER_NAME} letters, digits and hyphens, and begin and end with a letter or digit`,
      length > MAX_SAGEMAKER_NAME ? `it has ${length} characters` : undefined,
    )(value as string);
  },
);

/** A check that a text is a fully qualified domain name in lower case, without the final dot. */
export const domainName: Check<string> = sourced(
  "https://www.rfc-editor.org/rfc/rfc1035#section-2.3.1",
  pattern(
    /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a fully qualified domain name in lower case, as registry.example.com",
  ),
);

/**
 * A check that a text can be the name of a registry that SageMaker pulls from, `host[:port]`: one that a public authority
 * certifies, which is never that of an address or of a host without a domain.
 */
export const registryHostname: Check<string> = sourced(
  "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html",
  (value: unknown) => {
    const form =
      /^(?=.{3,253}(?::|$))([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?(?::(?<port>[0-9]{1,5}))?$/;
    const match = typeof value === "string" ? form.exec(value) : null;
    const port = Number(match?.groups?.port ?? 443);
    if (match !== null && port >= 1 && port <= 65535) return undefined;
    return mismatch(
      value,
      "a host name in lower case with an optional port, as registry.example.com or registry.example.com:8443",
      "leave out https:// and any path; a public authority certifies full names alone, and neither addresses nor " +
        "names as localhost",
    );
  },
);

/**
 * The pattern of an S3 bucket's name, as URIs hold it before a slash or their end.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const S3_BUCKET =
  "(?!(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?:/|$))(?![^/]*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

/** A check that a text is the path of IAM roles. */
export const rolePath: Check<string> = sourced(
  "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  pattern(/^(\/|\/[\x21-\x7e]{1,510}\/)$/, "an IAM path, which begins and ends with a slash, as /ml/"),
);

/** The days for which CloudWatch Logs can keep events; 0 keeps them for ever. */
const LOG_RETENTION_IN_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** A check that a number is a retention that CloudWatch Logs takes. */
export const logRetentionInDays: Check<number> = sourced(
  "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  oneOf<number>(LOG_RETENTION_IN_DAYS),
);

/** A check that tags fit what AWS takes: at most 50, keys of 1 to 128 and values of at most 256 characters of its set. */
export const tags: Check<Record<string, unknown>> = sourced(
  "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  (value) => tagsProblem(value),
);

function tagsProblem(value: Record<string, unknown>): string | undefined {
  const keys = Object.keys(value);
  if (keys.length > 50) return `has ${keys.length} tags, but must have at most 50`;
  const isLong = (key: string): boolean =>
    key.length < 1 || key.length > 128 || String(value[key]).length > 256;
  const rules: readonly (readonly [(key: string) => boolean, string])[] = [
    [(key) => /^aws:/i.test(key), "but keys that begin with aws: are AWS's own: use others"],
    [isLong, "but keys must have 1 to 128 characters and values at most 256"],
    [
      (key) => !TAG_TEXT.test(key) || !TAG_TEXT.test(String(value[key])),
      "but keys and values must be of letters, digits, spaces and _ . : / = + - @",
    ],
  ];
  const problems = rules.flatMap(([isWrong, allowed]) => {
    const wrong = keys.filter(isWrong).map((key) => JSON.stringify(key));
    return wrong.length === 0 ? [] : [`has ${wrong.join(", ")}, ${allowed}`];
  });
  return problems.length === 0 ? undefined : problems.join("; ");
}

/** What all services take in tags. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
