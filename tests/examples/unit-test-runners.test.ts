// The example's unit tests, in each test runner that it names, as CommonJS and as ES modules, outside this repository.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { codeOf, documentAt, ROOT } from "../docs/markdown";

const EXAMPLE = "examples/unit-tests";
/** What each runner prints once all tests of the example have passed. */
const PASSED: Readonly<Record<string, RegExp>> = {
  mocha: /^ +4 passing/m,
  jest: /^Tests: +4 passed, 4 total/m,
  vitest: /^ +Tests +4 passed \(4\)/m,
  node: /^(#|ℹ) pass 4$/m,
};
const RUNNERS = Object.keys(PASSED);

/** The command of a runner in the example's README: the line with its test file. An option of Node.js is for ES modules. */
function commandOf(runner: string, type: string): string {
  const [commands = ""] = codeOf(documentAt(`${EXAMPLE}/README.md`), "sh");
  const command =
    commands.split("\n").find((line) => line.includes(`${runner}.test.ts`)) ?? assert.fail(runner);
  return type === "module" ? command : command.replace(/^NODE_OPTIONS=\S+ /, "");
}

/** Lays the example out as a project of its own, with the packages of this repository. */
function layOut(folder: string, type: "commonjs" | "module"): void {
  cpSync(join(ROOT, EXAMPLE), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "fraud", private: true, type }));
  const compilerOptions = { module: "nodenext", target: "es2022", strict: true, isolatedModules: true };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(join(ROOT, "node_modules")))
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  symlinkSync(ROOT, join(modules, "sagemaker-private-registry"));
}

describe("the example's unit tests", function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    assert.ok(existsSync(join(ROOT, "dist")), "the package is not built: run `npm run build`");
    folder = mkdtempSync(join(tmpdir(), "unit-tests-"));
    for (const type of ["commonjs", "module"] as const) layOut(join(folder, type), type);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("are one for each runner, which differ in nothing but the runner", () => {
    const files = readdirSync(join(ROOT, EXAMPLE)).filter((name) => name.endsWith(".test.ts"));
    assert.deepEqual(files.sort(), RUNNERS.map((runner) => `${runner}.test.ts`).sort());
    const withoutRunner = (runner: string): string =>
      documentAt(`${EXAMPLE}/${runner}.test.ts`).text.replace(
        /^import .* from "(@jest\/globals|mocha|vitest|node:test)";$/m,
        "",
      );
    for (const runner of RUNNERS) assert.equal(withoutRunner(runner), withoutRunner("mocha"), runner);
  });

  for (const runner of RUNNERS) {
    for (const type of ["commonjs", "module"]) {
      it(`pass in ${runner}, as ${type === "module" ? "ES modules" : "CommonJS"}`, async () => {
        const options = {
          cwd: join(folder, type),
          env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, NODE_OPTIONS: undefined, CI: "true" },
        };
        const { stdout, stderr } = await promisify(execFile)(
          "sh",
          ["-c", commandOf(runner, type)],
          options,
        ).catch((error: unknown) => error as { stdout: string; stderr: string });
        assert.match(stdout + stderr, PASSED[runner] ?? assert.fail());
      });
    }
  }
});
