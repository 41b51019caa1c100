import type * as pulumi from "@pulumi/pulumi";
import { createPrivateBucket, expireLeftovers, type CommonArgs } from "../common";

/** The bucket through which archives are delivered. */
export interface ArchiveBucket {
  readonly arn: pulumi.Output<string>;
  /** Resolves when the bucket is protected, encrypted and keeps versions. */
  readonly name: pulumi.Output<string>;
}

/**
 * Makes the bucket of the archives: deliveries, not the registry, so that it is emptied when it is deleted. The current
 * version of each archive stays: a refresh would find it gone and upload it again.
 */
export function createArchiveBucket(
  name: string,
  common: CommonArgs,
  parent: pulumi.Resource,
): ArchiveBucket {
  const { bucket, name: readyName } = createPrivateBucket(
    `${name}-archives`,
    {
      forceDestroy: true,
      // A replaced archive is read only by a publication that is under way.
      lifecycleRules: expireLeftovers({ incompleteUploads: 1, noncurrentVersions: 1 }),
      common,
    },
    { parent },
  );
  return { arn: bucket.arn, name: readyName };
}
