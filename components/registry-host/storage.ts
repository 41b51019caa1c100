import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CheckedArgs } from "./checked-args";
import { bucketPolicy } from "./policies";
import { OnDelete } from "./registry-host-args";

/**
 * Makes the bucket that holds the images. What protects the bucket shares its fate: a bucket that stays keeps its
 * policy, its encryption and the block on public access.
 */
export function createBucket(name: string, args: CheckedArgs, parent: pulumi.Resource): aws.s3.Bucket {
  const options: pulumi.CustomResourceOptions = {
    parent,
    retainOnDelete: args.onDelete === OnDelete.Retain,
    protect: args.onDelete === OnDelete.Protect,
  };
  const { tags, kmsKeyArn } = args.common;
  const bucket = new aws.s3.Bucket(
    `${name}-images`,
    { bucket: args.bucketName, forceDestroy: args.onDelete === OnDelete.Delete, tags },
    options,
  );
  const of = { bucket: bucket.id };
  new aws.s3.BucketOwnershipControls(
    `${name}-images-ownership`,
    { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options,
  );
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    `${name}-images-public-access`,
    {
      ...of,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    options,
  );
  new aws.s3.BucketPolicy(
    `${name}-images-policy`,
    { ...of, policy: bucket.arn.apply((arn) => JSON.stringify(bucketPolicy(arn))) },
    // S3 refuses two of these at once.
    { ...options, dependsOn: [publicAccess] },
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-images-encryption`,
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
    `${name}-images-versioning`,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    options,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-images-lifecycle`,
    { ...of, rules: lifecycleRules(args) },
    { ...options, dependsOn: [versioning] },
  );
  if (args.bucketLogsBucketName !== undefined) {
    new aws.s3.BucketLogging(
      `${name}-images-logging`,
      { ...of, targetBucket: args.bucketLogsBucketName, targetPrefix: pulumi.interpolate`${bucket.id}/` },
      options,
    );
  }
  return bucket;
}

function lifecycleRules(args: CheckedArgs): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      // The registry itself forgets an upload after 7 days.
      abortIncompleteMultipartUpload: { daysAfterInitiation: 8 },
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: args.noncurrentVersionExpirationInDays },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ];
}
