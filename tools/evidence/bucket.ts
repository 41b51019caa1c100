import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { gzipSync } from "node:zlib";
import { denyWithoutTls, lookUpPlacement, policyDocument, type Statement } from "../../components/common";
import { tarArchive } from "./image/tar";

/** The one model of the multi-model endpoint. */
export const MODEL_FILE = "one.tar.gz";
/** What the asynchronous endpoint is asked about. */
export const REQUEST_KEY = "requests/one.json";
/** What every endpoint is asked. */
export const REQUEST_BODY = '{"question":"are you there?"}';

/** The bucket of the kit: the load balancers' logs, and what the endpoints read and write. */
export interface EvidenceBucket {
  /** Resolves when load balancers may write their logs to it. */
  readonly name: pulumi.Output<string>;
  /** S3 URIs below which endpoints find models and requests, and write answers; they resolve when these are there. */
  readonly models: pulumi.Output<string>;
  readonly requests: pulumi.Output<string>;
  readonly answers: pulumi.Output<string>;
}

/**
 * Makes the bucket, which goes with all that is in it. Its encryption is S3's own, as load balancers write to no other.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function createBucket(parent: pulumi.Resource): EvidenceBucket {
  const options = { parent };
  const bucket = new aws.s3.Bucket("evidence-logs", { forceDestroy: true }, options);
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    "evidence-logs-public-access",
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    options,
  );
  const policy = new aws.s3.BucketPolicy(
    "evidence-logs-policy",
    {
      bucket: bucket.id,
      policy: pulumi
        .all([bucket.arn, lookUpPlacement(parent)])
        .apply(([arn, { accountId }]) =>
          JSON.stringify(policyDocument(...denyWithoutTls(arn).Statement, writeLogs(arn, accountId))),
        ),
    },
    // S3 refuses two of these at once.
    { ...options, dependsOn: [publicAccess] },
  );
  const model = new aws.s3.BucketObjectv2(
    "evidence-model",
    {
      bucket: bucket.id,
      key: `models/${MODEL_FILE}`,
      contentBase64: gzipSync(tarArchive({ "model.json": Buffer.from("{}") })).toString("base64"),
    },
    options,
  );
  const request = new aws.s3.BucketObjectv2(
    "evidence-request",
    { bucket: bucket.id, key: REQUEST_KEY, content: REQUEST_BODY, contentType: "application/json" },
    options,
  );
  // URNs wait for the resources but, unlike ids, are known at preview.
  const below = (prefix: string, ...ready: readonly pulumi.Resource[]): pulumi.Output<string> =>
    pulumi.all([bucket.id, ...ready.map(({ urn }) => urn)]).apply(([id]) => `s3://${id}/${prefix}`);
  return {
    name: pulumi.all([bucket.id, policy.urn]).apply(([id]) => id),
    models: below("models/", model),
    requests: below("requests/", request),
    answers: below("answers"),
  };
}

function writeLogs(bucketArn: string, accountId: string): Statement {
  return {
    Sid: "WriteAccessLogs",
    Effect: "Allow",
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn}/AWSLogs/${accountId}/*`,
  };
}
