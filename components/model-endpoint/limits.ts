import { InvalidReferenceError, parseReference, type ImageReference } from "../../registry-client/reference";
import { checks, type Check } from "../common";

/** What SageMaker takes, as its API reference has it: CreateModel, CreateEndpointConfig, CreateEndpoint. */
export const MIN_SUBNETS = 2;
export const MAX_SUBNETS = 16;
export const MAX_SECURITY_GROUPS = 5;
export const MAX_CONTAINERS = 15;
export const MAX_VARIANTS = 10;
export const MAX_ENVIRONMENT_VARIABLES = 100;
const MAX_IMAGE_LENGTH = 255;
const MAX_ID_LENGTH = 32;
const MAX_ARN_LENGTH = 2048;
const MAX_URL_LENGTH = 1024;
const MAX_ENVIRONMENT_LENGTH = 1024;
const MAX_ENVIRONMENTS_BYTES = 32 * 1024;

/** Why there is no serverless variant. https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
export const SERVERLESS_REASON =
  "asks for serverless inference, which AWS offers neither for images of a private registry nor in a VPC: give an instanceType, as ml.m5.large";

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
    return `has ${length} characters with its digest, but must have at most ${MAX_IMAGE_LENGTH}: ${JSON.stringify(value)}`;
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
export const environmentName: Check<string> = (value) => {
  if (value.length > MAX_ENVIRONMENT_LENGTH) {
    return `has a name of ${value.length} characters, but must have at most ${MAX_ENVIRONMENT_LENGTH}`;
  }
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(value)) return undefined;
  return `has the name ${JSON.stringify(value)}, but must have one of letters, digits and underscores that does not begin with a digit`;
};

/** Values of environment variables; messages do not show them. */
export const environmentValue: Check<string> = (value: unknown) => {
  if (typeof value !== "string") return `has a ${typeof value} as its value, but must have text: quote it`;
  return value.length > MAX_ENVIRONMENT_LENGTH
    ? `has a value of ${value.length} characters, but must have at most ${MAX_ENVIRONMENT_LENGTH}`
    : undefined;
};

/** The environments of all containers of a model, which share one limit. */
export const environments: Check<readonly Readonly<Record<string, string>>[]> = (value) => {
  const bytes = value
    .flatMap((environment) => Object.entries(environment).flat())
    .reduce((sum, text) => sum + Buffer.byteLength(String(text)), 0);
  if (bytes <= MAX_ENVIRONMENTS_BYTES) return undefined;
  return `has environments of ${bytes} bytes, but names and values of all containers must have at most ${MAX_ENVIRONMENTS_BYTES} together: put larger settings into the image or the model data`;
};

/** Host names of containers. */
export const containerHostname: Check<string> = checks.sageMakerName;

/** Where a container's model data lies. */
export const modelDataUrl: Check<string> = atMost(
  MAX_URL_LENGTH,
  checks.pattern(
    /^(https|s3):\/\/[^/\s]+\/\S*\.tar\.gz$/,
    "the https or s3 URL of one gzip-compressed tar archive, as s3://bucket/model.tar.gz",
  ),
);

/** Instance types that an endpoint can run on. */
export const instanceType: Check<string> = (value) =>
  /serverless/i.test(value) ? SERVERLESS_REASON : checks.instanceType(value);

/** Numbers of instances. */
export const initialInstanceCount: Check<number> = (value) =>
  Number.isSafeInteger(value) && value >= 1
    ? undefined
    : checks.mismatch(value, "a whole number of at least 1");

/** Sizes of an instance's storage volume. */
export const volumeSizeInGB: Check<number> = checks.integer(1, 512, "GB");

/** Seconds until a container must answer. */
export const startupTimeoutInSeconds: Check<number> = checks.integer(60, 3600, "seconds");

/** Weights of variants. */
export const initialVariantWeight: Check<number> = (value) =>
  Number.isFinite(value) && value >= 0
    ? undefined
    : checks.mismatch(value, "a number of at least 0", "0 takes no requests");
