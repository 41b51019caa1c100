import assert from "node:assert/strict";
import { platformOf } from "./platform";

describe("platformOf", () => {
  for (const type of [
    "ml.m6g.large",
    "ml.m7gd.xlarge",
    "ml.c7gn.2xlarge",
    "ml.r7g.medium",
    "ml.g5g.xlarge",
  ]) {
    it(`is linux/arm64 for ${type}`, () => assert.equal(platformOf(type), "linux/arm64"));
  }
  for (const type of [
    "ml.m5.large",
    "ml.g5.xlarge",
    "ml.g4dn.xlarge",
    "ml.p4d.24xlarge",
    "ml.inf2.xlarge",
    "ml.m7i.large",
  ]) {
    it(`is linux/amd64 for ${type}`, () => assert.equal(platformOf(type), "linux/amd64"));
  }
});
