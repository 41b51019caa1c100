import * as pulumi from "@pulumi/pulumi";
import {
  checkArguments,
  checkFunctionSettings,
  input,
  checks,
  closedCommon,
  functionNameProblem,
  notOpened,
  openedNameProblem,
  Validation,
  type Part,
  type Check,
  type InputCheck,
  guarded,
} from "../common";
import { DEFAULT_SCALING, DEFAULT_TASK_SIZE, scaling, taskSize } from "./task-sizes";
import { checkCredentials } from "./rotation";
import { checkRuleKeys } from "./rule-keys";
import { autoNamed, logicalNames } from "./logical-names";
import { DEFAULT_IMAGE, imageByDigest, imageInEcr, imageToCopy, isCopied } from "./registry-image";
import { ImageMirror, OnDelete, TaskArchitecture, type RegistryHostArgs } from "./args";

/** The arguments of a RegistryHost, checked, with defaults; a value that only the deployment knows fails there if it is wrong. */
export type CheckedArgs = ReturnType<typeof checkArgs>;

/**
 * Checks the arguments of a registry.
 * @throws pulumi.InputPropertiesError naming every problem found
 */
export function checkArgs(name: string, given: RegistryHostArgs, part?: Part) {
  const validation = new Validation(`RegistryHost ${JSON.stringify(name)}`, part);
  const args = validation.form("RegistryHost", given);
  const imageMirror = args.imageMirror ?? defaultMirror(args);
  checkCombinations(validation, args, imageMirror);
  const made = autoNamed(name, imageMirror, args.bucketName !== undefined);
  validation.problem("name", openedNameProblem(name, made));
  if (isCopied(imageMirror)) validation.problem("name", functionNameProblem(logicalNames.copyFunction(name)));
  const networks = rulePeers(ipv4Block("name the networks that may reach the registry"));
  const checked = {
    common: closedCommon(validation, args),
    ...checkArguments(validation, args, {
      vpcId: input.required(checks.vpcId),
      subnetIds: input.requiredList(TWO_SUBNETS),
      domainName: input.required(checks.domainName),
      validationZoneId: input.optional(checks.hostedZoneId),
      certificateArn: input.optional(checks.arn("acm", "certificate/…")),
      privateZoneId: input.optional(checks.hostedZoneId),
      pushPort: input.withDefault(8443, pushPort),
      sslPolicy: input.withDefault(SSL_POLICY, sslPolicy),
      pullSecurityGroupIds: rulePeers(checks.securityGroupId),
      pushSecurityGroupIds: rulePeers(checks.securityGroupId),
      pullCidrBlocks: networks,
      pushCidrBlocks: networks,
      endpointSecurityGroupId: input.optional(checks.securityGroupId),
      // An optional output of a network may hold nothing.
      s3PrefixListId: (_, path, id) => pulumi.output(validation.optional(path, id, checks.prefixListId)),
      egressCidrBlocks: rulePeers(ipv4Block("set internetEgress to reach every address")),
      internetEgress: (_, __, internetEgress = false) => internetEgress,
      image: input.withDefault(DEFAULT_IMAGE, imageCheck(args, imageMirror)),
      imageMirror: () => imageMirror,
      imageMirrorFunction: (_, path, settings) => checkFunctionSettings(validation, path, settings),
      imageCredentialsSecretArn: input.optionalOutput(checks.secretArn),
      imageCredentialsKmsKeyArn: input.optionalOutput(checks.arn("kms", "key/…")),
      clusterArn: input.optional(checks.arn("ecs", "cluster/…")),
      architecture: input.withDefault(
        TaskArchitecture.Arm64,
        checks.oneOf<TaskArchitecture>(Object.values(TaskArchitecture)),
      ),
      pullTaskSize: withDefaults(taskSize, DEFAULT_TASK_SIZE),
      pushTaskSize: withDefaults(taskSize, DEFAULT_TASK_SIZE),
      pullScaling: withDefaults(scaling, DEFAULT_SCALING),
      blobRedirects: (_, __, redirects = false) => pulumi.output(redirects),
      rotation: input.usedBy(checkCredentials),
      activePullUser: input.usedBy(checkCredentials),
      passwordVersions: input.usedBy(checkCredentials),
      secretRecoveryWindowInDays: input.withDefault(30, recoveryWindow),
      onDelete: (_, __, onDelete = OnDelete.Retain) => onDelete,
      bucketName: input.optional(ownBucketName),
      noncurrentVersionExpirationInDays: input.withDefault(30, checks.integer(1, 36500, "days")),
      bucketLogsBucketName: input.optional(bucketName),
      loadBalancerLogsBucketName: input.optional(bucketName),
      alarmTopicArns: input.list({ max: 5, item: checks.topicArn }),
    }),
    credentials: checkCredentials(validation, args),
    /** Makes errors about what only a look at AWS finds to be wrong. */
    failure: validation.failure,
  };
  validation.throwIfInvalid();
  return checked;
}

type Peers = Readonly<Record<string, pulumi.Input<string>>>;

/** Peers of security group rules, by names of the user's choice. */
const rulePeers =
  (check: Check<string>): InputCheck<Peers | undefined, Readonly<Record<string, pulumi.Output<string>>>> =>
  (validation, propertyPath, peers = {}, inputs) => {
    checkRuleKeys(validation, propertyPath, peers);
    return input.each(input.required(check))(validation, propertyPath, peers, inputs) ?? {};
  };

const TWO_SUBNETS = {
  min: 2,
  unique: true,
  remedy: "the load balancer and the tasks require two zones or more",
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

const withDefaults =
  <T extends object>(
    check: Check<T>,
    defaults: Required<T>,
  ): InputCheck<pulumi.Input<object> | undefined, pulumi.Output<Required<T>>> =>
  (validation, propertyPath, value) =>
    validation
      .value(propertyPath, (value ?? {}) as pulumi.Input<T>, check)
      .apply(guarded((known) => ({ ...defaults, ...known })));

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
