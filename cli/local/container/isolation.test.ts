import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  canNobodyRun,
  findIsolation,
  giveToNobody,
  isRoot,
  killMarked,
  MARK_VARIABLE,
  markedProcesses,
  NOBODY,
} from "./isolation";

describe("what keeps an image's process apart", () => {
  it("finds and kills the processes of one mark alone, whatever session they are in", async function () {
    if (process.platform !== "linux") this.skip();
    const start = (mark: string) =>
      spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], {
        env: { [MARK_VARIABLE]: mark },
        detached: true,
        stdio: "ignore",
      });
    const [mine, other] = [start(`mine-${process.pid}`), start(`mine-${process.pid}0`)];
    try {
      await Promise.all([mine, other].map((each) => new Promise((resolve) => each.once("spawn", resolve))));
      const ended = new Promise((resolve) => mine.once("exit", (_status, signal) => resolve(signal)));
      assert.deepEqual(markedProcesses(`mine-${process.pid}`), [mine.pid]);
      killMarked(`mine-${process.pid}`);
      assert.equal(await ended, "SIGKILL");
      assert.equal(other.exitCode ?? other.signalCode, null);
      assert.deepEqual(markedProcesses(`mine-${process.pid}`), []);
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("does without namespaces where `unshare` is not there or is refused, and never stays root", () => {
    const folder = mkdtempSync(join(tmpdir(), "isolation-"));
    try {
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, "unshare"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
      const refused = findIsolation({ PATH: folder });
      assert.deepEqual(refused.prefix, []);
      assert.match(refused.how, /without namespaces of its own/);
      writeFileSync(join(folder, "unshare"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
      const allowed = findIsolation({ PATH: folder });
      assert.equal(allowed.prefix[0], "unshare");
      assert(allowed.prefix.includes("--kill-child"));
      for (const { options } of [refused, allowed]) {
        assert.deepEqual(options, isRoot() ? { uid: NOBODY, gid: NOBODY } : {});
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("gives the unpacked image to nobody, links themselves and not what they lead to", function () {
    if (!isRoot()) this.skip();
    const folder = mkdtempSync(join(tmpdir(), "isolation-"));
    const outside = mkdtempSync(join(tmpdir(), "isolation-outside-"));
    try {
      mkdirSync(join(folder, "bin"));
      writeFileSync(join(folder, "bin", "serve"), "", { mode: 0o755 });
      symlinkSync(outside, join(folder, "out"));
      giveToNobody(folder);
      assert.equal(statSync(join(folder, "bin", "serve")).uid, NOBODY);
      assert.equal(statSync(outside).uid, 0);
      assert(canNobodyRun(join(folder, "bin", "serve")));
      writeFileSync(join(outside, "serve"), "", { mode: 0o755 });
      assert(!canNobodyRun(join(outside, "serve")), "the folder above is closed");
    } finally {
      rmSync(folder, { recursive: true });
      rmSync(outside, { recursive: true });
    }
  });
});
