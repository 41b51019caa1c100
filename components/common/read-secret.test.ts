import assert from "node:assert/strict";
import { readSecret } from "./read-secret";

const secretArn = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:registry-AbCdEf";
const read = {
  Sid: "ReadSecret",
  Effect: "Allow",
  Action: "secretsmanager:GetSecretValue",
  Resource: secretArn,
};

describe("readSecret", () => {
  it("allows to read that one secret, and no key where AWS's own encrypts it", () => {
    assert.deepEqual(readSecret({ secretArn, kmsKeyArns: [undefined] }, "amazonaws.com.cn"), [read]);
  });

  it("allows to decrypt with the given key, for that secret and through Secrets Manager in its region", () => {
    const kmsKeyArn = "arn:aws-cn:kms:cn-north-1:123456789012:key/k";
    assert.deepEqual(
      readSecret({ secretArn, kmsKeyArns: [kmsKeyArn, undefined, kmsKeyArn] }, "amazonaws.com.cn"),
      [
        read,
        {
          Sid: "DecryptSecret",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [kmsKeyArn],
          Condition: {
            StringEquals: {
              "kms:ViaService": "secretsmanager.cn-north-1.amazonaws.com.cn",
              "kms:EncryptionContext:SecretARN": secretArn,
            },
          },
        },
      ],
    );
  });
});
