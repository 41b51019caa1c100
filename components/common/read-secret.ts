import type { Statement } from "./policy-document";

/** One secret, and how it is encrypted. */
export interface EncryptedSecret {
  readonly secretArn: string;
  /** The customer-managed keys that may encrypt it; none for AWS's own key, which needs no permission. */
  readonly kmsKeyArns: readonly (string | undefined)[];
}

/**
 * Lets a function read one secret, and use the keys only for that, through Secrets Manager.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function readSecret({ secretArn, kmsKeyArns }: EncryptedSecret, dnsSuffix: string): Statement[] {
  const read: Statement = {
    Sid: "ReadSecret",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: secretArn,
  };
  const keys = [...new Set(kmsKeyArns.filter((key) => key !== undefined))];
  if (keys.length === 0) return [read];
  const region = secretArn.split(":")[3] ?? "";
  const decrypt: Statement = {
    Sid: "DecryptSecret",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keys,
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.${dnsSuffix}`,
        "kms:EncryptionContext:SecretARN": secretArn,
      },
    },
  };
  return [read, decrypt];
}
