import assert from "node:assert/strict";
import fc from "fast-check";
import { readableObjects, readObjects, writablePrefix, writeObjects } from "./s3-access";

describe("readableObjects", () => {
  it("takes objects and prefixes in S3", () => {
    for (const uri of [
      "s3://models/fraud/model.tar.gz",
      "s3://models/fraud/",
      "s3://my.models-1/",
      "s3://abc/a b*$",
    ]) {
      assert.equal(readableObjects(uri), undefined, uri);
    }
  });

  it("refuses what is no URI of S3", () => {
    for (const uri of [
      "models/fraud",
      "s3://models",
      "https://models.s3.amazonaws.com/a",
      "s3://Models/a",
      "s3:///a",
    ]) {
      assert.match(readableObjects(uri) ?? "", /must be the S3 URI of an object/, uri);
    }
    assert.match(readableObjects(`s3://models/${"k".repeat(1025)}`) ?? "", /must be/);
  });
});

describe("readObjects", () => {
  it("allows nothing where there is none", () => {
    assert.deepEqual(readObjects("ReadModelData", [], "aws"), []);
  });

  it("allows to read exactly the objects and prefixes, and to list exactly them", () => {
    assert.deepEqual(
      readObjects(
        "ReadModelData",
        ["s3://models/fraud/model.tar.gz", "s3://models/churn/", "s3://other/a", "s3://other/a"],
        "aws-cn",
      ),
      [
        {
          Sid: "ReadModelData",
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: [
            "arn:aws-cn:s3:::models/fraud/model.tar.gz",
            "arn:aws-cn:s3:::models/churn/*",
            "arn:aws-cn:s3:::other/a",
          ],
        },
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws-cn:s3:::models",
          Condition: { StringLike: { "s3:prefix": ["fraud/model.tar.gz", "churn/*"] } },
        },
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws-cn:s3:::other",
          Condition: { StringLike: { "s3:prefix": ["a"] } },
        },
      ],
    );
  });

  it("allows to list all of a bucket that is given as a whole", () => {
    assert.deepEqual(readObjects("ReadModelData", ["s3://models/a", "s3://models/"], "aws"), [
      {
        Sid: "ReadModelData",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: ["arn:aws:s3:::models/a", "arn:aws:s3:::models/*"],
      },
      { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::models" },
    ]);
  });

  it("never lets a character of an object's key stand for other objects", () => {
    const key = fc.string({ minLength: 1, unit: fc.constantFrom("a", "/", "*", "?", "$", "{", "}") });
    fc.assert(
      fc.property(
        key.filter((value) => !value.endsWith("/")),
        (value) => {
          const [read] = readObjects("Read", [`s3://models/${value}`], "aws");
          const pattern = (read?.Resource?.[0] ?? "").slice("arn:aws:s3:::models/".length);
          // Every wildcard and every dollar sign is written as a policy variable, and those give the key again.
          assert.doesNotMatch(pattern.replace(/\$\{[*?$]\}/g, ""), /[*?$]/);
          assert.equal(
            pattern.replace(/\$\{([*?$])\}/g, (_variable, character: string) => character),
            value,
          );
        },
      ),
    );
  });
});

describe("writablePrefix", () => {
  it("takes buckets and prefixes, and nothing else", () => {
    for (const uri of ["s3://captured", "s3://captured/", "s3://captured/fraud", "s3://captured/fraud/"]) {
      assert.equal(writablePrefix(uri), undefined, uri);
    }
    for (const uri of [
      "captured",
      "s3://",
      "https://captured/a",
      "s3://Captured",
      "s3://a..b",
      "s3://10.0.0.1/a",
    ]) {
      assert.match(writablePrefix(uri) ?? "", /must be the S3 URI of a bucket or of a prefix/, uri);
    }
  });
});

describe("writeObjects", () => {
  it("allows nothing where nothing is written", () => {
    assert.deepEqual(writeObjects("Write", [], "aws"), []);
  });

  it("allows to write below the prefixes only, whether or not they end in a slash", () => {
    assert.deepEqual(
      writeObjects("Write", ["s3://out/a", "s3://out/a/", "s3://out/b*", "s3://all", "s3://all/"], "aws-cn"),
      [
        {
          Sid: "Write",
          Effect: "Allow",
          Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
          Resource: ["arn:aws-cn:s3:::out/a/*", "arn:aws-cn:s3:::out/b${*}/*", "arn:aws-cn:s3:::all/*"],
        },
      ],
    );
  });
});
