import { checks, type Check, type Statement } from "../common";

/**
 * A check that a text says where model data lies in S3: one object, or all objects below a prefix that ends in a slash.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const modelData: Check<string> = checks.pattern(
  /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/.{0,1024}$/su,
  "the S3 URI of an object, as s3://bucket/fraud/model.tar.gz, or of a prefix, as s3://bucket/fraud/",
);

/**
 * Lets a role read exactly the given model data, and list what lies there: without the right to list, S3 answers that
 * access is denied where an object is merely missing.
 * @param uris what `modelData` lets pass
 */
export function readModelData(uris: readonly string[], partition: string): Statement[] {
  const locations = [...new Set(uris)].map((uri) => locate(uri, partition));
  if (locations.length === 0) return [];
  const read: Statement = {
    Sid: "ReadModelData",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: locations.map(({ bucketArn, pattern }) => `${bucketArn}/${pattern}`),
  };
  return [read, ...listBuckets(locations)];
}

interface Location {
  readonly bucketArn: string;
  /** The keys, as a pattern in which a final asterisk stands for all that lies below a prefix. */
  readonly pattern: string;
}

function locate(uri: string, partition: string): Location {
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(.*)$/su.exec(uri) ?? [];
  return {
    bucketArn: `arn:${partition}:s3:::${bucket}`,
    pattern: literal(key) + (key === "" || key.endsWith("/") ? "*" : ""),
  };
}

function listBuckets(locations: readonly Location[]): Statement[] {
  const buckets = [...new Set(locations.map(({ bucketArn }) => bucketArn))];
  return buckets.map((bucketArn) => {
    const patterns = locations.filter((each) => each.bucketArn === bucketArn).map(({ pattern }) => pattern);
    const list: Statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn };
    // A whole bucket can also be listed without a prefix, which no condition on the prefix matches.
    return patterns.includes("*") ? list : { ...list, Condition: { StringLike: { "s3:prefix": patterns } } };
  });
}

/**
 * A key as a policy's patterns write it: characters that mean something there stand for themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
function literal(key: string): string {
  return key.replace(/[*?$]/g, (character) => `\${${character}}`);
}
