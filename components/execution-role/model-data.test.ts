import assert from "node:assert/strict";
import fc from "fast-check";
import { modelData, readModelData } from "./model-data";

describe("modelData", () => {
  it("takes objects and prefixes in S3", () => {
    for (const uri of [
      "s3://models/fraud/model.tar.gz",
      "s3://models/fraud/",
      "s3://my.models-1/",
      "s3://abc/a b*$",
    ]) {
      assert.equal(modelData(uri), undefined, uri);
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
      assert.match(modelData(uri) ?? "", /must be the S3 URI of an object/, uri);
    }
    assert.match(modelData(`s3://models/${"k".repeat(1025)}`) ?? "", /must be/);
  });
});

describe("readModelData", () => {
  it("allows nothing where there is none", () => {
    assert.deepEqual(readModelData([], "aws"), []);
  });

  it("allows to read exactly the objects and prefixes, and to list exactly them", () => {
    assert.deepEqual(
      readModelData(
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
    assert.deepEqual(readModelData(["s3://models/a", "s3://models/"], "aws"), [
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
          const [read] = readModelData([`s3://models/${value}`], "aws");
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
