import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerTo, describeUnanswered, nameOfLookup, readLookups, unansweredIn } from "./lookups";

const KEY = "aws:kms/getKey:getKey";
const call = (token: string, assumed: boolean) => ({ token, inputs: {}, outputs: {}, assumed });

describe("answers to lookups", () => {
  it("name lookups as programs do", () => {
    assert.equal(nameOfLookup(KEY), "aws.kms.getKey");
    assert.equal(nameOfLookup("aws:index/getRegion:getRegion"), "aws.getRegion");
  });

  it("are for every call, or for those with the same arguments", () => {
    const answers = readLookups({
      "aws.kms.getKey": [
        { arguments: { keyId: "alias/ml" }, answer: { arn: "one" } },
        { answer: { arn: "other" } },
      ],
      "aws.ec2.getVpc": { cidrBlock: "10.8.0.0/16" },
    });
    assert.deepEqual(answerTo(answers, KEY, { keyId: "alias/ml", region: "eu-west-1" }), { arn: "one" });
    assert.deepEqual(answerTo(answers, KEY, { keyId: "alias/logs" }), { arn: "other" });
    assert.deepEqual(answerTo(answers, "aws:ec2/getVpc:getVpc", {}), { cidrBlock: "10.8.0.0/16" });
    assert.equal(answerTo(answers, "aws:ec2/getSubnet:getSubnet", {}), undefined);
  });

  it("are refused in another form, with what is wrong", () => {
    assert.throws(() => readLookups([]), /must have an object as lookups/);
    assert.throws(() => readLookups({ [KEY]: {} }), /is named as in a program: "aws\.kms\.getKey"/);
    assert.throws(() => readLookups({ "aws.kms.getKey": "arn" }), /an object, or a list of them/);
    assert.throws(() => readLookups({ "aws.kms.getKey": [{ arn: "x" }] }), /"answer": \{…\}/);
  });

  it("are missed only for what the program itself looks up, at its lines", () => {
    const folder = mkdtempSync(join(tmpdir(), "lookups-"));
    try {
      writeFileSync(
        join(folder, "index.ts"),
        'import * as aws from "@pulumi/aws";\nconst key = aws.kms.getKeyOutput({});\naws.getRegionOutput();\n',
      );
      mkdirSync(join(folder, "lib"));
      writeFileSync(join(folder, "lib", "key.js"), "aws.kms.getKey({});\n");
      mkdirSync(join(folder, "node_modules"));
      writeFileSync(join(folder, "node_modules", "index.js"), "aws.kms.getKey({}); aws.ec2.getVpc({});\n");
      const calls = [
        call(KEY, true),
        call(KEY, true),
        call("aws:ec2/getVpc:getVpc", true),
        call("aws:index/getRegion:getRegion", true),
      ];
      const found = unansweredIn(folder, calls);
      assert.deepEqual(found, [{ name: "aws.kms.getKey", places: ["index.ts:2", "lib/key.js:1"] }]);
      assert.match(describeUnanswered(found), /aws\.kms\.getKey \(index\.ts:2, lib\/key\.js:1\)\. Answer it/);
      assert.deepEqual(unansweredIn(folder, [call(KEY, false)]), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
