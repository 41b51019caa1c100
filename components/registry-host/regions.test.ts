import assert from "node:assert/strict";
import { partitionAdvice } from "./regions";
import { DEFAULT_IMAGE } from "./registry-image";

const IN_CHINA = `123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/registry@sha256:${"a".repeat(64)}`;

describe("partitionAdvice", () => {
  it("is nothing in commercial regions", () => {
    assert.deepEqual(partitionAdvice("aws", DEFAULT_IMAGE, true), []);
  });

  it("says whose zones validate a certificate in GovCloud, where one is to be validated", () => {
    const [advice = "", ...others] = partitionAdvice("aws-us-gov", DEFAULT_IMAGE, true);
    assert.match(
      advice,
      /validationZoneId must name a public hosted zone of the AWS GovCloud.*certificateArn/,
    );
    assert.deepEqual(others, []);
    assert.deepEqual(partitionAdvice("aws-us-gov", DEFAULT_IMAGE, false), []);
  });

  it("says that an image is outside China, where it is", () => {
    const [advice = "", ...others] = partitionAdvice("aws-cn", DEFAULT_IMAGE, true);
    assert.match(advice, /^image is pulled from public\.ecr\.aws, which is outside China/);
    assert.deepEqual(others, []);
    assert.equal(partitionAdvice("aws-cn", `registry@sha256:${"a".repeat(64)}`, true).length, 1);
    assert.deepEqual(partitionAdvice("aws-cn", IN_CHINA, true), []);
  });
});
