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

describe("sampleName", () => {
  const type = "aws:lambda/function:Function";
  const textOf = (value: unknown): string | undefined => {
    autonaming(value);
    return sampleName(type, "f")?.text;
  };

  afterEach(() => autonaming(undefined));

  it("takes the most specific part of pulumi:autonaming that names anything", () => {
    const global = { pattern: "g-${name}" };
    const ofType = (naming: unknown) => ({ [type]: naming });
    assert.equal(textOf(global), "g-f");
    assert.equal(textOf({ ...global, providers: { aws: { pattern: "p-${name}" } } }), "p-f");
    const resources = ofType({ pattern: "t-${name}" });
    assert.equal(textOf({ ...global, providers: { aws: { pattern: "p-${name}", resources } } }), "t-f");
    assert.equal(textOf({ ...global, providers: { aws: { mode: "default" } } }), "f-0000000");
    // A provider that says something about other types alone leaves this one to the whole stack.
    const others = { "aws:s3/bucket:Bucket": { mode: "verbatim" } };
    assert.equal(textOf({ ...global, providers: { aws: { resources: others } } }), "g-f");
    assert.equal(textOf({ ...global, providers: { gcp: { mode: "disabled" } } }), "g-f");
  });

  it("fills in what Pulumi fills in", () => {
    const project = pulumi.getProject();
    const stack = pulumi.getStack();
    assert.equal(textOf({ pattern: "${project}-${stack}-${name}" }), `${project}-${stack}-f`);
    assert.equal(textOf({ pattern: "${organization}-${name}" }), `${pulumi.getOrganization()}-f`);
    assert.equal(textOf({ pattern: "${name}-${uuid}" })?.length, 38);
    assert.equal(textOf({ pattern: "${name}${alphanum(3)}${num(2)}${string(1)}${hex(4)}" }), "f0000000000");
  });
});
