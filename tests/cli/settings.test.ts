import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Report } from "../../cli/report/report";
import { CLI } from "../support/commands";

const ROOT = join(__dirname, "..", "..");

function rehearse(name: string, ...args: string[]) {
  const command = [...CLI, "rehearse", `tests/programs/${name}`];
  return spawnSync(process.execPath, [...command, "--skip", "pull,serve", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

const unknownIn = (stdout: string): readonly string[] =>
  (JSON.parse(stdout) as Report).requirements
    .filter(({ outcome }) => outcome === "unknown")
    .map(({ id }) => id);

describe("the severities of requirements", function () {
  this.timeout(120_000);

  it("warn of advice that is not followed, and fail or skip it when they are told to", () => {
    const warned = rehearse("advice");
    assert.equal(warned.status, 0, warned.stdout);
    assert.match(warned.stdout, /! No security group on the way of a pull admits the whole internet/);
    assert.match(warned.stdout, /All requirements are met, with 1 warning \(nothing-open\)\./);
    const failed = rehearse("advice", "--severity", "nothing-open=error");
    assert.equal(failed.status, 1);
    assert.match(failed.stdout, /1 requirement is not met: nothing-open/);
    const off = rehearse("advice", "--severity", "nothing-open=off", "--verbose");
    assert.equal(off.status, 0);
    assert.match(off.stdout, /– No security group .*\n {4}· skipped: its severity is off/);
    assert.match(off.stdout, /All requirements are met\.\n$/);
  });

  it("let a requirement that is not met pass as a warning", () => {
    const { status, stdout } = rehearse("broken", "--severity", "registry-admits-model=warning");
    assert.equal(status, 0, stdout);
    assert.match(
      stdout,
      /! The registry admits .*\n {4}· registry-group .*no rule of group "registry-group"/,
    );
  });

  it("accept that the named requirements are unknown, and no others", () => {
    const { status, stdout } = rehearse("adopted", "--json");
    assert.equal(status, 2);
    const unknown = unknownIn(stdout);
    assert.ok(unknown.length > 0 && !unknown.includes("two-zones"));
    const another = rehearse("adopted", "--json", "--allow-unknown", "two-zones");
    assert.equal(another.status, 2);
    assert.deepEqual(unknownIn(another.stdout), unknown);
    const all = rehearse("adopted", "--allow-unknown", `two-zones,${unknown.join(",")}`);
    assert.equal(all.status, 0, all.stdout);
  });

  it("are refused where there is no such requirement, or no such severity", () => {
    for (const [args, message] of [
      [
        ["--severity", "bogus=error"],
        /--severity: unknown requirement "bogus"; expected one of: "image-by-digest", /,
      ],
      [["--severity", "two-zones=fatal"], /--severity: expected two-zones=error, two-zones=warning or /],
      [["--allow-unknown", "two-zones,bogus"], /--allow-unknown: unknown requirement "bogus"/],
    ] as const) {
      const { status, stderr } = rehearse("complete", ...args);
      assert.equal(status, 64, stderr);
      assert.match(stderr, message);
    }
  });
});
