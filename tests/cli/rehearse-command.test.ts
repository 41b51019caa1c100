import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Report } from "../../cli/report/report";
import { imageArchive, temporaryFolder } from "./test-images";
import { command, processesWith, QUICKSTART, ROOT } from "./run-rehearsal";

/** What a rehearsal of the quickstart prints for machines. */
const reportOf = (stdout: string): Report => JSON.parse(stdout) as Report;

/** What was killed takes a moment to be gone. */
async function assertAllHaveEnded(folder: string): Promise<void> {
  if (!existsSync("/proc")) return;
  for (let attempt = 0; attempt < 100 && processesWith(folder).length > 0; attempt++) await pause(50);
  assert.deepEqual(processesWith(folder), []);
}

describe("the command rehearse, with every step", function () {
  this.timeout(120_000);
  let place: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    place = temporaryFolder();
  });
  afterEach(() => place.remove());

  it("leaves out what it is told to, says so, and prints only the report with --json", async () => {
    const { status, stdout, stderr } = await command([
      "rehearse",
      QUICKSTART,
      "--json",
      "--skip",
      "pull,serve",
    ]).output;
    assert.equal(status, 0, stderr);
    const { pull, serve, skipped } = reportOf(stdout);
    assert.deepEqual([pull, serve], [undefined, undefined]);
    assert.deepEqual(skipped, [
      { step: "pull", reason: "--skip pull skips it." },
      { step: "serve", reason: "--skip serve skips it." },
    ]);
    const printed = await command(["rehearse", QUICKSTART, "--skip", "pull"]).output;
    assert.equal(printed.status, 0);
    assert.match(printed.stdout, /– Pull {4}skipped: --skip pull skips it\./);
    assert.match(printed.stdout, /– Serve {3}skipped: No image is pulled\./);
    assert.match(printed.stdout, /All requirements are met\.\n/);
  });

  it("tells what it does while it does it, on standard error", async () => {
    const { status, stdout, stderr } = await command(["rehearse", QUICKSTART]).output;
    assert.equal(status, 0, stdout + stderr);
    const steps = stderr.split("\n").flatMap((line) => /^ *\d+\.\d s {2}(\w+) /.exec(line)?.[1] ?? []);
    assert.deepEqual([...new Set(steps)], ["plan", "check", "pull", "serve"]);
    assert(!stderr.includes("\u001b"));
    assert.match(stdout, /✓ Serve /);
  });

  it("ends with 1 where the image does not answer, within the time that it is given", async () => {
    const archive = join(place.folder, "silent.tar");
    const serve = {
      path: "serve",
      mode: 0o755,
      content: "#!/usr/bin/env node\nsetInterval(() => undefined, 1000);\n",
    };
    writeFileSync(
      archive,
      imageArchive({ layers: [[serve]], architecture: process.arch === "arm64" ? "arm64" : "amd64" }),
    );
    const type = process.arch === "arm64" ? "ml.m7g.large" : "ml.m5.large";
    const { status, stdout } = await command(
      [
        "rehearse",
        QUICKSTART,
        "--config",
        `archive=${archive}`,
        "--config",
        `instanceType=${type}`,
        "--ping-timeout",
        "1",
        "--serve-as-process",
      ],
      // Without an engine, whatever there is here.
      { environment: { PATH: dirname(process.execPath) } },
    ).output;
    assert.equal(status, 1);
    assert.match(stdout, /✗ Serve /);
    assert.match(stdout, /→ The image's `serve` must return 200 for GET \/ping/);
    assert.match(stdout, /The started image failed: serve/);
  });

  it("refuses options that it does not understand, before it begins", async () => {
    const { status, stdout, stderr } = await command(["rehearse", QUICKSTART, "--skip", "plan"]).output;
    assert.equal(status, 64, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /--skip: expected pull or serve, but got "plan"/);
    assert(!stderr.includes(" plan   Run "));
  });

  it("works below a path with spaces, twice at once, and leaves neither process nor file behind", async () => {
    // The example as it lies in a project of its own, which has the package installed.
    const project = join(place.folder, "a project");
    const example = join(project, "examples", "quick start");
    cpSync(QUICKSTART, example, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
    symlinkSync(join(ROOT, "dist"), join(project, "dist"));
    for (const file of ["package.json", "tsconfig.json"]) cpSync(join(ROOT, file), join(project, file));
    const temporary = join(place.folder, "temporary files");
    mkdirSync(temporary);
    const environment = { TMPDIR: temporary };
    const files = readdirSync(example, { recursive: true });
    const results = await Promise.all(
      [1, 2].map(() => command(["rehearse", example, "--json"], { environment }).output),
    );
    for (const { status, stdout, stderr } of results) {
      assert.equal(status, 0, stdout.slice(-3000) + stderr);
      assert.equal(reportOf(stdout).serve?.status, "passed");
    }
    assert.deepEqual(readdirSync(temporary), []);
    assert.deepEqual(readdirSync(example, { recursive: true }), files);
    await assertAllHaveEnded(temporary);
  });

  for (const [signal, step] of [
    ["SIGINT", /pull {3}Publish the image/],
    ["SIGTERM", /serve {2}Request \/ping/],
  ] as const) {
    it(`leaves neither process nor file behind on ${signal}, ${String(step).includes("serve") ? "while it serves" : "while it pulls"}`, async () => {
      const temporary = join(place.folder, "temporary");
      mkdirSync(temporary);
      const archive = join(place.folder, "slow.tar");
      const serve = {
        path: "serve",
        mode: 0o755,
        content: "#!/usr/bin/env node\nsetInterval(() => undefined, 1000);\n",
      };
      const architecture = process.arch === "arm64" ? "arm64" : "amd64";
      writeFileSync(archive, imageArchive({ layers: [[serve]], architecture }));
      const type = process.arch === "arm64" ? "ml.m7g.large" : "ml.m5.large";
      const child = command(
        [
          "rehearse",
          QUICKSTART,
          "--config",
          `archive=${archive}`,
          "--config",
          `instanceType=${type}`,
          "--serve-as-process",
        ],
        { environment: { TMPDIR: temporary } },
      );
      let seen = "";
      child.stderr?.on("data", (chunk: Buffer) => (seen += chunk.toString()));
      while (!step.test(seen) && child.exitCode === null) await pause(20);
      assert(readdirSync(temporary).length > 0, "there is something to be taken away");
      child.kill(signal);
      const { status, stdout } = await child.output;
      assert.equal(status, null, "it ends by the signal");
      assert.equal(child.signalCode, signal);
      assert.equal(stdout, "");
      assert.deepEqual(readdirSync(temporary), []);
      await assertAllHaveEnded(temporary);
    });
  }
});
