import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../cli/report/report";
import { record } from "../../testing";
import { CLI } from "../support/commands";
import { closedVpc, type Changes } from "../programs/closed-vpc";

function check(input: string, ...args: string[]) {
  return spawnSync(process.execPath, [...CLI, "check", ...args], {
    encoding: "utf8",
    input,
    env: { ...process.env, NO_COLOR: "1" },
  });
}

/** A program as the engine keeps it once it is deployed. */
async function stateOf(changes: Changes = {}): Promise<string> {
  const { resources } = await record(() => closedVpc(changes));
  return JSON.stringify({
    version: 3,
    deployment: {
      resources: [
        {
          urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev",
          type: "pulumi:pulumi:Stack",
          outputs: { a: "b" },
        },
        ...resources.map(({ urn, type, custom, inputs, outputs }) => ({
          urn,
          type,
          custom,
          id: outputs.id,
          inputs: { ...inputs, code: undefined },
          outputs: { ...outputs, code: undefined },
        })),
      ],
    },
  });
}

describe("the command check", function () {
  this.timeout(120_000);

  it("checks what a state tells, from standard input or a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "state-"));
    try {
      const file = join(folder, "state.json");
      writeFileSync(file, await stateOf());
      const met = check("", "--state", file);
      assert.equal(met.status, 0, met.stdout + met.stderr);
      assert.match(met.stdout, /✓ Check .*\n\nAll requirements are met\./);
      const broken = check(await stateOf({ "model-registry-ingress": null }), "--state", "-", "--json");
      assert.equal(broken.status, 1);
      const { requirements, outputs } = JSON.parse(broken.stdout) as Report;
      const failed = requirements.filter(({ outcome }) => outcome === "failed");
      assert.deepEqual(
        failed.map(({ id }) => id),
        ["registry-admits-model"],
      );
      assert.deepEqual(outputs, { a: "b" });
      const warned = ["--severity", "registry-admits-model=warning"];
      assert.equal(
        check(await stateOf({ "model-registry-ingress": null }), "--state", "-", ...warned).status,
        0,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("does not take an empty stack for one that meets the requirements", () => {
    const { status, stdout } = check('{"deployment": {"resources": []}}', "--state", "-");
    assert.equal(status, 2);
    assert.match(stdout, /– Check/);
    assert.match(stdout, /The stack has no resources, so no requirement was checked\./);
  });

  it("says what is wrong with what it is given", () => {
    for (const [input, args, message] of [
      ["", [], /required option '--state <file>' not specified/],
      ["", ["--state", "/nowhere.json"], /\/nowhere\.json cannot be used:\n {2}- there is no such file/],
      ["{}", ["--state", "-"], /standard input cannot be used:\n {2}- it has no deployment/],
      ["no JSON", ["--state", "-"], /it is not valid JSON/],
      ["{}", ["--state", "-", "--state", "-"], /--state - can be specified once/],
      ["{}", ["program", "--state", "-"], /too many arguments/],
    ] as const) {
      const { status, stdout, stderr } = check(input, ...args);
      assert.equal(status, 64, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    }
  });
});
