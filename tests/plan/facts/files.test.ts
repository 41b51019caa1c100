import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputFileError } from "../../../cli/program/input-file";
import { planProgram } from "../../../cli/program/plan-program";
import { CLI } from "../../support/commands";

const ROOT = join(__dirname, "..", "..", "..");
const PROGRAM = join(ROOT, "tests", "programs", "adopted-subnets");
const subnet = (SubnetId: string, zone: string) => ({
  SubnetId,
  VpcId: "vpc-1",
  AvailabilityZone: `eu-west-1${zone}`,
  CidrBlock: "10.0.0.0/24",
});

describe("facts in files", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "facts test "));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const twoZones = async (facts: readonly string[]) => {
    const { report, graph } = await planProgram({
      program: PROGRAM,
      stack: undefined,
      config: {},
      references: [],
      facts,
      warn: () => undefined,
    });
    assert.ok(!graph.resources.some(({ urn }) => urn.startsWith("urn:facts")), "the plan stays the plan's");
    return report.requirements.find(({ id }) => id === "two-zones")?.status;
  };

  it("turn what is not known into a verdict, whichever file holds which", async () => {
    assert.equal(await twoZones([]), "unknown");
    const one = file("one.json", { Subnets: [subnet("subnet-1", "a")] });
    const both = [one, file("other.json", { Subnets: [subnet("subnet-2", "b")] })];
    assert.equal(await twoZones(both), "passed");
    const same = [one, file("same.json", { Subnets: [subnet("subnet-2", "a")] })];
    assert.equal(await twoZones(same), "failed");
  });

  it("name the file that cannot be used, before the program runs", async () => {
    const malformed = file("malformed.json", { Subnets: [{ SubnetId: "subnet-1" }], Things: [] });
    await assert.rejects(twoZones([malformed]), (error: unknown) => {
      assert.ok(error instanceof InputFileError);
      assert.match(error.message, /malformed\.json cannot be used:/);
      assert.equal(error.problems.length, 4);
      return true;
    });
  });

  it("end the command with 64 where they cannot be used", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [...[...CLI, "rehearse", PROGRAM], ...["--skip", "pull,serve", "--facts", join(folder, "none.json")]],
      { cwd: ROOT, encoding: "utf8" },
    );
    assert.equal(status, 64, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /none\.json cannot be used:\n {2}- there is no such file/);
  });
});
