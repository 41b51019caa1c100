import * as pulumi from "@pulumi/pulumi";
import { COPY_IMAGE_BUNDLE, createLambdaFunction, type LambdaFunction, guarded } from "../common";
import type { ArchiveBucket } from "./archive-bucket";
import { stagingStatements } from "./policies";
import { environmentOf } from "./source-registry";
import { RENEW_AFTER_DAYS, STAGED_PREFIX } from "./staged-images";
import { stagingFunctionName, type PublisherPlan } from "./checks";

/** Makes the function that brings images of other registries into the bucket, where there are such registries. */
export function createStagingFunction(
  name: string,
  { staging, common, failure }: PublisherPlan,
  bucket: ArchiveBucket,
  parent: pulumi.Resource,
): LambdaFunction | undefined {
  if (staging === undefined) return undefined;
  const secrets = pulumi.output(
    staging.registries.map(({ secretArn, secretKmsKeyArn }) => pulumi.output({ secretArn, secretKmsKeyArn })),
  );
  return createLambdaFunction(
    stagingFunctionName(name),
    {
      bundle: COPY_IMAGE_BUNDLE,
      description: "Stages images of other registries in S3, to be published",
      environment: {
        SOURCE_REGISTRIES: environmentOf(staging.registries, failure),
        DESTINATION: "layout",
        BUCKET: bucket.name,
        PREFIX: STAGED_PREFIX,
        RENEW_AFTER_DAYS: String(RENEW_AFTER_DAYS),
      },
      statements: (placement) =>
        pulumi
          .all([bucket.arn, common.kmsKeyArn, secrets])
          .apply(
            guarded(([bucketArn, bucketKmsKeyArn, known]) =>
              stagingStatements({ bucketArn, bucketKmsKeyArn, secrets: known }, placement),
            ),
          ),
      timeoutInSeconds: staging.timeoutInSeconds,
      memoryInMb: staging.memoryInMb,
      settings: staging.function,
      common,
    },
    parent,
  );
}
