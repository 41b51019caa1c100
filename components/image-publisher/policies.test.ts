import assert from "node:assert/strict";
import { publisherStatements, type PublisherAccess } from "./policies";

const place = { region: "cn-north-1", dnsSuffix: "amazonaws.com.cn" };
const access: PublisherAccess = {
  bucketArn: "arn:aws-cn:s3:::archives",
  bucketKmsKeyArn: undefined,
  secretArn: "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:push-AbCdEf",
  secretKmsKeyArn: undefined,
};

describe("the policies of an ImagePublisher", () => {
  it("let the function read the archives and the one secret, and nothing else", () => {
    assert.deepEqual(publisherStatements(access, place), [
      {
        Sid: "ReadArchives",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: "arn:aws-cn:s3:::archives/*",
      },
      {
        Sid: "ReadSecret",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: access.secretArn,
      },
    ]);
  });

  it("let it use customer-managed keys through the one service that each is for", () => {
    const bucketKmsKeyArn = "arn:aws-cn:kms:cn-north-1:123456789012:key/bucket";
    const secretKmsKeyArn = "arn:aws-cn:kms:cn-north-1:123456789012:key/secret";
    const statements = publisherStatements({ ...access, bucketKmsKeyArn, secretKmsKeyArn }, place);
    assert.deepEqual(
      statements.filter(({ Action }) => Action === "kms:Decrypt"),
      [
        {
          Sid: "DecryptArchives",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: bucketKmsKeyArn,
          Condition: { StringEquals: { "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" } },
        },
        {
          Sid: "DecryptSecret",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [secretKmsKeyArn],
          Condition: {
            StringEquals: {
              "kms:ViaService": "secretsmanager.cn-north-1.amazonaws.com.cn",
              "kms:EncryptionContext:SecretARN": access.secretArn,
            },
          },
        },
      ],
    );
  });
});
