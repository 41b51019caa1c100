import assert from "node:assert/strict";
import { policyDocument } from "./policy-document";

const of = (inputs: Record<string, unknown>): unknown => JSON.parse(policyDocument(inputs).json);

describe("a policy document", () => {
  it("is rendered as the provider does: sets in descending order, one text as itself", () => {
    const { json, minifiedJson } = policyDocument({
      statements: [
        {
          sid: "Read",
          actions: ["s3:GetObject", "s3:ListBucket", "s3:GetObject"],
          resources: ["arn:aws:s3:::b/&{aws:username}/*"],
          principals: [
            { type: "Service", identifiers: ["sagemaker.amazonaws.com"] },
            { type: "AWS", identifiers: ["1", "2"] },
            { type: "AWS", identifiers: ["3"] },
          ],
          conditions: [
            { test: "StringLike", variable: "s3:prefix", values: ["&{aws:username}/", ""] },
            { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
          ],
        },
      ],
    });
    assert.equal(
      minifiedJson,
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],' +
        '"Resource":"arn:aws:s3:::b/${aws:username}/*","Principal":{"AWS":["2","1","3"],"Service":"sagemaker.amazonaws.com"},' +
        '"Condition":{"Bool":{"aws:SecureTransport":"true"},"StringLike":{"s3:prefix":["${aws:username}/",""]}}}]}',
    );
    assert.equal(json, JSON.stringify(JSON.parse(minifiedJson), null, 2));
    assert.match(
      policyDocument({ statements: [{ actions: ["a"], resources: ["x&y"] }] }).json,
      /"x\\u0026y"/,
    );
  });

  it("has everybody as principal only where nothing else is", () => {
    const principal = (...principals: object[]): unknown =>
      (of({ statements: [{ principals }] }) as { Statement: { Principal: unknown }[] }).Statement[0]
        ?.Principal;
    assert.equal(principal({ type: "*", identifiers: ["*"] }), "*");
    assert.deepEqual(principal({ type: "AWS", identifiers: ["*"] }), { AWS: "*" });
    assert.deepEqual(principal({ type: "*", identifiers: ["*"] }, { type: "AWS", identifiers: ["1"] }), {
      "*": "*",
      AWS: "1",
    });
  });

  it("merges sources before its own statements, and overrides by Sid in their place", () => {
    const source = JSON.stringify({ Statement: { Sid: "A", Effect: "Allow", Action: "a", Resource: "*" } });
    const override = JSON.stringify({
      Id: "mine",
      Statement: [{ Sid: "A", Effect: "Deny", Action: "a", Resource: "*", Condition: { Bool: { x: true } } }],
    });
    assert.deepEqual(
      of({
        sourcePolicyDocuments: [source],
        overridePolicyDocuments: [override],
        statements: [{ sid: "B", actions: ["b"], resources: ["*"] }],
      }),
      {
        Version: "2012-10-17",
        Id: "mine",
        Statement: [
          { Sid: "A", Effect: "Deny", Action: "a", Resource: "*", Condition: { Bool: { x: "true" } } },
          { Sid: "B", Effect: "Allow", Action: "b", Resource: "*" },
        ],
      },
    );
    assert.deepEqual(of({}), { Version: "2012-10-17" });
  });
});
