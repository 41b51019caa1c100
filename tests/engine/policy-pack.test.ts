import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "./engine";
import { root } from "./plugins";
import { assertSucceeded, describeEngine } from "./scenario";

const SOURCE = readFileSync(join(root, "tests", "programs", "closed-vpc.ts"), "utf8");
const program = (changes: string): string => `${SOURCE}\nclosedVpc(${changes});`;
const BROKEN = program(`{ "model-registry-ingress": null }`);

/** The plugin that comes with the CLI, and that runs a pack with the SDK beside it. */
const ANALYZER = `#!/bin/sh
exec node "$(node -p "require.resolve('@pulumi/pulumi/cmd/run-policy-pack')")" "$@"
`;
const PACK = ["--policy-pack", join(root, "policy-pack")];

describeEngine("the policy pack", (createProject) => {
  let project: Project;
  let folder: string;

  before(async function () {
    if (this.test?.parent?.tests.every((test) => test.isPending()) === true) this.skip();
    folder = mkdtempSync(join(tmpdir(), "engine-pack-"));
    const analyzer = join(folder, "pulumi-analyzer-policy");
    writeFileSync(analyzer, ANALYZER);
    chmodSync(analyzer, 0o755);
    project = await createProject({
      program: BROKEN,
      environment: { PATH: `${folder}:${process.env.PATH ?? ""}` },
    });
  });

  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("refuses the preview of a new stack that breaks a requirement, and tells of what is unknown", async () => {
    const { exitCode, stdout } = await project.preview(...PACK);
    assert.notEqual(exitCode, 0, stdout);
    assert.match(
      stdout,
      /\[mandatory\]\s+registry-admits-model\b[^]*no rule of group "registry-group" lets TCP 443 in/,
    );
    assert.match(stdout, /Remedy: add an ingress rule for TCP 443 from group "model-group"/);
    // What the program writes as JSON out of ids that are unknown.
    assert.match(
      stdout,
      /\[advisory\]\s+unknown-requirements\b[^]*role-invokes-credentials-function: not known/,
    );
    assert.doesNotMatch(stdout, /\[mandatory\]\s+(?!registry-admits-model|\s)/);
  });

  it("takes enforcement levels and configuration", async () => {
    const config = join(folder, "config.json");
    writeFileSync(
      config,
      JSON.stringify({
        "registry-admits-model": "advisory",
        "unknown-requirements": {
          enforcementLevel: "mandatory",
          allowUnknown: ["role-invokes-credentials-function"],
        },
      }),
    );
    const { exitCode, stdout } = await project.preview(...PACK, "--policy-pack-config", config);
    assert.match(stdout, /\[advisory\]\s+registry-admits-model\b/);
    assert.match(stdout, /\[mandatory\]\s+unknown-requirements\b/);
    assert.doesNotMatch(stdout, /role-invokes-credentials-function: not known/);
    assert.notEqual(exitCode, 0);
  });

  it("lets a program pass that meets them, at the preview and at the update", async () => {
    project.setProgram(program(""));
    const preview = await project.preview(...PACK);
    assertSucceeded(preview);
    assert.doesNotMatch(preview.stdout, /\[mandatory\]/);
    const update = await project.up(...PACK);
    assertSucceeded(update);
    assert.doesNotMatch(update.stdout, /\[(mandatory|advisory)\]/);
  });

  it("knows everything of a stack that is deployed, and refuses the change that breaks it", async () => {
    project.setProgram(BROKEN);
    const { exitCode, stdout } = await project.preview(...PACK);
    assert.notEqual(exitCode, 0);
    assert.match(stdout, /\[mandatory\]\s+registry-admits-model\b/);
    assert.doesNotMatch(stdout, /unknown-requirements/);
  });
});
