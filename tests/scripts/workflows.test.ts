// The workflows of GitHub Actions and what they call.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "../docs/markdown";

const { load } = createRequire(__filename)("js-yaml") as { load(text: string): unknown };

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly strategy?: { readonly matrix: { readonly node?: number[] } }; readonly steps: Step[] }
    >
  >;
}

const FOLDER = join(ROOT, ".github/workflows");
const textOf = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const WORKFLOWS = readdirSync(FOLDER).map((file): [string, Workflow] => [
  file,
  load(textOf(file)) as Workflow,
]);
const steps = WORKFLOWS.flatMap(([, { jobs }]) => Object.values(jobs).flatMap((job) => job.steps));
/** Actions whose commit could not be looked up, by the tag that their authors document. */
const BY_TAG = ["pulumi/actions@v6", "pypa/gh-action-pypi-publish@release/v1"];

describe("the workflows", () => {
  it("are what actionlint takes", function () {
    const { error, status, stdout } = spawnSync("actionlint", ["-no-color"], { cwd: ROOT, encoding: "utf8" });
    if (error !== undefined && process.env.REQUIRE_ACTIONLINT !== "1") {
      console.log("      skipped: actionlint is not installed");
      return this.skip();
    }
    assert.equal(error, undefined);
    assert.equal(status, 0, stdout);
  });

  it("may only read unless a job says otherwise, and pin each action to a commit", () => {
    for (const [file, { permissions }] of WORKFLOWS)
      assert.deepEqual(permissions, { contents: "read" }, file);
    const uses = steps.flatMap((step) => step.uses ?? []);
    assert.ok(uses.length > 8);
    assert.deepEqual(
      uses.filter((action) => !/@[0-9a-f]{40}$/.test(action) && !BY_TAG.includes(action)),
      [],
    );
  });

  it("call scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const texts = [...steps.map(({ run = "" }) => run), ...WORKFLOWS.map(([file]) => textOf(file))].join(
      "\n",
    );
    const called = [...texts.matchAll(/npm run (?!:)([\w:-]+)/g)].map(([, name = ""]) => name);
    assert.ok(called.includes("version-packages") && called.includes("test:engine"));
    assert.deepEqual(
      called.filter((name) => !(name in scripts)),
      [],
    );
    assert.ok(
      existsSync(join(ROOT, "scripts/release-state.mjs")) && texts.includes("scripts/release-state.mjs"),
    );
    accessSync(join(ROOT, ".ci/run"), constants.X_OK);
    assert.ok(texts.includes(".ci/run"));
  });

  it("test on every version of Node.js that is supported", () => {
    const [, workflow] = WORKFLOWS.find(([file]) => file === "test.yml") ?? assert.fail();
    assert.deepEqual(workflow.jobs.test?.strategy?.matrix.node, [20, 22, 24]);
  });
});

describe("the issue templates", () => {
  it("are forms with an id each, and lead to this repository", () => {
    const folder = join(ROOT, ".github/ISSUE_TEMPLATE");
    const { repository } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly repository: { readonly url: string };
    };
    const own = repository.url.replace(/^git\+(.*)\.git$/, "$1/");
    const files = readdirSync(folder);
    assert.ok(files.length >= 3);
    for (const file of files) {
      const form = load(readFileSync(join(folder, file), "utf8")) as {
        readonly contact_links?: readonly { readonly url: string }[];
        readonly name?: string;
        readonly body?: readonly { readonly type: string; readonly id?: string }[];
      };
      if (file === "config.yml") assert.ok(form.contact_links?.every(({ url }) => url.startsWith(own)));
      else {
        const asked = (form.body ?? []).filter(({ type }) => type !== "markdown").map(({ id }) => id);
        assert.ok(form.name !== undefined && asked.length > 0 && !asked.includes(undefined), file);
        assert.equal(new Set(asked).size, asked.length, file);
      }
    }
  });
});

describe("scripts/release-state.mjs", () => {
  const state = (repository: string): string => {
    const { stdout } = spawnSync(process.execPath, ["scripts/release-state.mjs"], {
      cwd: ROOT,
      encoding: "utf8",
      env: { PATH: process.env.PATH, GITHUB_REPOSITORY: repository },
    });
    return stdout;
  };

  it("releases nothing from a repository that package.json does not name, and nothing without a changelog", () => {
    assert.match(state("someone/else"), /^version=\d+\.\d+\.\d+\nrelease=false\n$/);
    const { repository, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly repository: { readonly url: string };
      readonly version: string;
    };
    const changelog = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8");
    if (changelog.includes(`## ${version}`) || changelog.includes(`## [${version}]`)) return;
    const [, own = ""] = /github\.com\/(.*)\.git$/.exec(repository.url) ?? [];
    assert.match(state(own), /release=false\n$/);
  });
});
