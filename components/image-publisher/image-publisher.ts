import * as pulumi from "@pulumi/pulumi";
import {
  checkedArguments,
  COPY_IMAGE_BUNDLE,
  createLambdaFunction,
  type LambdaFunction,
  guarded,
} from "../common";
import { createArchiveBucket, type ArchiveBucket } from "./archive-bucket";
import { publisherStatements } from "./policies";
import { createPublisherSecurityGroup } from "./security-group";
import { createStagingFunction } from "./staging-function";
import { functionName, validatePublisher, type PublisherPlan } from "./checks";
import type { ImagePublisherArgs } from "./args";

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
    const plan = checkedArguments(validatePublisher, name, args);
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
  const access = pulumi
    .all([bucket.arn, plan.common.kmsKeyArn, plan.pushCredentialsSecretArn, plan.pushCredentialsKmsKeyArn])
    .apply(
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
      bundle: COPY_IMAGE_BUNDLE,
      description: "Publishes images out of S3 into a private registry",
      environment: {
        DESTINATION: "registry",
        REGISTRY: plan.address.apply(guarded(({ host }) => host)),
        SECRET_ARN: plan.pushCredentialsSecretArn,
        USERNAME_KEY: plan.usernameKey,
        PASSWORD_KEY: plan.passwordKey,
      },
      statements: (placement) => access.apply(guarded((known) => publisherStatements(known, placement))),
      timeoutInSeconds: plan.timeoutInSeconds,
      memoryInMb: plan.memoryInMb,
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
