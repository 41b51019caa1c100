import { type Statement } from "../common";

/** One secret, and how it is encrypted. */
export interface EncryptedSecret {
  readonly secretArn: string;
  /** The customer-managed key that encrypts it; `undefined` for AWS's own key, which needs no permission. */
  readonly kmsKeyArn: string | undefined;
}

/**
 * Lets a function read one secret, and use the key only for that, through Secrets Manager.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function readSecret({ secretArn, kmsKeyArn }: EncryptedSecret, dnsSuffix: string): Statement[] {
  const read: Statement = {
    Sid: "ReadSecret",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: secretArn,
  };
  if (kmsKeyArn === undefined) return [read];
  const region = secretArn.split(":")[3] ?? "";
  const decrypt: Statement = {
    Sid: "DecryptSecret",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: kmsKeyArn,
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.${dnsSuffix}`,
        "kms:EncryptionContext:SecretARN": secretArn,
      },
    },
  };
  return [read, decrypt];
}
