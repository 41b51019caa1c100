import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { record } from "../../testing";
import { derivedName, functionNameProblem, sampleName } from ".";

const autonaming = (value: unknown): void =>
  pulumi.runtime.setAllConfig(value === undefined ? {} : { "pulumi:autonaming": JSON.stringify(value) });

describe("functionNameProblem", () => {
  afterEach(() => autonaming(undefined));

  it("accepts every length, because longer names are shortened, and no other characters", () => {
    autonaming(undefined);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (length) => {
        assert.equal(functionNameProblem("f".repeat(length)), undefined);
      }),
    );
    assert.match(functionNameProblem("a.b") ?? "", /letters, digits, hyphens and underscores/);
  });

  it("goes by how the stack names its resources", () => {
    autonaming({ mode: "verbatim" });
    assert.equal(functionNameProblem("f".repeat(64)), undefined);
    assert.ok(functionNameProblem("f".repeat(65)));
    autonaming({ pattern: "company-${name}-${hex(4)}" });
    assert.equal(sampleName("aws:lambda/function:Function", "f")?.text, "company-f-0000");
    assert.equal(functionNameProblem("f".repeat(51)), undefined);
    assert.match(
      functionNameProblem("f".repeat(53)) ?? "",
      /with 66 characters through company-.* but must have at most 64: give the component a name that is 2 characters shorter/,
    );
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

  it("fills in what Pulumi fills in", async () => {
    const texts: Record<string, string | undefined> = {};
    const patterns = {
      "${organization}.${project}.${stack}.${name}": "o.p.s.f",
      "${name}${alphanum(3)}${num(2)}${string(1)}${hex(4)}": "f0000000000",
      "${name}-${uuid}": `f-${"0".repeat(36)}`,
      "${config.team}-${name}": "ml-f",
    };
    for (const pattern of Object.keys(patterns)) {
      await record(() => (texts[pattern] = sampleName(type, "f")?.text), {
        organization: "o",
        project: "p",
        stack: "s",
        config: { "pulumi:autonaming": JSON.stringify({ pattern }), "p:team": "ml" },
      });
    }
    assert.deepEqual(texts, patterns);
  });
});

describe("derivedName", () => {
  afterEach(() => autonaming(undefined));

  const named = (seed: string): string => derivedName("aws:sagemaker/endpoint:Endpoint", "fraud", seed);

  it("is the same for the same seed, and another for another", () => {
    autonaming(undefined);
    assert.match(named("urn:dev"), /^fraud-[0-9a-f]{7}$/);
    assert.equal(named("urn:dev"), named("urn:dev"));
    assert.notEqual(named("urn:dev"), named("urn:prod"));
  });

  it("has the form and the length that the stack's names have", () => {
    const forms: [string, RegExp][] = [
      ["${name}-${hex(12)}", /^fraud-[0-9a-f]{12}$/],
      ["${name}${alphanum(5)}", /^fraud[0-9a-z]{5}$/],
      ["${string(9)}-${name}", /^[a-z]{9}-fraud$/],
      ["${name}-${num(6)}", /^fraud-[0-9]{6}$/],
      ["${name}-${uuid}", /^fraud-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
      ["bank-${name}", /^bank-fraud$/],
    ];
    for (const [pattern, form] of forms) {
      autonaming({ pattern });
      assert.match(named("urn:dev"), form, pattern);
      assert.equal(
        named("urn:dev").length,
        sampleName("aws:sagemaker/endpoint:Endpoint", "fraud")?.text.length,
        pattern,
      );
    }
  });

  it("is the logical name where names are taken verbatim, and a name also where Pulumi makes none", () => {
    autonaming({ mode: "verbatim" });
    assert.equal(named("urn:dev"), "fraud");
    autonaming({ mode: "disabled" });
    assert.match(named("urn:dev"), /^fraud-[0-9a-f]{7}$/);
  });
});
