import { InvalidReferenceError, parseReference, type ImageReference } from "../../registry-client/reference";
import { checks, type Check } from "../common";

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
const MAX_IMAGE_LENGTH = 255;
const MAX_ID_LENGTH = 32;
const MAX_ARN_LENGTH = 2048;
const MAX_URL_LENGTH = 1024;
const MAX_DESTINATION_LENGTH = 512;
const MAX_CONTENT_TYPE_LENGTH = 256;
const MAX_RESERVATION_ARN_LENGTH = 258;
const MAX_ENVIRONMENT_LENGTH = 1024;
const MAX_ENVIRONMENTS_BYTES = 32 * 1024;

/** Why there is no serverless variant. https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
export const SERVERLESS_REASON =
  "asks for serverless inference, which AWS offers neither for images of a private registry nor in a VPC: give an instanceType, as ml.m5.large";

/** A check whose messages end in the page of SageMaker's API reference that the limit comes from. */
const from = <T>(page: string, check: Check<T>): Check<T> => checks.sourced(sageMakerApi(page), check);

const sageMakerApi = (page: string): string =>
  `https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_${page}.html`;

/** A check of what is text by its type, and need not be where a program has no types. */
const text =
  (check: Check<string>): Check<string> =>
  (value: unknown) =>
    typeof value === "string" ? check(value) : checks.mismatch(value, "text");

const atMost = (length: number, check: Check<string>): Check<string> =>
  text((value) =>
    value.length > length
      ? `has ${value.length} characters, but must have at most ${length}: ${JSON.stringify(value)}`
      : check(value),
  );

export const subnetId: Check<string> = atMost(MAX_ID_LENGTH, checks.subnetId);
export const securityGroupId: Check<string> = atMost(MAX_ID_LENGTH, checks.securityGroupId);
export const executionRoleArn: Check<string> = atMost(MAX_ARN_LENGTH, checks.roleArn);
export const credentialsProviderArn: Check<string> = atMost(MAX_ARN_LENGTH, checks.functionArn);

const DIGEST_LENGTH = "@sha256:".length + 64;

/** Image references that a model can be made of: of a registry that is named, by digest. */
export const image: Check<string> = text((value) => imageProblem(value, true));

/** Image references that a preflight makes such ones of: also those by a tag, of which it finds the digest. */
export const imageToPin: Check<string> = text((value) => imageProblem(value, false));

function imageProblem(value: string, byDigest: boolean): string | undefined {
  let reference: ImageReference;
  try {
    reference = parseReference(value);
  } catch (error) {
    if (error instanceof InvalidReferenceError) return `is refused: ${error.message}`;
    throw error;
  }
  const { registry, repository, tag = "latest", digest } = reference;
  const name = `${registry}/${repository}`;
  if (digest === undefined && byDigest) {
    return `${quoted(value)} has no digest, so that what runs could change under its tag: give the digest, as ${name}@sha256:…, or preflightFunctionArn, which finds it`;
  }
  if (digest !== undefined && !digest.startsWith("sha256:")) {
    return `${quoted(value)} must be given by a sha256 digest`;
  }
  const length = digest === undefined ? name.length + DIGEST_LENGTH : value.length;
  if (length > MAX_IMAGE_LENGTH) {
    return `has ${length} characters with its digest, but must have at most ${MAX_IMAGE_LENGTH}: ${JSON.stringify(value)} (${sageMakerApi("ContainerDefinition")})`;
  }
  if (!namesRegistry(value, reference)) {
    return `${quoted(value)} names no registry: write ${name}${digest === undefined ? `:${tag}` : `@${digest}`} if Docker Hub is meant`;
  }
  return undefined;
}

/** Whether the registry is written out, and not Docker Hub for want of one. */
function namesRegistry(value: string, { registry }: ImageReference): boolean {
  return value.startsWith(`${registry}/`) || value.startsWith("index.docker.io/");
}

const quoted = (value: string): string => `is ${JSON.stringify(value)}, which`;

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
  if (typeof value !== "string") return `has a ${typeof value} as its value, but must have text: quote it`;
  return value.length > MAX_ENVIRONMENT_LENGTH
    ? `has a value of ${value.length} characters, but must have at most ${MAX_ENVIRONMENT_LENGTH}`
    : undefined;
});

/** The environments of all containers of a model, which share one limit. */
export const environments: Check<readonly Readonly<Record<string, string>>[]> = (value) => {
  const bytes = value
    .flatMap((environment) => Object.entries(environment).flat())
    .reduce((sum, text) => sum + Buffer.byteLength(String(text)), 0);
  if (bytes <= MAX_ENVIRONMENTS_BYTES) return undefined;
  return `has environments of ${bytes} bytes, but names and values of all containers must have at most ${MAX_ENVIRONMENTS_BYTES} together: put larger settings into the image or the model data`;
};

/** Host names of containers. */
export const containerHostname: Check<string> = text(checks.sageMakerName);

const BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

/** Where a container's model data lies. */
export const modelDataUrl: Check<string> = from(
  "ContainerDefinition",
  atMost(
    MAX_URL_LENGTH,
    checks.pattern(
      /^(https|s3):\/\/[^/\s]+\/\S*\.tar\.gz$/,
      "the https or s3 URL of one gzip-compressed tar archive, as s3://bucket/model.tar.gz",
    ),
  ),
);

/** Where the models of a container that serves many of them lie. */
export const modelDataPrefix: Check<string> = from(
  "ContainerDefinition",
  atMost(
    MAX_URL_LENGTH,
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
  atMost(
    MAX_URL_LENGTH,
    checks.pattern(
      new RegExp(`^s3://${BUCKET}/.*$`),
      "the S3 URI of an object, as s3://bucket/fraud/model.tar.gz, or of a prefix, as s3://bucket/fraud/",
    ),
  ),
);

/** Names of the channels of additional model data. */
export const channelName: Check<string> = from(
  "AdditionalModelDataSource",
  checks.pattern(/^[A-Za-z0-9._-]{1,64}$/, "1 to 64 letters, digits, dots, hyphens and underscores"),
);

/** Where SageMaker writes: a bucket, or a prefix in it. */
export const s3Destination: Check<string> = from(
  "DataCaptureConfig",
  atMost(
    MAX_DESTINATION_LENGTH,
    checks.pattern(
      new RegExp(`^s3://${BUCKET}(/.*)?$`),
      "the S3 URI of a bucket or of a prefix in it, as s3://bucket/prefix",
    ),
  ),
);

/** What is true or false by its type, and need not be where a program has no types. */
export const flag: Check<boolean> = (value: unknown) =>
  typeof value === "boolean" ? undefined : checks.mismatch(value, "true or false");

export const kmsKeyArn: Check<string> = text(checks.arn("kms", "key/…"));
export const topicArn: Check<string> = atMost(MAX_ARN_LENGTH, checks.topicArn);

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

/** Numbers of instances. */
export const initialInstanceCount: Check<number> = from("ProductionVariant", (value) =>
  Number.isSafeInteger(value) && value >= 1
    ? undefined
    : checks.mismatch(value, "a whole number of at least 1"),
);

/** Sizes of an instance's storage volume. */
export const volumeSizeInGB: Check<number> = from("ProductionVariant", checks.integer(1, 512, "GB"));

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
  atMost(
    MAX_RESERVATION_ARN_LENGTH,
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
  atMost(
    MAX_CONTENT_TYPE_LENGTH,
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
