import { checks, type Check, type Statement } from "../common";

const BUCKET_NAMES = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html";

/** A check that a text says what is read in S3: one object, or all objects below a prefix that ends in a slash. */
export const readableObjects: Check<string> = checks.sourced(
  BUCKET_NAMES,
  checks.pattern(
    new RegExp(`^s3://${checks.S3_BUCKET}/.{0,1024}$`, "su"),
    "the S3 URI of an object, as s3://bucket/fraud/model.tar.gz, or of a prefix, as s3://bucket/fraud/",
  ),
);

/** A check that a text says below what is written in S3: a bucket, or a prefix in it. */
export const writablePrefix: Check<string> = checks.sourced(
  BUCKET_NAMES,
  checks.pattern(
    new RegExp(`^s3://${checks.S3_BUCKET}(/.{0,1024})?$`, "su"),
    "the S3 URI of a bucket or of a prefix in it, as s3://bucket/captured",
  ),
);

/**
 * Lets a role read exactly the given objects, and list what lies there: without the right to list, S3 answers that access is
 * denied where an object is merely missing.
 * @param sid the name of the statement
 * @param uris what `readableObjects` lets pass
 */
export function readObjects(sid: string, uris: readonly string[], partition: string): Statement[] {
  const locations = [...new Set(uris)].map((uri) => locate(uri, partition));
  if (locations.length === 0) return [];
  const read: Statement = {
    Sid: sid,
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: locations.map(({ bucketArn, key }) => `${bucketArn}/${readPattern(key)}`),
  };
  return [read, ...listBuckets(locations)];
}

/**
 * Lets a role write below exactly the given prefixes, also what it sends in parts.
 * @param sid the name of the statement
 * @param uris what `writablePrefix` lets pass
 */
export function writeObjects(sid: string, uris: readonly string[], partition: string): Statement[] {
  if (uris.length === 0) return [];
  const resources = uris
    .map((uri) => locate(uri, partition))
    .map(({ bucketArn, key }) => `${bucketArn}/${key === "" ? "" : `${literal(key.replace(/\/$/, ""))}/`}*`);
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: [...new Set(resources)],
    },
  ];
}

interface Location {
  readonly bucketArn: string;
  readonly key: string;
}

function locate(uri: string, partition: string): Location {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/?(.*)$/su.exec(uri) ?? [];
  return { bucketArn: `arn:${partition}:s3:::${bucket}`, key };
}

/** The keys that may be read, as a pattern in which a final asterisk stands for all that lies below a prefix. */
const readPattern = (key: string): string => literal(key) + (key === "" || key.endsWith("/") ? "*" : "");

function listBuckets(locations: readonly Location[]): Statement[] {
  const buckets = [...new Set(locations.map(({ bucketArn }) => bucketArn))];
  return buckets.map((bucketArn) => {
    const patterns = locations
      .filter((each) => each.bucketArn === bucketArn)
      .map(({ key }) => readPattern(key));
    const list: Statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn };
    // A whole bucket can also be listed without a prefix, which no condition on the prefix matches.
    return patterns.includes("*") ? list : { ...list, Condition: { StringLike: { "s3:prefix": patterns } } };
  });
}

/**
 * A key or name as a policy's patterns write it: characters that mean something there stand for themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function literal(name: string): string {
  return name.replace(/[*?$]/g, (character) => `\${${character}}`);
}
