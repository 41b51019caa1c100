import { readSecret, type Placement, type Statement } from "../common";

/** What the publishing function reads. */
export interface PublisherAccess {
  readonly bucketArn: string;
  /** ARN of the key that encrypts the archives. */
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
    ...decryptArchives(access.bucketKmsKeyArn, `s3.${region}.${dnsSuffix}`),
    ...readSecret({ secretArn: access.secretArn, kmsKeyArns: [access.secretKmsKeyArn] }, dnsSuffix),
  ];
}

function decryptArchives(kmsKeyArn: string | undefined, service: string): Statement[] {
  if (kmsKeyArn === undefined) return [];
  return [
    {
      Sid: "DecryptArchives",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": service } },
    },
  ];
}
