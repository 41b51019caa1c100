import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What the logs need is protected with their bucket: encryption, versions, expiry and policy. */
const kept = { protect: true };

/** A bucket for access logs and flow logs. */
export interface LogBucket {
  /** Resolves when the services may write into the bucket. */
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
}

/**
 * Makes a bucket for the logs of load balancers, of buckets and of networks. Load balancers take no other encryption than S3's
 * own keys. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function createLogBucket(name: string, tags: Record<string, string>): LogBucket {
  const bucket = new aws.s3.Bucket(name, { tags }, kept);
  const block = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    kept,
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    kept,
  );
  new aws.s3.BucketVersioning(
    name,
    {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    },
    kept,
  );
  new aws.s3.BucketLifecycleConfiguration(
    name,
    {
      bucket: bucket.id,
      rules: [
        {
          id: "a-year",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: 365 },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
    kept,
  );
  const accountId = aws.getCallerIdentityOutput().accountId;
  const policy = new aws.s3.BucketPolicy(
    name,
    {
      bucket: bucket.id,
      policy: pulumi.all([bucket.arn, accountId]).apply(([arn, account]) => logPolicy(arn, account)),
    },
    { ...kept, dependsOn: [block] },
  );
  return { bucketName: policy.bucket, bucketArn: pulumi.all([bucket.arn, policy.id]).apply(([arn]) => arn) };
}

/**
 * Lets the services write logs of this account, and nobody speak to the bucket without TLS.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html and
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
function logPolicy(arn: string, account: string): string {
  const write = (sid: string, service: string) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "RequireTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      write("BucketLogs", "logging.s3.amazonaws.com"),
      {
        ...write("LoadBalancerLogs", "logdelivery.elasticloadbalancing.amazonaws.com"),
        Condition: undefined,
        Resource: `${arn}/AWSLogs/${account}/*`,
      },
      write("FlowLogs", "delivery.logs.amazonaws.com"),
      {
        ...write("FlowLogsCheck", "delivery.logs.amazonaws.com"),
        Action: ["s3:GetBucketAcl", "s3:ListBucket"],
        Resource: arn,
      },
    ],
  });
}
