import { readSecret, type Placement, type Statement } from "../common";
import { STAGED_PREFIX } from "./staged-images";

/** What the publishing function reads. */
export interface PublisherAccess {
  readonly bucketArn: string;
  /** ARN of the key that encrypts what is in the bucket. */
  readonly bucketKmsKeyArn: string | undefined;
  readonly secretArn: string;
  /** ARN of the key that encrypts the secret. */
  readonly secretKmsKeyArn: string | undefined;
}

/**
 * What the publishing function may do: read the archives and the one secret.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function publisherStatements(
  access: PublisherAccess,
  { region, dnsSuffix }: Pick<Placement, "region" | "dnsSuffix">,
): Statement[] {
  return [
    {
      Sid: "ReadArchives",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: `${access.bucketArn}/*`,
    },
    ...useBucketKey("DecryptArchives", access.bucketKmsKeyArn, "kms:Decrypt", { region, dnsSuffix }),
    ...readSecret({ secretArn: access.secretArn, kmsKeyArns: [access.secretKmsKeyArn] }, dnsSuffix),
  ];
}

/** What the staging function reads and writes. */
export interface StagingAccess {
  readonly bucketArn: string;
  /** ARN of the key that encrypts what is in the bucket. */
  readonly bucketKmsKeyArn: string | undefined;
  /** The secrets of its registries, each with the ARN of the key that encrypts it; none for one that is read anonymously. */
  readonly secrets: readonly {
    readonly secretArn?: string | undefined;
    readonly secretKmsKeyArn?: string | undefined;
  }[];
}

/**
 * What the staging function may do: read its registries' secrets; write what is staged, in parts, which with a key takes
 * decrypting as well; and ask for it, which is reading to S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export function stagingStatements(
  { bucketArn, bucketKmsKeyArn, secrets }: StagingAccess,
  placement: Pick<Placement, "region" | "dnsSuffix">,
): Statement[] {
  const keysOf = new Map<string, (string | undefined)[]>();
  for (const { secretArn, secretKmsKeyArn } of secrets) {
    if (secretArn !== undefined) keysOf.set(secretArn, [...(keysOf.get(secretArn) ?? []), secretKmsKeyArn]);
  }
  return [
    {
      Sid: "StageImages",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"],
      Resource: `${bucketArn}/${STAGED_PREFIX}/*`,
    },
    ...useBucketKey(
      "EncryptStagedImages",
      bucketKmsKeyArn,
      ["kms:GenerateDataKey", "kms:Decrypt"],
      placement,
    ),
    // A policy takes no two statements of one name.
    ...[...keysOf].flatMap(([secretArn, kmsKeyArns], index) =>
      readSecret({ secretArn, kmsKeyArns }, placement.dnsSuffix).map((statement) => ({
        ...statement,
        Sid: `${statement.Sid ?? ""}${index + 1}`,
      })),
    ),
  ];
}

function useBucketKey(
  sid: string,
  kmsKeyArn: string | undefined,
  action: Statement["Action"],
  { region, dnsSuffix }: Pick<Placement, "region" | "dnsSuffix">,
): Statement[] {
  if (kmsKeyArn === undefined) return [];
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: action,
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` } },
    },
  ];
}
