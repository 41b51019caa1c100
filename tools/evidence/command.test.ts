import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { NODE_ARGUMENTS } from "../../tests/support/commands";
import { temporaryFolder } from "../../tests/cli/test-images";

const ROOT = join(__dirname, "..", "..");

/** Runs a piece of TypeScript's world in a process of its own, whose signals are nobody else's. */
function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [...NODE_ARGUMENTS, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

describe("the command of the evidence kit", function () {
  this.timeout(60_000);

  it("says what to do where there is no pulumi, and makes nothing", () => {
    const { folder, remove } = temporaryFolder();
    const { status, stdout, stderr } = run(["tools/evidence/cli.ts", folder, "--yes"], {
      PATH: folder,
    });
    remove();
    assert.equal(status, 1, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^error: there is no `pulumi` on the PATH.*install the Pulumi CLI/m);
  });

  it("takes no options of the package's command line", () => {
    assert.equal(run(["tools/evidence/cli.ts", "x", "--payload", "y"]).status, 64);
  });
});

describe("an interruption of the evidence kit", function () {
  this.timeout(60_000);

  const after = (signal: string, hasTerminal: boolean): unknown => {
    const { stdout, stderr } = run([
      "-e",
      `const { Interruption } = require("./tools/evidence/interruption");
       const told = [];
       const interruption = new Interruption((message) => told.push(message), ${hasTerminal});
       process.emit("${signal}", "${signal}");
       const first = [interruption.signal.aborted, interruption.childSignal.aborted];
       interruption.renew();
       const renewed = [interruption.signal.aborted, interruption.childSignal.aborted];
       interruption.end();
       console.log(JSON.stringify({ first, renewed, told: told.length, left: process.listenerCount("${signal}") }));`,
    ]);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  };
  const end = { renewed: [false, false], told: 1, left: 0 };

  it("reaches the deployment once: Ctrl-C does so itself, other signals are passed on", () => {
    assert.deepEqual(after("SIGINT", true), { first: [true, false], ...end });
    assert.deepEqual(after("SIGINT", false), { first: [true, true], ...end });
    assert.deepEqual(after("SIGTERM", true), { first: [true, true], ...end });
  });
});
