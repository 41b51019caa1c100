import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createPrivateBucket, expireLeftovers, type CommonArgs } from "../common";
import { STAGED_DAYS, STAGED_PREFIX } from "./staged-images";

/** The logical name of the bucket. */
export const archiveBucketName = (name: string): string => `${name}-archives`;

/** The bucket through which images are delivered. */
export interface ArchiveBucket {
  readonly arn: pulumi.Output<string>;
  /** Resolves when the bucket is protected, encrypted and keeps versions. */
  readonly name: pulumi.Output<string>;
}

/** What the bucket is made of. */
export interface ArchiveBucketSettings {
  readonly common: CommonArgs;
  /** Name of the bucket that gets its access logs. */
  readonly bucketLogsBucketName: pulumi.Output<string> | undefined;
}

/**
 * Makes the bucket of the archives and of what is staged: deliveries, not the registry, so that it is emptied when it is
 * deleted. The current version of each archive stays: a refresh would find it gone and upload it again. What is staged goes
 * after some weeks, but what was replaced is still read for a day by a publication that is under way.
 */
export function createArchiveBucket(
  name: string,
  { common, bucketLogsBucketName }: ArchiveBucketSettings,
  parent: pulumi.Resource,
): ArchiveBucket {
  const { bucket, name: readyName } = createPrivateBucket(
    archiveBucketName(name),
    {
      forceDestroy: true,
      lifecycleRules: [
        ...expireLeftovers({ incompleteUploads: 1, noncurrentVersions: 1 }),
        {
          id: "expire-staged-images",
          status: "Enabled",
          filter: { prefix: `${STAGED_PREFIX}/` },
          expiration: { days: STAGED_DAYS },
        },
      ],
      common,
    },
    { parent },
  );
  if (bucketLogsBucketName !== undefined) {
    new aws.s3.BucketLogging(
      `${archiveBucketName(name)}-logging`,
      {
        bucket: bucket.bucket,
        targetBucket: bucketLogsBucketName,
        targetPrefix: pulumi.interpolate`${bucket.bucket}/`,
      },
      { parent },
    );
  }
  return { arn: bucket.arn, name: readyName };
}
