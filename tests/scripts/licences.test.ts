import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const dist = join(__dirname, "..", "..", "dist");

interface Bill {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly licenses?: readonly { readonly expression: string }[];
    readonly properties: readonly { readonly value: string }[];
  }[];
}

describe("what a release tells of the packages in it", () => {
  const partsOf = (): readonly (Bill["components"][number] & { part: string | undefined })[] => {
    const bill = JSON.parse(readFileSync(join(dist, "sbom.cdx.json"), "utf8")) as Bill;
    assert.equal(bill.bomFormat, "CycloneDX");
    return bill.components.map((each) => ({ ...each, part: each.properties[0]?.value }));
  };

  before(() => {
    assert.ok(existsSync(dist), "the package is not built: run `npm run build`");
  });

  it("lists each bundled package with its licence and the text of it", () => {
    const bundled = partsOf().filter(({ part }) => part === "bundled");
    const list = readFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), "utf8");
    assert.ok(bundled.some(({ name }) => name === "@aws-sdk/client-secrets-manager"));
    for (const { name, version, licenses } of bundled) {
      const licence = licenses?.[0]?.expression ?? "";
      assert.match(licence, /^(Apache-2\.0|MIT|0BSD|ISC|BSD-3-Clause|BlueOak-1\.0\.0)$/, name);
      assert.ok(list.includes(`${name} ${version} (${licence})`), name);
    }
    // Each section names its packages, and then has the text.
    for (const section of list.split(`\n\n${"-".repeat(80)}\n\n`).slice(1)) {
      const text = section.slice(section.indexOf("\n\n")).trim();
      assert.match(text, /copyright|permission|licen[cs]e/i, section.slice(0, 200));
    }
  });

  it("is complete: what npm installs beside it is in the bill, and what only development needs is not", () => {
    const installed = partsOf().filter(({ part }) => part === "installed");
    const names = installed.map(({ name }) => name);
    const { dependencies } = JSON.parse(readFileSync(join(dist, "..", "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) assert.ok(names.includes(name), name);
    assert.ok(!names.includes("mocha"));
    for (const { name, version, purl } of partsOf()) {
      assert.equal(purl, `pkg:npm/${name.replace("@", "%40")}@${version}`);
    }
  });
});
