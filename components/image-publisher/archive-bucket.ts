import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../common";
import { archiveBucketPolicy } from "./policies";

/** The bucket through which archives are delivered. */
export interface ArchiveBucket {
  readonly arn: pulumi.Output<string>;
  /** Resolves when the bucket is protected, encrypted and keeps versions. */
  readonly name: pulumi.Output<string>;
}

/** A replaced archive is read only by a publication that is under way. */
const NONCURRENT_DAYS = 1;

/**
 * Makes the bucket of the archives: deliveries, not the registry, so that it is emptied when it is deleted. The current
 * version of each archive stays: a refresh would find it gone and upload it again.
 */
export function createArchiveBucket(
  name: string,
  { tags, kmsKeyArn }: CommonArgs,
  parent: pulumi.Resource,
): ArchiveBucket {
  const options = { parent };
  const bucket = new aws.s3.Bucket(`${name}-archives`, { forceDestroy: true, tags }, options);
  const of = { bucket: bucket.id };
  const ownership = new aws.s3.BucketOwnershipControls(
    `${name}-archives-ownership`,
    { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options,
  );
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    `${name}-archives-public-access`,
    {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    options,
  );
  const policy = new aws.s3.BucketPolicy(
    `${name}-archives-policy`,
    { ...of, policy: bucket.arn.apply((arn) => JSON.stringify(archiveBucketPolicy(arn))) },
    // S3 refuses two of these at once.
    { ...options, dependsOn: [publicAccess] },
  );
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-archives-encryption`,
    {
      ...of,
      rules: [
        {
          applyServerSideEncryptionByDefault:
            kmsKeyArn === undefined
              ? { sseAlgorithm: "AES256" }
              : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
          bucketKeyEnabled: kmsKeyArn !== undefined,
        },
      ],
    },
    options,
  );
  const versioning = new aws.s3.BucketVersioning(
    `${name}-archives-versioning`,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    options,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-archives-lifecycle`,
    { ...of, rules: lifecycleRules() },
    { ...options, dependsOn: [versioning] },
  );
  // The URNs wait for the resources but, unlike ids, stay known when one of them is added or replaced.
  const ready = [ownership, publicAccess, policy, encryption, versioning].map(({ urn }) => urn);
  return { arn: bucket.arn, name: pulumi.all([bucket.id, pulumi.all(ready)]).apply(([id]) => id) };
}

function lifecycleRules(): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    },
    {
      id: "expire-replaced-archives",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ];
}
