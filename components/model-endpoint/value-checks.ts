import { checks, type Check } from "../common";
import { RoutingStrategy } from "./variants/routing-strategy";

/** What SageMaker takes, as its API reference has it: CreateModel, CreateEndpointConfig, CreateEndpoint. */
export const MIN_SUBNETS = 2;
export const MAX_SUBNETS = 16;
export const MAX_SECURITY_GROUPS = 5;
export const MAX_CONTAINERS = 15;
export const MAX_VARIANTS = 10;
export const MAX_ENVIRONMENT_VARIABLES = 100;
export const MAX_ADDITIONAL_MODEL_DATA_SOURCES = 5;
export const MAX_CONTENT_TYPES = 10;
export const MAX_NOTIFICATION_TOPICS = 2;
const MAX_ID_LENGTH = 32;
const MAX_ARN_LENGTH = 2048;
const MAX_URL_LENGTH = 1024;
const MAX_DESTINATION_LENGTH = 512;
const MAX_CONTENT_TYPE_LENGTH = 256;
const MAX_RESERVATION_ARN_LENGTH = 258;
const MAX_ENVIRONMENT_LENGTH = 1024;
const MAX_ENVIRONMENTS_BYTES = 32 * 1024;

/** Why there is no serverless variant. */
export const SERVERLESS_REASON =
  "asks for serverless inference, which AWS offers neither for images of a private registry nor in a VPC: give an instanceType, as ml.m5.large (https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html)";

/** A check whose messages end in the page of SageMaker's API reference that the limit comes from. */
const from = <T>(page: string, check: Check<T>): Check<T> => checks.sourced(sageMakerApi(page), check);

/** A page of SageMaker's API reference. */
export const sageMakerApi = (page: string): string =>
  `https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_${page}.html`;

/** A page of SageMaker's developer guide. */
export const sageMakerGuide = (page: string): string =>
  `https://docs.aws.amazon.com/sagemaker/latest/dg/${page}.html`;

/** A check of what is text by its type, and need not be where a program has no types. */
const text =
  (check: Check<string>): Check<string> =>
  (value: unknown) =>
    typeof value === "string" ? check(value) : checks.mismatch(value, "text");

const atMost = (length: number): Check<string> =>
  text((value) =>
    value.length > length
      ? `has ${value.length} characters, but must have at most ${length}: ${JSON.stringify(value)}`
      : undefined,
  );

/** A check that says what the first of several has to say. */
const all =
  (...each: readonly Check<string>[]): Check<string> =>
  (value) => {
    for (const check of each) {
      const reason = check(value);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };

export const subnetId: Check<string> = all(from("VpcConfig", atMost(MAX_ID_LENGTH)), checks.subnetId);
export const securityGroupId: Check<string> = all(
  from("VpcConfig", atMost(MAX_ID_LENGTH)),
  checks.securityGroupId,
);
export const executionRoleArn: Check<string> = all(
  from("CreateModel", atMost(MAX_ARN_LENGTH)),
  checks.roleArn,
);
export const credentialsProviderArn: Check<string> = all(
  from("RepositoryAuthConfig", atMost(MAX_ARN_LENGTH)),
  checks.functionArn,
);

/** Names of environment variables. */
export const environmentName: Check<string> = from("ContainerDefinition", (value) => {
  if (value.length > MAX_ENVIRONMENT_LENGTH) {
    return `has a name of ${value.length} characters, but must have at most ${MAX_ENVIRONMENT_LENGTH}`;
  }
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(value)) return undefined;
  return `has the name ${JSON.stringify(value)}, but must have one of letters, digits and underscores that does not begin with a digit`;
});

/** Values of environment variables; messages do not show them. */
export const environmentValue: Check<string> = from("ContainerDefinition", (value: unknown) => {
  if (typeof value !== "string") {
    return `has ${typeof value === "object" ? "an object" : `a ${typeof value}`} as its value, but must have text: quote it`;
  }
  const bytes = Buffer.byteLength(value);
  return bytes > MAX_ENVIRONMENT_LENGTH
    ? `has a value of ${bytes} bytes, but must have at most ${MAX_ENVIRONMENT_LENGTH}: put it into the image, the model data, or a parameter that the container reads`
    : undefined;
});

/** The environments of all containers of a model, which share one limit. */
export const environments: Check<readonly Readonly<Record<string, string>>[]> = from(
  "ContainerDefinition",
  (value) => {
    const bytes = value
      .flatMap((environment) => Object.entries(environment).flat())
      .reduce((sum, each) => sum + Buffer.byteLength(String(each)), 0);
    if (bytes <= MAX_ENVIRONMENTS_BYTES) return undefined;
    return `has environments of ${bytes} bytes, but names and values of all containers must have at most ${MAX_ENVIRONMENTS_BYTES} together: put larger settings into the image or the model data`;
  },
);

/** Host names of containers. */
export const containerHostname: Check<string> = text(checks.sageMakerName);

const BUCKET = checks.S3_BUCKET;

/** Where a container's model data lies. */
export const modelDataUrl: Check<string> = from(
  "ContainerDefinition",
  all(
    // Before the rest, which shows the value.
    (value: unknown) =>
      typeof value === "string" && /^[a-z]+:\/\/.*@/is.test(value) && !value.startsWith("s3://")
        ? "must hold no user and no password: SageMaker reads model data with the endpoint's role"
        : undefined,
    atMost(MAX_URL_LENGTH),
    checks.pattern(
      new RegExp(`^(https://[^/\\s]+|s3://${BUCKET})/.*\\.tar\\.gz$`),
      "the https or s3 URL of one gzip-compressed tar archive, as s3://bucket/model.tar.gz",
    ),
  ),
);

/** Where the models of a container that serves many of them lie. */
export const modelDataPrefix: Check<string> = from(
  "ContainerDefinition",
  all(
    atMost(MAX_URL_LENGTH),
    checks.pattern(
      new RegExp(`^s3://${BUCKET}/(.*/)?$`),
      "the S3 URI of the prefix below which the models lie, as s3://bucket/models/",
      "with MultiModel it ends in a slash, and requests name what follows",
    ),
  ),
);

/** Where a model data source lies: an object, or a prefix that ends in a slash. */
export const modelDataUri: Check<string> = from(
  "S3ModelDataSource",
  all(
    atMost(MAX_URL_LENGTH),
    checks.pattern(
      new RegExp(`^s3://${BUCKET}/.*$`),
      "the S3 URI of an object, as s3://bucket/fraud/model.tar.gz, or of a prefix, as s3://bucket/fraud/",
    ),
  ),
);

/** Names of the channels of additional model data. */
export const channelName: Check<string> = from(
  "AdditionalModelDataSource",
  checks.key(
    checks.pattern(/^[A-Za-z0-9._-]{1,64}$/, "1 to 64 letters, digits, dots, hyphens and underscores"),
  ),
);

/** Where SageMaker writes: a bucket, or a prefix in it. The page is that of the API's structure with the property. */
export const s3Destination = (page: string): Check<string> =>
  from(
    page,
    all(
      atMost(MAX_DESTINATION_LENGTH),
      checks.pattern(
        new RegExp(`^s3://${BUCKET}(/.*)?$`),
        "the S3 URI of a bucket or of a prefix in it, as s3://bucket/prefix",
      ),
    ),
  );

export const kmsKeyArn: Check<string> = text(checks.arn("kms", "key/…"));
export const topicArn: Check<string> = all(
  from("AsyncInferenceNotificationConfig", atMost(MAX_ARN_LENGTH)),
  checks.topicArn,
);

/** Instance types that an endpoint can run on. */
export const instanceType: Check<string> = text((value) =>
  /serverless/i.test(value) ? SERVERLESS_REASON : checks.instanceType(value),
);

/** Instance types of an endpoint with a shadow variant. */
export const shadowTestInstanceType: Check<string> = (value) =>
  instanceType(value) ??
  (value.startsWith("ml.inf1.")
    ? checks.mismatch(
        value,
        "of another family than inf1, which AWS excludes from shadow tests",
        "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html",
      )
    : undefined);

/** How requests are spread over instances. SageMaker knows more ways, which need settings that the provider does not have. */
export const routingStrategy: Check<RoutingStrategy> = from(
  "ProductionVariantRoutingConfig",
  (value: string) => {
    const known = Object.values<string>(RoutingStrategy);
    if (known.includes(value)) return undefined;
    const allowed = `one of ${known.map((each) => JSON.stringify(each)).join(", ")}`;
    return /^(PREFIX|KV)_AWARE$/.test(value)
      ? checks.mismatch(value, allowed, "the AWS provider of Pulumi takes no other yet")
      : checks.mismatch(value, allowed);
  },
);

/** Numbers of instances. */
export const initialInstanceCount: Check<number> = from("ProductionVariant", (value) =>
  Number.isSafeInteger(value) && value >= 1
    ? undefined
    : checks.mismatch(value, "a whole number of at least 1"),
);

/** Sizes of an instance's storage volume. */
export const volumeSizeInGb: Check<number> = from("ProductionVariant", checks.integer(1, 512, "GB"));

/** Seconds that a download of model data, or the start of a container, may take. */
export const timeoutInSeconds: Check<number> = from("ProductionVariant", checks.integer(60, 3600, "seconds"));

/** Weights of variants. */
export const initialVariantWeight: Check<number> = from("ProductionVariant", (value) =>
  Number.isFinite(value) && value >= 0
    ? undefined
    : checks.mismatch(value, "a number of at least 0", "0 takes no requests"),
);

/** Versions of the images that AWS starts instances from: which there are grows, so that only the form is checked. */
export const inferenceAmiVersion: Check<string> = from(
  "ProductionVariant",
  text(
    checks.pattern(
      /^al[0-9]+-ami-sagemaker-inference-[a-z0-9]+(-[0-9]+)+$/,
      "the name of a SageMaker inference AMI, as al2-ami-sagemaker-inference-gpu-3-1",
    ),
  ),
);

/** ARNs of reservations of capacity. */
export const mlReservationArn: Check<string> = from(
  "ProductionVariantCapacityReservationConfig",
  all(
    atMost(MAX_RESERVATION_ARN_LENGTH),
    checks.pattern(
      /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z0-9-]{1,14}\/.*$/,
      "the ARN of an ML capacity reservation, arn:<partition>:sagemaker:<region>:<account>:<kind>/<id>",
    ),
  ),
);

/** Percentages of requests that are captured. */
export const samplingPercentage: Check<number> = from("DataCaptureConfig", checks.integer(0, 100, "percent"));

/** Content types that are captured as text. */
export const contentType: Check<string> = from(
  "CaptureContentTypeHeader",
  all(
    atMost(MAX_CONTENT_TYPE_LENGTH),
    checks.pattern(
      /^[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*$/,
      "a content type without parameters, as application/json",
    ),
  ),
);

/** Requests that a container is sent at a time. */
export const maxConcurrentInvocations: Check<number> = from(
  "AsyncInferenceClientConfig",
  checks.integer(1, 1000, "requests"),
);
