import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { functionNameProblem, sampleName } from ".";

const autonaming = (value: unknown): void =>
  pulumi.runtime.setAllConfig(value === undefined ? {} : { "pulumi:autonaming": JSON.stringify(value) });

describe("functionNameProblem", () => {
  afterEach(() => autonaming(undefined));

  it("accepts exactly the names that leave room for the eight characters that Pulumi adds", () => {
    autonaming(undefined);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), (length) => {
        assert.equal(functionNameProblem("f".repeat(length)) === undefined, length <= 56);
      }),
    );
    assert.match(functionNameProblem("f".repeat(57)) ?? "", /with 65 characters, but must be 1 to 64/);
    assert.match(functionNameProblem("a.b") ?? "", /letters, digits, hyphens and underscores/);
  });

  it("goes by how the stack names its resources", () => {
    autonaming({ mode: "verbatim" });
    assert.equal(functionNameProblem("f".repeat(64)), undefined);
    assert.ok(functionNameProblem("f".repeat(65)));
    autonaming({ pattern: "company-${name}-${hex(4)}" });
    assert.equal(sampleName("aws:lambda/function:Function", "f")?.text, "company-f-0000");
    assert.ok(functionNameProblem("f".repeat(52)));
    autonaming({ mode: "disabled" });
    assert.equal(functionNameProblem("f".repeat(80)), undefined);
  });
});
