import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative } from "node:path";
import { createProvider } from "../../plugin/provider";
import { bundlePlugin, PLUGIN_DIST } from "../../scripts/plugin";

const root = join(__dirname, "..", "..");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: object;
}

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), "utf8"));
const manifest = read("plugin", "package.json") as Manifest;
const own = read("package.json") as Manifest;
const { packages } = read("plugin", "package-lock.json") as {
  readonly packages: Readonly<Record<string, { readonly dependencies?: object; readonly version?: string }>>;
};

describe("the plugin", function () {
  this.timeout(60_000);
  let bundles: Map<string, string>;

  before(async () => {
    bundles = await bundlePlugin();
  });

  it("has bundles of the sources as they are", () => {
    const files = readdirSync(PLUGIN_DIST, { recursive: true, encoding: "utf8" }).filter((path) =>
      statSync(join(PLUGIN_DIST, path)).isFile(),
    );
    assert.deepEqual(files.sort(), [...bundles.keys()].sort(), "run `npm run plugin`");
    const stale = files.filter((path) => readFileSync(join(PLUGIN_DIST, path), "utf8") !== bundles.get(path));
    assert.deepEqual(stale, [], "run `npm run plugin` and commit plugin/dist");
  });

  it("has every function that a component deploys", () => {
    const deployed = [...(bundles.get("index.js") ?? "").matchAll(/bundle: "([\w-]+)"/g)].map(
      ([, name]) => name,
    );
    assert.ok(deployed.includes("credentials"), "components name their functions otherwise");
    for (const name of deployed) assert.ok(bundles.has(join("lambda", name ?? "", "index.js")), name);
  });

  it("installs without development dependencies, scripts or anything that it does not load", () => {
    const { devDependencies, scripts } = manifest;
    assert.deepEqual({ devDependencies, scripts }, { devDependencies: undefined, scripts: undefined });
    const loaded = [
      ...(bundles.get("index.js") ?? "").matchAll(/require\d*(?:\(__filename\))?\("([^"]+)"\)/g),
    ]
      .map(([, module = ""]) => module.replace(/^((?:@[^/]+\/)?[^/]+).*/, "$1"))
      .filter((module) => !module.startsWith("node:") && !builtinModules.includes(module));
    const needed = [...new Set([...loaded, "@pulumi/awsx"])].sort();
    assert.deepEqual(Object.keys(manifest.dependencies).sort(), needed);
  });

  it("has the name and version of the package, and the very dependencies that it is tested with", () => {
    const { name, version, engines, dependencies } = manifest;
    assert.deepEqual([name, version, engines], [own.name, own.version, own.engines]);
    const tested = { ...own.devDependencies, ...own.dependencies };
    for (const [each, exact] of Object.entries(dependencies)) assert.equal(exact, tested[each], each);
  });

  it("has a lockfile of these dependencies, with at most 150 packages and no compiler", () => {
    assert.deepEqual(packages[""]?.dependencies, manifest.dependencies);
    const installed = Object.keys(packages).filter((path) => path.startsWith("node_modules/"));
    for (const [name, version] of Object.entries(manifest.dependencies))
      assert.equal(packages[`node_modules/${name}`]?.version, version);
    assert.ok(installed.length <= 150, `${installed.length} packages`);
    const names = installed.map((path) => relative("node_modules", path));
    assert.deepEqual(
      names.filter((name) => ["typescript", "ts-node", "esbuild"].includes(name)),
      [],
    );
  });
});

describe("the plugin's provider", () => {
  class Made {
    readonly urn = "urn:made";
    readonly address = "10.0.0.1";
    readonly hidden = "not an output";
    constructor(
      readonly name: string,
      readonly args: pulumi.Inputs,
    ) {}
  }
  const schema = { version: "1.2.3", resources: { "pkg:index:Made": { properties: { address: {} } } } };
  const provider = createProvider(schema, { Made });

  it("serves the schema and the version of the package", () => {
    assert.deepEqual(JSON.parse(provider.schema ?? ""), schema);
    assert.equal(provider.version, "1.2.3");
  });

  it("makes a component, and hands over the outputs that the schema has", async () => {
    const made = await provider.construct?.("one", "pkg:index:Made", {}, {});
    assert.deepEqual(made, { urn: "urn:made", state: { address: "10.0.0.1" } });
  });

  it("refuses a type that the schema does not have, also one that every object has", async () => {
    for (const type of ["pkg:index:Other", "constructor"]) {
      const refused = provider.construct?.("one", type, {}, {}) ?? Promise.resolve();
      await assert.rejects(refused, /unknown component type ".*"; expected one of pkg:index:Made/);
    }
  });
});
