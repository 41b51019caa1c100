import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Architecture } from "../../cli/graph/architecture";
import { CLI, NODE_ARGUMENTS } from "../support/commands";

const root = join(__dirname, "..", "..");
const run = (...args: string[]) =>
  spawnSync(process.execPath, [...CLI, ...args], {
    cwd: root,
    encoding: "utf8",
  });

describe("rehearse --html", function () {
  this.timeout(180_000);

  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rehearse html "));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("writes the page beside the report, where all holds and where a requirement fails", () => {
    for (const [program, expected, headline] of [
      ["complete", 0, /All requirements are met\./],
      ["broken", 1, /1 requirement is not met: [\w-]+\./],
    ] as const) {
      const file = join(folder, `${program}.html`);
      const { status, stdout, stderr } = run(
        "rehearse",
        `tests/programs/${program}`,
        "--skip",
        "pull",
        "--json",
        "--html",
        file,
      );
      assert.equal(status, expected, stderr);
      assert.deepEqual(Object.keys(JSON.parse(stdout) as object).slice(0, 2), ["resources", "requirements"]);
      const page = readFileSync(file, "utf8");
      assert.match(page, headline);
      assert.match(page, /This step was skipped\. --skip pull skips it\./);
      assert.match(page, /a month when idle/);
      assert.match(page, /<dt>@pulumi\/aws<\/dt><dd>\d+\.\d+\.\d+<\/dd>/);
    }
  });

  it("writes a page that says why a program does not come to its end", () => {
    const file = join(folder, "invalid.html");
    const { status, stderr } = run("rehearse", "tests/programs/invalid", "--html", file);
    assert.equal(status, 1);
    assert.match(stderr, /^error: /m);
    assert.match(readFileSync(file, "utf8"), /The program failed\.[\s\S]*<li><code>/);
  });

  it("loads the layout library only for a page", () => {
    const program =
      'require("./cli/commands/rehearse"); console.log(Object.keys(require.cache).filter((path) => path.includes("elkjs")).length)';
    const { stdout } = spawnSync(process.execPath, [...NODE_ARGUMENTS, "-e", program], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(stdout, "0\n");
  });

  it("names the package to install where the layout library is missing", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        ...NODE_ARGUMENTS,
        "-e",
        `const { Module } = require("node:module");
         const resolve = Module._resolveFilename;
         Module._resolveFilename = (name, ...rest) => {
           if (name.startsWith("elkjs")) throw new Error("not installed");
           return resolve(name, ...rest);
         };
         process.argv.splice(1, 0, "cli", "graph", "tests/programs/complete", "--format", "svg");
         require("./cli/main")`,
      ],
      { cwd: root, encoding: "utf8" },
    );
    assert.equal(status, 1);
    assert.match(stderr, /^error: a picture requires the optional package elkjs: run `npm install elkjs`$/m);
  });

  it("refuses a folder that does not exist before it does anything, and tells of a file that cannot be written", () => {
    const { status, stdout, stderr } = run(
      "rehearse",
      "tests/programs/complete",
      "--html",
      join(folder, "none", "page.html"),
    );
    assert.deepEqual([status, stdout], [64, ""]);
    assert.match(stderr, /^error: --html: the folder .*none does not exist; create it first$/m);
    assert(!existsSync(join(folder, "none")));
    const tooLong = run("rehearse", "tests/programs/complete", "--html", join(folder, "x".repeat(300)));
    assert.equal(tooLong.status, 64);
    assert.match(tooLong.stderr, /^error: --html: the file cannot be written: ENAMETOOLONG/m);
    // A file that exists on Linux and has room for nothing.
    if (!existsSync("/dev/full")) return;
    const full = run("rehearse", "tests/programs/complete", "--skip", "pull", "--html", "/dev/full");
    assert.equal(full.status, 1);
    assert.match(full.stderr, /error: the page cannot be written to \/dev\/full: ENOSPC/);
  });
});

describe("graph --facts", function () {
  this.timeout(120_000);

  it("draws what the user knows of the VPC that the plan lies in, as what exists, and nothing else of it", () => {
    const folder = mkdtempSync(join(tmpdir(), "facts "));
    try {
      const file = join(folder, "facts.json");
      const subnet = (id: string, zone: string, vpc = "vpc-0123456789abcdef0") => ({
        SubnetId: id,
        VpcId: vpc,
        AvailabilityZone: zone,
        CidrBlock: "10.0.1.0/24",
      });
      const facts = {
        Subnets: [
          subnet("subnet-0123456789abcdefa", "eu-west-1a"),
          subnet("subnet-0123456789abcdefb", "eu-west-1b"),
          subnet("subnet-00000000000000000", "eu-west-1c", "vpc-00000000000000000"),
        ],
      };
      writeFileSync(file, JSON.stringify(facts));
      const { status, stdout, stderr } = run(
        "graph",
        "examples/existing-registry",
        "--json",
        "--facts",
        file,
      );
      assert.equal(status, 0, stderr);
      const { nodes } = JSON.parse(stdout) as Architecture;
      const subnets = nodes.filter(({ kind }) => kind === "subnet");
      assert.deepEqual(subnets.map(({ label, exists, caption }) => [label, exists, caption]).sort(), [
        ["eu-west-1a", true, "Existing subnet"],
        ["eu-west-1b", true, "Existing subnet"],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
