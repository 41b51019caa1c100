import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import type { CommonArgs } from "./common-args";
import { bucketName as nameOf } from "./physical-names";
import { policyDocument, type PolicyDocument } from "./policy-document";

/** What a bucket of this package is made of. */
export interface PrivateBucketArgs {
  /** The bucket's name; made up by Pulumi by default. */
  readonly bucketName?: pulumi.Input<string>;
  /** Whether the bucket is deleted together with what it holds. */
  readonly forceDestroy: boolean;
  readonly lifecycleRules: aws.types.input.s3.BucketLifecycleConfigurationRule[];
  readonly common: CommonArgs;
}

/** A bucket that nobody can make public. */
export interface PrivateBucket {
  readonly bucket: aws.s3.Bucket;
  /** The bucket's name, which resolves when the bucket is protected, encrypted and keeps versions. */
  readonly name: pulumi.Output<string>;
}

/**
 * Makes a bucket with versions, encryption and the block on public access, which only its owner's policies open and which
 * refuses whatever comes without TLS. What protects the bucket shares its options, and so its fate: a bucket that is
 * retained keeps its protection.
 */
export function createPrivateBucket(
  name: string,
  { bucketName, forceDestroy, lifecycleRules, common }: PrivateBucketArgs,
  options: pulumi.CustomResourceOptions,
): PrivateBucket {
  const { tags, kmsKeyArn } = common;
  const bucket = new aws.s3.Bucket(
    name,
    { ...(bucketName === undefined ? nameOf(name) : { bucket: bucketName }), forceDestroy, tags },
    options,
  );
  const of = { bucket: bucket.id };
  const ownership = new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
    options,
  );
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
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
    `${name}-policy`,
    { ...of, policy: bucket.arn.apply(guarded((arn) => JSON.stringify(denyWithoutTls(arn)))) },
    // S3 refuses two of these at once.
    { ...options, dependsOn: [publicAccess] },
  );
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
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
    `${name}-versioning`,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    options,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { ...of, rules: lifecycleRules },
    { ...options, dependsOn: [versioning] },
  );
  // The URNs wait for the resources but, unlike ids, stay known when one of them is added or replaced.
  const ready = [ownership, publicAccess, policy, encryption, versioning].map(({ urn }) => urn);
  return { bucket, name: pulumi.all([bucket.id, pulumi.all(ready)]).apply(guarded(([id]) => id)) };
}

/** The lifecycle rules of a bucket with versions: forgets uploads that nobody finished, and what was replaced or deleted. */
export function expireLeftovers(days: {
  readonly incompleteUploads: number;
  readonly noncurrentVersions: pulumi.Input<number>;
}): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: days.incompleteUploads },
    },
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: days.noncurrentVersions },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ];
}

/** Refuses whatever reaches a bucket without TLS. */
export function denyWithoutTls(bucketArn: string): PolicyDocument {
  return policyDocument({
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
}
