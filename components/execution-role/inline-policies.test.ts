import assert from "node:assert/strict";
import { INLINE_POLICIES_LIMIT, inlinePoliciesProblem, policyJsonProblem } from "./inline-policies";

describe("inlinePoliciesProblem", () => {
  it("counts all policies together, without white space, up to IAM's limit", () => {
    const half = "x".repeat(INLINE_POLICIES_LIMIT / 2);
    assert.equal(inlinePoliciesProblem([half, `${half} \n\t`]), undefined);
    assert.match(
      inlinePoliciesProblem([half, `${half}x`]) ?? "",
      /10241 characters long, but IAM takes at most 10240/,
    );
  });
});

describe("policyJsonProblem", () => {
  it("takes what has statements, and nothing else", () => {
    assert.equal(policyJsonProblem('{"Version":"2012-10-17","Statement":[]}'), undefined);
    for (const text of ["", "{", "null", "[]", "{}", '"Statement"']) {
      assert.match(policyJsonProblem(text) ?? "", /^must be an IAM policy as JSON/, text);
    }
  });
});
