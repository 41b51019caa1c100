import assert from "node:assert/strict";
import { denyWithoutTls } from ".";

const bucketArn = "arn:aws-cn:s3:::images";

describe("denyWithoutTls", () => {
  it("refuses everyone without TLS", () => {
    assert.deepEqual(denyWithoutTls(bucketArn), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucketArn, `${bucketArn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
});
