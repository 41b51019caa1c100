import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules, Severity } from "../../policies";
import { severityOf } from "../../policies/settings";
import { createPolicies } from "../../policies/pack/policies";
import { documentAt, ROOT, tableBelow } from "./markdown";

const PAGE = documentAt("docs/policies.md");

describe("the folder policy-pack", () => {
  it("has the package's version, and serves what the package builds", () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(join(ROOT, path), "utf8")) as { version: string; main: string };
    const pack = read("policy-pack/package.json");
    assert.equal(pack.version, read("package.json").version);
    assert.ok(
      existsSync(join(ROOT, "policy-pack", pack.main.replace("/dist/", "/").replace(/\.js$/, ".ts"))),
    );
    assert.match(readFileSync(join(ROOT, "policy-pack/PulumiPolicy.yaml"), "utf8"), /^runtime: nodejs$/m);
  });
});

describe("docs/policies.md", () => {
  it("has every requirement with its title and level, in their order", () => {
    assert.deepEqual(
      tableBelow(PAGE, "## Requirements").slice(1),
      rules.map(({ id, title, level = "required" }) => [`\`${id}\``, title, level]),
    );
  });

  it("names the severities, and for which level each is the default", () => {
    const rows = tableBelow(PAGE, "## Levels and severities").slice(1);
    assert.deepEqual(
      rows.map(([name]) => name),
      Object.values(Severity).map((severity) => `\`${severity}\``),
    );
    for (const level of ["required", "advice"] as const) {
      const row = rows.find(([name]) => name === `\`${severityOf(level)}\``);
      assert.equal(row?.[3], `\`${level}\``);
    }
  });

  it("tells of every policy of the pack with the enforcement level that it has", () => {
    const levels = new Map(createPolicies().map(({ name, enforcementLevel }) => [name, enforcementLevel]));
    assert.deepEqual([...levels.keys()], [...rules.map(({ id }) => id), "unknown-requirements"]);
    for (const { id, level } of rules) {
      assert.equal(levels.get(id), level === "advice" ? "advisory" : "mandatory");
    }
    assert.equal(levels.get("unknown-requirements"), "advisory");
  });
});
