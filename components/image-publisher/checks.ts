import {
  checkArguments,
  checkFunctionSettings,
  checkOptionalItems,
  checks,
  closedCommon,
  FUNCTION_CHECKS,
  functionNameProblem,
  input,
  MAX_FUNCTION_SECURITY_GROUPS,
  openedNameProblem,
  Validation,
  type Part,
  guarded,
} from "../common";
import { archiveBucketName } from "./archive-bucket";
import { registryHostname } from "./image-checks";
import type { ImagePublisherArgs } from "./args";
import { parsePushUrl, pushUrl } from "./push-url";
import { checkSourceRegistries } from "./source-registry";

/** The logical name of the function. */
export const functionName = (name: string): string => `${name}-function`;

/** The logical name of the function that stages images of other registries. */
export const stagingFunctionName = (name: string): string => `${name}-staging`;

/** What is made here and must not be opened to others by its name. */
const opened = (name: string) =>
  [
    ["aws:lambda/function:Function", functionName(name)],
    ["aws:lambda/function:Function", stagingFunctionName(name)],
    ["aws:s3/bucket:Bucket", archiveBucketName(name)],
  ] as const;

/** The limits of Lambda functions. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_TIMEOUT_IN_SECONDS = 900;
const MAX_MEMORY_IN_MB = 10240;
/** Less would leave no time between the start and the stop in good time. */
const MIN_TIMEOUT_IN_SECONDS = 60;
/** What streaming itself takes, with several blobs at once. */
const MIN_MEMORY_IN_MB = 512;
/** More than one processor: encryption and compression are what a copy waits for. */
const DEFAULT_MEMORY_IN_MB = 2048;

/** The arguments of an ImagePublisher once they are checked. */
export type PublisherPlan = ReturnType<typeof validatePublisher>;

/** Checks the arguments, and returns them as they are to be used. */
export function validatePublisher(name: string, given: ImagePublisherArgs, part?: Part) {
  const validation = new Validation(`ImagePublisher "${name}"`, part);
  const args = validation.form("ImagePublisher", given);
  validation.problem(
    "name",
    functionNameProblem(functionName(name)) ?? openedNameProblem(name, opened(name)),
  );
  validateRoutes(validation, args);
  const isEmpty =
    Array.isArray(args.pushClientSecurityGroupIds) && args.pushClientSecurityGroupIds.length === 0;
  const plan = {
    common: closedCommon(validation, args),
    ...checkArguments(validation, args, {
      pushUrl: input.required(pushUrl),
      registryHostname: input.optional(registryHostname),
      pushCredentialsSecretArn: input.required(checks.secretArn),
      pushCredentialsKmsKeyArn: input.optionalOutput(checks.arn("kms", "key/…")),
      usernameKey: input.withDefault("username", checks.secretKey),
      passwordKey: input.withDefault("password", checks.secretKey),
      vpcId: input.required(checks.vpcId),
      subnetIds: input.requiredList({ min: 1, max: 16, item: checks.subnetId }),
      pushClientSecurityGroupIds: (_, path, groupIds) =>
        checkOptionalItems(validation, path, groupIds, {
          // An empty list is reported with the alternatives.
          min: args.internetEgress === true || args.registryCidrBlocks !== undefined || isEmpty ? 0 : 1,
          max: MAX_FUNCTION_SECURITY_GROUPS - 1,
          item: checks.securityGroupId,
          unique: true,
          remedy: `Lambda allows ${MAX_FUNCTION_SECURITY_GROUPS + 1} groups: of them one is the function's own, and one that of its network interfaces`,
        }),
      // A rule to nowhere would be made of an empty list.
      registryCidrBlocks: input.list({ min: 1, item: checks.cidrBlock }),
      endpointSecurityGroupId: input.optional(checks.securityGroupId),
      s3PrefixListId: (_, path, id, { internetEgress }) =>
        internetEgress === true
          ? validation.optional(path, id, checks.prefixListId)
          : validation.value(path, id, checks.prefixListId),
      internetEgress: (_, __, internetEgress = false) => internetEgress,
      timeoutInSeconds: timeout,
      memoryInMb: memory,
      functionArchitecture: FUNCTION_CHECKS.architecture,
      codeSigningConfigArn: FUNCTION_CHECKS.codeSigningConfigArn,
      reservedConcurrency: FUNCTION_CHECKS.reservedConcurrency,
      bucketLogsBucketName: input.optional(
        checks.sourced(
          "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
          checks.pattern(new RegExp(`^${checks.S3_BUCKET}$`, "u"), "the name of a bucket"),
        ),
      ),
      sourceRegistries: input.usedBy(checkStaging),
      stagingFunction: input.usedBy(checkStaging),
      stagingTimeoutInSeconds: input.usedBy(checkStaging),
      stagingMemoryInMb: input.usedBy(checkStaging),
    }),
    staging: checkStaging(validation, name, args),
    /** Makes errors about what only the deployment finds to be wrong. */
    failure: validation.failure,
  };
  validation.throwIfInvalid();
  const address = plan.pushUrl.apply(guarded(parsePushUrl));
  const { registryHostname: named = address.apply(guarded(({ hostname }) => hostname)) } = plan;
  return { ...plan, address, registryHostname: named };
}

/** What the function that stages images is to be like; none where there is no registry to take them from. */
function checkStaging(validation: Validation, name: string, args: ImagePublisherArgs) {
  const { sourceRegistries, stagingFunction, stagingTimeoutInSeconds, stagingMemoryInMb } = args;
  if (sourceRegistries === undefined) {
    for (const [key, value] of Object.entries({
      stagingFunction,
      stagingTimeoutInSeconds,
      stagingMemoryInMb,
    })) {
      if (value === undefined) continue;
      validation.problem(
        key,
        "is given without sourceRegistries, without which no such function is made: name them",
      );
    }
    return undefined;
  }
  validation.problem("name", functionNameProblem(stagingFunctionName(name)));
  return {
    registries: checkSourceRegistries(validation, sourceRegistries),
    function: checkFunctionSettings(validation, "stagingFunction", stagingFunction),
    timeoutInSeconds: timeout(validation, "stagingTimeoutInSeconds", stagingTimeoutInSeconds, args),
    memoryInMb: memory(validation, "stagingMemoryInMb", stagingMemoryInMb, args),
  };
}

/** Seconds after which a function stops. */
const timeout = input.withDefault(
  MAX_TIMEOUT_IN_SECONDS,
  checks.integer(MIN_TIMEOUT_IN_SECONDS, MAX_TIMEOUT_IN_SECONDS, "seconds"),
);

/** The memory of a function. */
const memory = input.withDefault(
  DEFAULT_MEMORY_IN_MB,
  checks.integer(MIN_MEMORY_IN_MB, MAX_MEMORY_IN_MB, "MB"),
);

/** Every place that the function must reach needs a way there. */
function validateRoutes(validation: Validation, args: ImagePublisherArgs): void {
  if (args.internetEgress === true) return;
  const { pushClientSecurityGroupIds: groupIds, registryCidrBlocks } = args;
  const isEmpty = Array.isArray(groupIds) && groupIds.length === 0;
  if ((groupIds === undefined || isEmpty) && registryCidrBlocks === undefined) {
    validation.problem(
      "pushClientSecurityGroupIds",
      `is ${isEmpty ? "empty" : "missing"}: name the groups whose carriers the registry admits, or its addresses with registryCidrBlocks, ` +
        "or set internetEgress",
    );
  }
  if (args.endpointSecurityGroupId === undefined) {
    validation.problem(
      "endpointSecurityGroupId",
      "is missing: name the group of the VPC's interface endpoint for Secrets Manager, or set internetEgress",
    );
  }
  if (args.s3PrefixListId === undefined) {
    validation.problem(
      "s3PrefixListId",
      "is missing: name the prefix list of S3, which the VPC's gateway endpoint leads to, or set internetEgress",
    );
  }
}
