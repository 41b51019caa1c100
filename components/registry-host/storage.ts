import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createPrivateBucket, expireLeftovers } from "../common";
import type { CheckedArgs } from "./checks";
import { protectOptions } from "./protect-options";
import { logicalNames } from "./logical-names";
import { OnDelete } from "./args";

/** The registry itself forgets an upload after 7 days. */
const INCOMPLETE_UPLOAD_DAYS = 8;

/** Makes the bucket that holds the images. */
export function createBucket(name: string, args: CheckedArgs, parent: pulumi.Resource): aws.s3.Bucket {
  const options: pulumi.CustomResourceOptions = {
    parent,
    retainOnDelete: args.onDelete === OnDelete.Retain,
    ...protectOptions(args),
  };
  const { bucket } = createPrivateBucket(
    logicalNames.images(name),
    {
      bucketName: args.bucketName,
      forceDestroy: args.onDelete === OnDelete.Delete,
      lifecycleRules: expireLeftovers({
        incompleteUploads: INCOMPLETE_UPLOAD_DAYS,
        noncurrentVersions: args.noncurrentVersionExpirationInDays,
      }),
      common: args.common,
    },
    options,
  );
  if (args.bucketLogsBucketName !== undefined) {
    new aws.s3.BucketLogging(
      `${name}-images-logging`,
      {
        bucket: bucket.id,
        targetBucket: args.bucketLogsBucketName,
        targetPrefix: pulumi.interpolate`${bucket.id}/`,
      },
      options,
    );
  }
  return bucket;
}
