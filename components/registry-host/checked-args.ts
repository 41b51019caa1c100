import * as pulumi from "@pulumi/pulumi";
import {
  checkFunctionSettings,
  checks,
  closedCommon,
  functionNameProblem,
  notOpened,
  openedNameProblem,
  Validation,
  type Part,
  type Check,
  type CommonArgs,
  type Failure,
  type FunctionSettings,
  guarded,
} from "../common";
import {
  DEFAULT_SCALING,
  DEFAULT_TASK_SIZE,
  scaling,
  taskSize,
  type KnownScaling,
  type KnownTaskSize,
} from "./fargate";
import { checkCredentials, type Credentials } from "./rotation";
import { checkRuleKeys } from "./rule-keys";
import { autoNamed, logicalNames } from "./logical-names";
import { DEFAULT_IMAGE, imageByDigest, imageInEcr, imageToCopy, isCopied } from "./registry-image";
import { ImageMirror, OnDelete, TaskArchitecture, type RegistryHostArgs } from "./registry-host-args";

type Outputs = Readonly<Record<string, pulumi.Output<string>>>;

/** The arguments with defaults filled in; a value that only the deployment knows fails there if it is wrong. */
export interface CheckedArgs {
  readonly common: CommonArgs;
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly domainName: pulumi.Output<string>;
  readonly validationZoneId: pulumi.Output<string> | undefined;
  readonly certificateArn: pulumi.Output<string> | undefined;
  readonly privateZoneId: pulumi.Output<string> | undefined;
  readonly pushPort: pulumi.Output<number>;
  readonly sslPolicy: pulumi.Output<string>;
  readonly pullSecurityGroupIds: Outputs;
  readonly pushSecurityGroupIds: Outputs;
  readonly pullCidrBlocks: Outputs;
  readonly pushCidrBlocks: Outputs;
  readonly endpointSecurityGroupId: pulumi.Output<string> | undefined;
  readonly s3PrefixListId: pulumi.Output<string | undefined>;
  readonly egressCidrBlocks: Outputs;
  readonly internetEgress: boolean;
  readonly image: pulumi.Output<string>;
  readonly imageMirror: ImageMirror;
  readonly imageMirrorFunction: FunctionSettings | undefined;
  readonly imageCredentialsSecretArn: pulumi.Output<string | undefined> | undefined;
  readonly imageCredentialsKmsKeyArn: pulumi.Output<string | undefined> | undefined;
  readonly clusterArn: pulumi.Output<string> | undefined;
  readonly architecture: pulumi.Output<TaskArchitecture>;
  readonly pullTaskSize: pulumi.Output<Required<KnownTaskSize>>;
  readonly pushTaskSize: pulumi.Output<Required<KnownTaskSize>>;
  readonly pullScaling: pulumi.Output<Required<KnownScaling>>;
  readonly blobRedirects: pulumi.Output<boolean>;
  readonly credentials: pulumi.Output<Credentials>;
  readonly secretRecoveryWindowInDays: pulumi.Output<number>;
  readonly onDelete: OnDelete;
  readonly bucketName: pulumi.Output<string> | undefined;
  readonly noncurrentVersionExpirationInDays: pulumi.Output<number>;
  readonly bucketLogsBucketName: pulumi.Output<string> | undefined;
  readonly loadBalancerLogsBucketName: pulumi.Output<string> | undefined;
  readonly alarmTopicArns: pulumi.Output<string[]> | undefined;
  /** Makes errors about what only a look at AWS finds to be wrong. */
  readonly failure: Failure;
}

/**
 * Checks the arguments of a registry.
 * @throws pulumi.InputPropertiesError naming every problem found
 */
export function checkArgs(name: string, given: RegistryHostArgs, part?: Part): CheckedArgs {
  const validation = new Validation(`RegistryHost ${JSON.stringify(name)}`, part);
  const args = validation.form("RegistryHost", given);
  const imageMirror = args.imageMirror ?? defaultMirror(args);
  checkCombinations(validation, args, imageMirror);
  const made = autoNamed(name, imageMirror, args.bucketName !== undefined);
  validation.problem("name", openedNameProblem(name, made));
  if (isCopied(imageMirror)) validation.problem("name", functionNameProblem(logicalNames.copyFunction(name)));
  const record = (property: RecordProperty, check: Check<string>): Outputs => {
    checkRuleKeys(validation, property, args[property] ?? {});
    return Object.fromEntries(
      Object.entries(args[property] ?? {}).map(([key, value]) => [
        key,
        validation.value(`${property}.${key}`, value, check),
      ]),
    );
  };
  const checked: CheckedArgs = {
    common: closedCommon(validation, args),
    vpcId: validation.value("vpcId", args.vpcId, checks.vpcId),
    subnetIds: validation.list("subnetIds", args.subnetIds, TWO_SUBNETS) ?? pulumi.output([]),
    domainName: validation.value("domainName", args.domainName, checks.domainName),
    validationZoneId: validation.value("validationZoneId", args.validationZoneId, checks.hostedZoneId),
    certificateArn: validation.value(
      "certificateArn",
      args.certificateArn,
      checks.arn("acm", "certificate/…"),
    ),
    privateZoneId: validation.value("privateZoneId", args.privateZoneId, checks.hostedZoneId),
    pushPort: validation.value("pushPort", args.pushPort ?? 8443, pushPort),
    sslPolicy: validation.value("sslPolicy", args.sslPolicy ?? SSL_POLICY, sslPolicy),
    pullSecurityGroupIds: record("pullSecurityGroupIds", checks.securityGroupId),
    pushSecurityGroupIds: record("pushSecurityGroupIds", checks.securityGroupId),
    pullCidrBlocks: record("pullCidrBlocks", ipv4Block("name the networks that may reach the registry")),
    pushCidrBlocks: record("pushCidrBlocks", ipv4Block("name the networks that may reach the registry")),
    endpointSecurityGroupId: validation.value(
      "endpointSecurityGroupId",
      args.endpointSecurityGroupId,
      checks.securityGroupId,
    ),
    // An optional output of a network may hold nothing.
    s3PrefixListId: pulumi.output(
      validation.optional("s3PrefixListId", args.s3PrefixListId, checks.prefixListId),
    ),
    egressCidrBlocks: record("egressCidrBlocks", ipv4Block("set internetEgress to reach every address")),
    internetEgress: args.internetEgress ?? false,
    image: validation.value("image", args.image ?? DEFAULT_IMAGE, imageCheck(args, imageMirror)),
    imageMirror,
    imageMirrorFunction: checkFunctionSettings(validation, "imageMirrorFunction", args.imageMirrorFunction),
    imageCredentialsSecretArn: validation.optional(
      "imageCredentialsSecretArn",
      args.imageCredentialsSecretArn,
      checks.secretArn,
    ),
    imageCredentialsKmsKeyArn: validation.optional(
      "imageCredentialsKmsKeyArn",
      args.imageCredentialsKmsKeyArn,
      checks.arn("kms", "key/…"),
    ),
    clusterArn: validation.value("clusterArn", args.clusterArn, checks.arn("ecs", "cluster/…")),
    architecture: validation.value(
      "architecture",
      args.architecture ?? TaskArchitecture.Arm64,
      checks.oneOf(Object.values(TaskArchitecture)),
    ),
    pullTaskSize: withDefaults(validation, "pullTaskSize", args.pullTaskSize, taskSize, DEFAULT_TASK_SIZE),
    pushTaskSize: withDefaults(validation, "pushTaskSize", args.pushTaskSize, taskSize, DEFAULT_TASK_SIZE),
    pullScaling: withDefaults(validation, "pullScaling", args.pullScaling, scaling, DEFAULT_SCALING),
    blobRedirects: pulumi.output(args.blobRedirects ?? false),
    credentials: checkCredentials(validation, args),
    secretRecoveryWindowInDays: validation.value(
      "secretRecoveryWindowInDays",
      args.secretRecoveryWindowInDays ?? 30,
      recoveryWindow,
    ),
    onDelete: args.onDelete ?? OnDelete.Retain,
    bucketName: validation.value("bucketName", args.bucketName, ownBucketName),
    noncurrentVersionExpirationInDays: validation.value(
      "noncurrentVersionExpirationInDays",
      args.noncurrentVersionExpirationInDays ?? 30,
      checks.integer(1, 36500, "days"),
    ),
    bucketLogsBucketName: validation.value("bucketLogsBucketName", args.bucketLogsBucketName, bucketName),
    loadBalancerLogsBucketName: validation.value(
      "loadBalancerLogsBucketName",
      args.loadBalancerLogsBucketName,
      bucketName,
    ),
    alarmTopicArns: validation.list("alarmTopicArns", args.alarmTopicArns, { max: 5, item: checks.topicArn }),
    failure: validation.failure,
  };
  validation.throwIfInvalid();
  return checked;
}

type RecordProperty =
  "pullSecurityGroupIds" | "pushSecurityGroupIds" | "pullCidrBlocks" | "pushCidrBlocks" | "egressCidrBlocks";

const TWO_SUBNETS = {
  min: 2,
  unique: true,
  remedy: "the load balancer and the tasks lie in two zones or more",
  item: checks.subnetId,
};

/** Tasks without a route to the internet do not reach the public image. */
function defaultMirror({ image, internetEgress }: RegistryHostArgs): ImageMirror {
  return image === undefined && internetEgress !== true ? ImageMirror.Ecr : ImageMirror.None;
}

function imageCheck({ image, ...args }: RegistryHostArgs, imageMirror: ImageMirror): Check<string> {
  if (isCopied(imageMirror)) return imageToCopy;
  const reachesOthers = args.internetEgress === true || Object.keys(args.egressCidrBlocks ?? {}).length > 0;
  // That there is none is a problem of its own.
  return reachesOthers || image === undefined ? imageByDigest : imageInEcr;
}

function checkCombinations(validation: Validation, args: RegistryHostArgs, imageMirror: ImageMirror): void {
  const { validationZoneId, certificateArn, internetEgress = false } = args;
  if ((validationZoneId === undefined) === (certificateArn === undefined)) {
    validation.problem(
      "validationZoneId",
      `and certificateArn are ${certificateArn === undefined ? "both missing" : "both given"}, but exactly one must be given: ` +
        "a public zone to validate a new certificate in, or a certificate",
    );
  }
  validation.problem("onDelete", checks.oneOf(Object.values(OnDelete))(args.onDelete ?? OnDelete.Retain));
  validation.problem("imageMirror", checks.oneOf(Object.values(ImageMirror))(imageMirror));
  if (imageMirror === ImageMirror.None && args.imageMirrorFunction !== undefined) {
    validation.problem(
      "imageMirrorFunction",
      "is given, but the image is not copied: set imageMirror to Ecr, or leave it out",
    );
  }
  if (internetEgress) return;
  if (args.endpointSecurityGroupId === undefined && Object.keys(args.egressCidrBlocks ?? {}).length === 0) {
    validation.problem(
      "endpointSecurityGroupId",
      "is missing, and so are egressCidrBlocks and internetEgress, but one of them must be given: " +
        "the tasks read their secrets and write their logs by interface endpoints or over the internet",
    );
  }
  if (args.image === undefined && imageMirror === ImageMirror.None) {
    validation.problem(
      "image",
      "is missing, but must be given with imageMirror None and without internetEgress: the public image lies on the " +
        "internet. Leave imageMirror out to have it copied into ECR, or name a registry that the tasks reach",
    );
  }
}

function withDefaults<T extends object>(
  validation: Validation,
  propertyPath: string,
  value: pulumi.Input<object> | undefined,
  check: Check<T>,
  defaults: Required<T>,
): pulumi.Output<Required<T>> {
  const known = validation.value(propertyPath, (value ?? {}) as pulumi.Input<T>, check);
  return known.apply(guarded((given) => ({ ...defaults, ...given })));
}

/** On the list of Security Hub's ELB.17. https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html */
const SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

const sslPolicy: Check<string> = checks.sourced(
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  checks.pattern(
    /^ELBSecurityPolicy-[A-Za-z0-9-]{1,100}$/,
    `the name of a TLS policy, such as ${SSL_POLICY}`,
  ),
);

const pushPort: Check<number> = (value) =>
  value === 443
    ? checks.mismatch(value, "another port than 443", "that one serves the images")
    : checks.integer(1, 65535)(value);

const recoveryWindow: Check<number> = (value) =>
  value === 0 ? undefined : checks.integer(7, 30, "days, or 0 to delete at once")(value);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName: Check<string> = checks.pattern(
  /^(?!xn--)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "a bucket's name, 3 to 63 lower-case letters, digits, dots and hyphens",
);

/** A check of the name of the bucket that is made here. */
const ownBucketName: Check<string> = (value) => bucketName(value) ?? notOpened("aws:s3/bucket:Bucket")(value);

const ipv4Block =
  (remedy: string): Check<string> =>
  (value) =>
    value.includes(":")
      ? checks.mismatch(value, "an IPv4 CIDR block", "the load balancer and the tasks have no IPv6 address")
      : value.endsWith("/0")
        ? checks.mismatch(value, "less than every address", remedy)
        : checks.cidrBlock(value);
