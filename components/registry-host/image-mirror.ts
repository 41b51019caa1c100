import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SourceRegistriesSettings } from "../../functions/contract";
import { parseReference } from "../../registry-client/images/reference";
import {
  COPY_IMAGE_BUNDLE,
  copyImageInput,
  createLambdaFunction,
  guarded,
  parseCopyResult,
  type LambdaFunction,
} from "../common";
import type { CheckedArgs } from "./checks";
import { logicalNames } from "./logical-names";
import { copyStatements } from "./policies";
import { protectOptions, PASSING } from "./protect-options";
import { ImageMirror, TaskArchitecture } from "./args";

/** The registry's own image as its tasks are to run it. */
export interface TaskImage {
  /** Its reference by digest; for a copy of one platform resolves when that is made. */
  readonly reference: pulumi.Output<string>;
  /** A reference that names the repository of `reference`, and is known before it. */
  readonly repository: pulumi.Output<string>;
  /** ARN of the secret with the credentials that Fargate pulls it with. */
  readonly credentialsSecretArn: pulumi.Output<string | undefined> | undefined;
  /** ARN of the key of that secret. */
  readonly credentialsKmsKeyArn: pulumi.Output<string | undefined> | undefined;
  /** What must be done before a task can start. */
  readonly dependsOn: readonly pulumi.Resource[];
}

/** The image where it lies, or a copy of it in ECR, which a VPC without a route to the internet reaches by its endpoints. */
export function provideImage(name: string, args: CheckedArgs, parent: pulumi.Resource): TaskImage {
  const { image, imageCredentialsSecretArn, imageCredentialsKmsKeyArn, imageMirror } = args;
  if (imageMirror === ImageMirror.None) {
    return {
      reference: image,
      repository: image,
      credentialsSecretArn: imageCredentialsSecretArn,
      credentialsKmsKeyArn: imageCredentialsKmsKeyArn,
      dependsOn: [],
    };
  }
  const repository = createRepository(name, args, parent);
  const lambda = createCopyingFunction(name, args, repository, parent);
  const isOnePlatform = imageMirror === ImageMirror.Ecr;
  const platform = args.architecture.apply(guarded((architecture) => PLATFORMS[architecture]));
  const copy = new aws.lambda.Invocation(
    `${name}-image-copy`,
    {
      functionName: lambda.function.name,
      // Called again for another image, platform or repository, and not for another version of the function.
      input: copyImageInput(
        pulumi.output({
          source: { registry: { image } },
          destination: { ecr: { repository: repository.name } },
          ...(isOnePlatform ? { platform } : {}),
        }),
      ),
    },
    { parent, ...PASSING },
  );
  const asked = image.apply(guarded((reference) => parseReference(reference).digest ?? ""));
  // The image of one platform has a digest of its own, which the index lists.
  const copied = pulumi
    .all([lambda.function.name, copy.result])
    .apply(
      guarded(
        ([functionName, result]) => parseCopyResult(functionName, result, [], "run `pulumi up` again").digest,
      ),
    );
  const inRepository = (digest: pulumi.Output<string>): pulumi.Output<string> =>
    pulumi.interpolate`${repository.repositoryUrl}@${digest}`;
  return {
    reference: inRepository(isOnePlatform ? copied : asked),
    repository: inRepository(asked),
    credentialsSecretArn: undefined,
    credentialsKmsKeyArn: undefined,
    dependsOn: [copy],
  };
}

/** What the tasks run on, as images name it. */
const PLATFORMS: Readonly<Record<TaskArchitecture, string>> = {
  [TaskArchitecture.Arm64]: "linux/arm64",
  [TaskArchitecture.X86_64]: "linux/amd64",
};

function createRepository(name: string, args: CheckedArgs, parent: pulumi.Resource): aws.ecr.Repository {
  const { kmsKeyArn, tags } = args.common;
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
    { parent, ...protectOptions(args) },
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
      bundle: COPY_IMAGE_BUNDLE,
      description: "Copies the private registry's own image into ECR",
      environment: {
        SOURCE_REGISTRIES: pulumi.all([image, secretArn]).apply(guarded(sourceRegistriesOf)),
        DESTINATION: "ecr",
      },
      statements: ({ dnsSuffix }) =>
        pulumi
          .all([repository.arn, secretArn, args.imageCredentialsKmsKeyArn, args.common.kmsKeyArn])
          .apply(
            guarded(([repositoryArn, credentialsSecretArn, ...keys]) =>
              copyStatements({ repositoryArn, credentialsSecretArn, kmsKeyArns: keys, dnsSuffix }),
            ),
          ),
      timeoutInSeconds: TIMEOUT_IN_SECONDS,
      memoryInMb: MEMORY_IN_MB,
      settings: args.imageMirrorFunction,
      common: args.common,
    },
    parent,
  );
}

/** The registry that the image is in, and the secret with its credentials. */
function sourceRegistriesOf([image, secretArn]: readonly [string, string | undefined]): string {
  const settings: SourceRegistriesSettings = { [parseReference(image).registry]: { secretArn } };
  return JSON.stringify(settings);
}
