import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CLI, NODE_ARGUMENTS } from "../support/commands";

const ROOT = join(__dirname, "..", "..");

type Files = Readonly<Record<string, string | object>>;

const LIBRARY = "export function half(count: number): number { return count / 2; }\n";
/** A program with what Node does not strip from TypeScript, and a module of its own. */
const program = (library: string): string => `
  import * as pulumi from "@pulumi/pulumi";
  import { half } from "${library}";
  enum Colour { Red = "red" }
  export const colour: string = Colour.Red;
  export const count: number = half(4);
  export const stack = pulumi.getStack();
`;
const EXPECTED = { colour: "red", count: 2, stack: "rehearsal" };
const PROJECT = "name: kinds\nruntime: nodejs\n";
const MODULE = { name: "kinds", type: "module" };

describe("rehearsals of programs of every kind", function () {
  this.timeout(120_000);
  const folders: string[] = [];

  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  /** A project outside the repository, with its packages. */
  function project(files: Files): string {
    const folder = mkdtempSync(join(tmpdir(), "kinds-"));
    folders.push(folder);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    for (const [name, content] of Object.entries({ "Pulumi.yaml": PROJECT, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    return folder;
  }

  function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [...CLI, ...args], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
  }

  function outputsOf(folder: string, ...args: string[]): unknown {
    const { stdout, stderr } = run("rehearse", folder, "--json", "--skip", "pull,serve", ...args);
    assert.notEqual(stdout, "", stderr);
    const report = JSON.parse(stdout) as { outputs: unknown; error?: unknown };
    assert.equal(report.error, undefined, stderr);
    return report.outputs;
  }

  const kinds: readonly (readonly [string, Files])[] = [
    ["TypeScript", { "index.ts": program("./lib"), "lib.ts": LIBRARY }],
    [
      "TypeScript that is ES modules",
      { "package.json": MODULE, "index.ts": program("./lib.js"), "lib.ts": LIBRARY },
    ],
    [
      "TypeScript that is ES modules for a bundler",
      {
        "package.json": MODULE,
        "tsconfig.json": {
          compilerOptions: { module: "ESNext", moduleResolution: "Bundler", target: "ES2022" },
        },
        "index.ts": program("./lib.js"),
        "lib.ts": LIBRARY,
      },
    ],
    [
      "TypeScript that waits at its top level, and exports a function",
      {
        "package.json": MODULE,
        "index.ts": `const stack = await Promise.resolve("rehearsal");
          export default async (): Promise<object> => ({ colour: "red", count: 2, stack });`,
      },
    ],
    [
      "TypeScript with options that the compiler no longer has",
      {
        "tsconfig.json": {
          compilerOptions: { suppressImplicitAnyIndexErrors: true, charset: "utf8", baseUrl: "." },
        },
        "index.ts": program("./lib"),
        "lib.ts": LIBRARY,
      },
    ],
    [
      "the same as ES modules",
      {
        "package.json": MODULE,
        "tsconfig.json": { compilerOptions: { suppressImplicitAnyIndexErrors: true, baseUrl: "." } },
        "index.ts": program("./lib.js"),
        "lib.ts": LIBRARY,
      },
    ],
    [
      "JavaScript",
      {
        "index.js": `const pulumi = require("@pulumi/pulumi");
          module.exports = { colour: "red", count: 2, stack: pulumi.getStack() };`,
      },
    ],
    [
      "JavaScript that is ES modules",
      {
        "package.json": MODULE,
        "index.js": `import * as pulumi from "@pulumi/pulumi";
          export const colour = "red", count = 2, stack = pulumi.getStack();`,
      },
    ],
    [
      "the program that package.json names",
      {
        "package.json": { name: "kinds", main: "src/main.ts" },
        "index.ts": "throw new Error('not this one');",
        "src/main.ts": program("./lib"),
        "src/lib.ts": LIBRARY,
      },
    ],
    [
      "the program that package.json exports",
      {
        "package.json": { ...MODULE, exports: { ".": { import: "./src/main.ts" } }, main: "not-there.js" },
        "src/main.ts": program("./lib.js"),
        "src/lib.ts": LIBRARY,
      },
    ],
    [
      "the index where what package.json names has yet to be compiled",
      {
        "package.json": { name: "kinds", main: "bin/index.js" },
        "index.ts": program("./lib"),
        "lib.ts": LIBRARY,
      },
    ],
  ];
  for (const [kind, files] of kinds) {
    it(`take ${kind}`, () => {
      assert.deepEqual(outputsOf(project(files)), EXPECTED);
    });
  }

  it("say where an error of an ES module was thrown", () => {
    const folder = project({
      "package.json": MODULE,
      "index.ts": 'export {};\n\nthrow new Error("boom");\n',
    });
    const { stderr } = run("rehearse", folder);
    assert.match(stderr, /error: boom\n {2}thrown at .*index\.ts:3\n$/);
  });

  describe("of a stack", () => {
    const stacks: Files = {
      "index.ts": program("./lib"),
      "lib.ts": LIBRARY,
      "Pulumi.dev.yaml": "config:\n  aws:region: us-west-2\n",
      "Pulumi.prod.yaml": "config:\n  aws:region: eu-central-1\n",
    };

    it("refuse a name that no stack has, where there are others", () => {
      const folder = project(stacks);
      for (const command of ["rehearse", "graph", "cost"]) {
        const { status, stdout, stderr } = run(command, folder, "--stack", "prdo");
        assert.equal(status, 64);
        assert.equal(stdout, "");
        assert.match(
          stderr,
          /error: there is no stack "prdo": .* has no Pulumi\.prdo\.yaml\. --stack takes one of dev, prod;/,
        );
      }
    });

    it("take its name with organization and project, and its configuration from where the project keeps it", () => {
      assert.deepEqual(outputsOf(project(stacks), "--stack", "acme/kinds/prod"), {
        ...EXPECTED,
        stack: "prod",
      });
      const elsewhere = project({
        "index.ts": program("./lib"),
        "lib.ts": LIBRARY,
        "Pulumi.yaml": `${PROJECT}stackConfigDir: stacks\n`,
        "stacks/Pulumi.dev.yaml": "config:\n  aws:region: us-west-2\n",
      });
      assert.deepEqual(outputsOf(elsewhere), { ...EXPECTED, stack: "dev" });
      assert.match(run("rehearse", elsewhere, "--stack", "prod").stderr, /takes one of dev;/);
    });

    it("say in the first line where it is deployed, and which file says so", () => {
      const first = (folder: string, ...args: string[]): string | undefined =>
        run("rehearse", folder, "--skip", "pull,serve", ...args).stdout.split("\n")[0];
      const folder = project(stacks);
      assert.equal(
        first(folder, "--stack", "dev"),
        "Rehearsal of kinds, stack dev (Pulumi.dev.yaml), in us-west-2",
      );
      assert.equal(
        first(folder, "--stack", "dev", "--config", "aws:region=sa-east-1"),
        "Rehearsal of kinds, stack dev (Pulumi.dev.yaml), in sa-east-1",
      );
      assert.equal(
        first(folder),
        "Rehearsal of kinds, stack rehearsal (no Pulumi.rehearsal.yaml), in eu-west-1 (aws:region is not set)",
      );
      const none = project({ "index.ts": program("./lib"), "lib.ts": LIBRARY });
      assert.match(first(none, "--stack", "dev") ?? "", /stack dev \(no Pulumi\.dev\.yaml\)/);
    });
  });

  it("names the packages to install where a program is TypeScript and they are missing", () => {
    const folder = project({ "index.ts": program("./lib"), "lib.ts": LIBRARY });
    const script = `
      require("./cli/main");
      delete process[Symbol.for("ts-node.register.instance")];
      const { Module } = require("node:module");
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...rest) => {
        if (name === "ts-node") throw new Error("not installed");
        return resolve(name, ...rest);
      };`;
    const args = ["-e", script, "--", "cli", "rehearse", folder, "--skip", "pull,serve"];
    const { stderr } = spawnSync(process.execPath, [...NODE_ARGUMENTS, ...args], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.match(
      stderr,
      /requires the optional packages ts-node and typescript: run `npm install ts-node typescript`/,
    );
  });
});
