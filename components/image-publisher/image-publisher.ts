import * as pulumi from "@pulumi/pulumi";
import {
  createLambdaFunction,
  type CommonArgs,
  type FunctionArchitecture,
  type FunctionSettings,
  type LambdaFunction,
  guarded,
} from "../common";
import { createArchiveBucket, type ArchiveBucket } from "./archive-bucket";
import { publisherStatements } from "./policies";
import { createPublisherSecurityGroup } from "./security-group";
import type { SourceRegistry } from "./source-registry";
import { createStagingFunction } from "./staging-function";
import { functionName, validatePublisher, type PublisherPlan } from "./validate-publisher";

/** The arguments of an ImagePublisher. */
export interface ImagePublisherArgs extends CommonArgs {
  /** URL of the registry's door for pushes, `https://host[:port]`; credentials are sent nowhere else. */
  pushUrl: pulumi.Input<string>;
  /** The registry's name as image references begin with it, `host[:port]`; the host of `pushUrl` without its port by default. */
  registryHostname?: pulumi.Input<string>;
  /** ARN of the Secrets Manager secret with the credentials of a user who may push, as a JSON object. */
  pushCredentialsSecretArn: pulumi.Input<string>;
  /** ARN of the customer-managed KMS key that encrypts that secret; AWS's own key by default. */
  pushCredentialsKmsKeyArn?: pulumi.Input<string>;
  /** Key of the user name in the secret's JSON object; `username` by default. */
  usernameKey?: pulumi.Input<string>;
  /** Key of the password in the secret's JSON object; `password` by default. */
  passwordKey?: pulumi.Input<string>;
  /** Id of the VPC from which the registry can be reached. */
  vpcId: pulumi.Input<string>;
  /** Ids of the 1 to 16 subnets for the function's network interfaces. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of security groups whose carriers the registry admits, which the function carries, at most 3; none by default. */
  pushClientSecurityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** CIDR blocks with the registry's addresses, IPv4 or IPv6, for a registry that admits no client groups; none by default. */
  registryCidrBlocks?: pulumi.Input<pulumi.Input<string>[]>;
  /** Id of the security group of the VPC's interface endpoint for Secrets Manager, to which a rule is added that admits the function; none by default. */
  endpointSecurityGroupId?: pulumi.Input<string>;
  /** Id of the prefix list of S3, to which the VPC's gateway endpoint leads; none by default. */
  s3PrefixListId?: pulumi.Input<string>;
  /** Whether the function may reach any address on port 443, where S3, Secrets Manager or the registry are on the internet; `false` by default. */
  internetEgress?: boolean;
  /** Seconds after which one publication stops, to be gone on with by the next, 60 to 900; 900 by default. */
  timeoutInSeconds?: pulumi.Input<number>;
  /** Memory of the function in MB, with which its processors grow, 512 to 10240; 2048 by default. */
  memoryInMB?: pulumi.Input<number>;
  /** Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`. */
  functionArchitecture?: pulumi.Input<FunctionArchitecture>;
  /** ARN of the code-signing configuration that the function is deployed under; none by default. */
  codeSigningConfigArn?: pulumi.Input<string>;
  /** The most publications at once, at least 1, which are also kept for this function alone; the account's shared pool by default. */
  reservedConcurrency?: pulumi.Input<number>;
  /** Name of the bucket that gets the access logs of the bucket through which images are delivered; no access logs by default. */
  bucketLogsBucketName?: pulumi.Input<string>;
  /**
   * The registries that images can be taken from, by their names as image references begin with them, `host[:port]`, and
   * `docker.io` for Docker Hub; none by default. With them a second function is made, which brings images into the bucket.
   */
  sourceRegistries?: Record<string, SourceRegistry>;
  /**
   * How the function that brings images of those registries is run; outside the VPC, where it reaches the internet, and in
   * the account's shared pool by default. Inside one it also needs ways to the registries, to S3 and to Secrets Manager.
   */
  stagingFunction?: FunctionSettings;
  /** Seconds after which that function stops, to be gone on with by the next deployment, 60 to 900; 900 by default. */
  stagingTimeoutInSeconds?: pulumi.Input<number>;
  /** Memory of that function in MB, with which its processors and its network grow, 512 to 10240; 2048 by default. */
  stagingMemoryInMB?: pulumi.Input<number>;
}

/**
 * What delivers images into one registry that only its VPC can reach, once per registry: a bucket that takes archives,
 * and a function in the VPC that streams them from there into the registry. For images of other registries, a second
 * function outside the VPC streams them into that bucket first. `PublishedImage` uses all of them.
 */
export class ImagePublisher extends pulumi.ComponentResource {
  /** Name of the function; resolves when the function can do its work. */
  readonly functionName: pulumi.Output<string>;
  /** ARN of the function; resolves when the function can do its work. */
  readonly functionArn: pulumi.Output<string>;
  /** ARN of the function's role. */
  readonly functionRoleArn: pulumi.Output<string>;
  /** Name of the function's log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** Name of the function that brings images of other registries, which resolves when it can do its work; absent where no such registry is named. */
  readonly stagingFunctionName: pulumi.Output<string | undefined>;
  /** ARN of that function, which resolves when it can do its work; absent where no such registry is named. */
  readonly stagingFunctionArn: pulumi.Output<string | undefined>;
  /** ARN of that function's role, for the policy of a secret or key of another account; absent where no such registry is named. */
  readonly stagingFunctionRoleArn: pulumi.Output<string | undefined>;
  /** Name of that function's log group; absent where no such registry is named. */
  readonly stagingLogGroupName: pulumi.Output<string | undefined>;
  /** Name of the bucket through which images are delivered; resolves when the bucket is protected, encrypted and keeps versions. */
  readonly bucketName: pulumi.Output<string>;
  /** Id of the function's own security group, for rules elsewhere that admit it. */
  readonly securityGroupId: pulumi.Output<string>;
  /** The registry's name as image references begin with it: the name that images are pulled by. */
  readonly registryHostname: pulumi.Output<string>;

  constructor(name: string, args: ImagePublisherArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = validatePublisher(name, args);
    super("sagemaker-private-registry:index:ImagePublisher", name, {}, opts);

    const bucket = createArchiveBucket(name, plan, this);
    const group = createPublisherSecurityGroup(name, plan, this);
    const lambda = createFunction(name, plan, bucket, group.id, this);
    const staging = createStagingFunction(name, plan, bucket, this);
    const whenAdmitted = (output: pulumi.Output<string>): pulumi.Output<string> =>
      pulumi.all([output, pulumi.all(group.admissions)]).apply(guarded(([value]) => value));

    this.functionName = whenAdmitted(lambda.function.name);
    this.functionArn = whenAdmitted(lambda.function.arn);
    this.functionRoleArn = lambda.role.arn;
    this.logGroupName = lambda.logGroup.name;
    this.stagingFunctionName = pulumi.output(staging?.function.name);
    this.stagingFunctionArn = pulumi.output(staging?.function.arn);
    this.stagingFunctionRoleArn = pulumi.output(staging?.role.arn);
    this.stagingLogGroupName = pulumi.output(staging?.logGroup.name);
    this.bucketName = bucket.name;
    this.securityGroupId = group.id;
    this.registryHostname = plan.registryHostname;
    this.registerOutputs({
      functionName: this.functionName,
      functionArn: this.functionArn,
      functionRoleArn: this.functionRoleArn,
      logGroupName: this.logGroupName,
      stagingFunctionName: this.stagingFunctionName,
      stagingFunctionArn: this.stagingFunctionArn,
      stagingFunctionRoleArn: this.stagingFunctionRoleArn,
      stagingLogGroupName: this.stagingLogGroupName,
      bucketName: this.bucketName,
      securityGroupId: this.securityGroupId,
      registryHostname: this.registryHostname,
    });
  }
}

function createFunction(
  name: string,
  plan: PublisherPlan,
  bucket: ArchiveBucket,
  securityGroupId: pulumi.Output<string>,
  parent: pulumi.Resource,
): LambdaFunction {
  const access = pulumi.all([bucket.arn, plan.common.kmsKeyArn, plan.secretArn, plan.secretKmsKeyArn]).apply(
    guarded(([bucketArn, bucketKmsKeyArn, secretArn, secretKmsKeyArn]) => ({
      bucketArn,
      bucketKmsKeyArn,
      secretArn,
      secretKmsKeyArn,
    })),
  );
  return createLambdaFunction(
    functionName(name),
    {
      bundle: "publish-image",
      description: "Publishes images out of S3 into a private registry",
      environment: {
        REGISTRY: plan.address.apply(guarded(({ host }) => host)),
        SECRET_ARN: plan.secretArn,
        USERNAME_KEY: plan.usernameKey,
        PASSWORD_KEY: plan.passwordKey,
      },
      statements: (placement) => access.apply(guarded((known) => publisherStatements(known, placement))),
      timeoutInSeconds: plan.timeoutInSeconds,
      memoryInMB: plan.memoryInMB,
      settings: {
        vpc: {
          subnetIds: plan.subnetIds,
          securityGroupIds: pulumi
            .all([securityGroupId, plan.pushClientSecurityGroupIds ?? []])
            .apply(guarded(([own, others]) => [own, ...others])),
        },
        architecture: plan.functionArchitecture,
        codeSigningConfigArn: plan.codeSigningConfigArn,
        reservedConcurrency: plan.reservedConcurrency,
      },
      vpcId: plan.vpcId,
      common: plan.common,
    },
    parent,
  );
}
