import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseReference } from "../../registry-client/reference";
import { createLambdaFunction, type LambdaFunction } from "../common";
import type { CheckedArgs } from "./checked-args";
import { logicalNames } from "./logical-names";
import { copyStatements } from "./policies";
import { ImageMirror } from "./registry-host-args";

/** The registry's own image as its tasks are to run it. */
export interface TaskImage {
  /** Its reference by digest. */
  readonly reference: pulumi.Output<string>;
  /** ARN of the secret with the credentials that Fargate pulls it with. */
  readonly credentialsSecretArn: pulumi.Output<string> | undefined;
  /** ARN of the key of that secret. */
  readonly credentialsKmsKeyArn: pulumi.Output<string> | undefined;
  /** What must be done before a task can start. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** The image where it lies, or a copy of it in ECR, which a VPC without a route to the internet reaches by its endpoints. */
export function provideImage(name: string, args: CheckedArgs, parent: pulumi.Resource): TaskImage {
  const { image, imageCredentialsSecretArn, imageCredentialsKmsKeyArn, imageMirror } = args;
  if (imageMirror === ImageMirror.None) {
    return {
      reference: image,
      credentialsSecretArn: imageCredentialsSecretArn,
      credentialsKmsKeyArn: imageCredentialsKmsKeyArn,
      dependsOn: [],
    };
  }
  const repository = createRepository(name, args, parent);
  const lambda = createCopyingFunction(name, args, repository, parent);
  const copy = new aws.lambda.Invocation(
    `${name}-image-copy`,
    {
      functionName: lambda.function.name,
      // Called again for another image or repository, and not for another version of the function.
      input: pulumi.jsonStringify({ source: image, targetRepository: repository.name }),
    },
    { parent },
  );
  const digest = image.apply((reference) => parseReference(reference).digest ?? "");
  return {
    reference: pulumi.interpolate`${repository.repositoryUrl}@${digest}`,
    credentialsSecretArn: undefined,
    credentialsKmsKeyArn: undefined,
    dependsOn: [copy],
  };
}

function createRepository(
  name: string,
  { common: { kmsKeyArn, tags } }: CheckedArgs,
  parent: pulumi.Resource,
): aws.ecr.Repository {
  return new aws.ecr.Repository(
    logicalNames.copyRepository(name),
    {
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfigurations:
        kmsKeyArn === undefined ? undefined : [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
      // It holds copies only.
      forceDelete: true,
      tags,
    },
    { parent },
  );
}

/** The longest that Lambda allows; an image of 150 MB takes some tens of seconds. */
const TIMEOUT_IN_SECONDS = 900;
/** Enough for several streams at once, and the processor that their digests take. */
const MEMORY_IN_MB = 1024;

function createCopyingFunction(
  name: string,
  args: CheckedArgs,
  repository: aws.ecr.Repository,
  parent: pulumi.Resource,
): LambdaFunction {
  const { image, imageCredentialsSecretArn: secretArn } = args;
  return createLambdaFunction(
    logicalNames.copyFunction(name),
    {
      bundle: "copy-image",
      description: "Copies the private registry's own image into ECR",
      environment: {
        SOURCE_REGISTRY: image.apply((reference) => parseReference(reference).registry),
        ...(secretArn === undefined ? {} : { SOURCE_SECRET_ARN: secretArn }),
      },
      statements: ({ dnsSuffix }) =>
        pulumi
          .all([repository.arn, secretArn, args.imageCredentialsKmsKeyArn, args.common.kmsKeyArn])
          .apply(([repositoryArn, credentialsSecretArn, ...keys]) =>
            copyStatements({ repositoryArn, credentialsSecretArn, kmsKeyArns: keys, dnsSuffix }),
          ),
      timeoutInSeconds: TIMEOUT_IN_SECONDS,
      memoryInMB: MEMORY_IN_MB,
      settings: args.imageMirrorFunction,
      common: args.common,
    },
    parent,
  );
}
