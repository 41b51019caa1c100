import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { planProgram, type PlanOptions } from "../../cli/program/plan-program";
import type { Report } from "../../cli/report/report";
import { printReport, shortType } from "../../cli/report/print-report";
import { textFormatFor, wrap } from "../../cli/report/text-format";
import { createCommandLine } from "../../cli/commands/index";
import { CLI, runInProcess } from "../support/commands";

const ROOT = join(__dirname, "..", "..");
const program = (name: string) => join(__dirname, "..", "programs", name);

/** A program of which no stack has a configuration. */
function withoutStacks(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  cpSync(program(name), folder, { recursive: true });
  for (const file of readdirSync(folder)) if (/^Pulumi\..+\.yaml$/.test(file)) rmSync(join(folder, file));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** The steps that these programs are not about. */
const SKIP = ["--skip", "pull,serve"];

/** Runs the command as a user does. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [...CLI, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

/** Rehearses in this process. */
async function rehearsed(name: string, options: Partial<PlanOptions> = {}) {
  const warnings: string[] = [];
  const { project, report } = await planProgram({
    program: resolve(__dirname, "..", "programs", name),
    stack: undefined,
    config: {},
    references: [],
    warn: (message) => warnings.push(message),
    ...options,
  });
  return { project, report, warnings };
}

const requirement = (report: Report, id: string) => report.requirements.find((each) => each.id === id);

describe("the command rehearse", function () {
  this.timeout(120_000);

  it("passes a program that keeps all requirements", () => {
    const { status, stdout, stderr } = run("rehearse", "tests/programs/complete", "--verbose", ...SKIP);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /^Rehearsal of complete, stack rehearsal \(no Pulumi\.rehearsal\.yaml\), in eu-west-1/,
    );
    assert.match(stdout, /fraud\s+aws\.sagemaker\.Model/);
    assert.match(stdout, /✓ The registry admits the model's security groups/);
    assert.match(stdout, /functionArn {2}string {2}arn:aws:lambda:/);
    assert.match(stdout, /All requirements are met\.\n$/);
    assert.ok(!stdout.includes("\u001b"));
  });

  it("fails a program that breaks one, and prints the same report for machines", () => {
    const { status, stdout } = run("rehearse", "tests/programs/broken/index.ts", "--json", ...SKIP);
    assert.equal(status, 1);
    const report = JSON.parse(stdout) as Report;
    assert.deepEqual(Object.keys(report), ["resources", "requirements", "outputs", "cost", "skipped"]);
    const broken = requirement(report, "registry-admits-model");
    assert.equal(broken?.passed, false);
    assert.equal(broken.evidence[0]?.resource?.name, "registry-group");
    assert.match(broken.evidence[0].remedy ?? "", /from group "model-group" to group "registry-group"/);
    assert.ok(report.requirements.every((each) => each === broken || each.passed));
  });

  it("tells of what is not known, and accepts it when asked", () => {
    const args = ["rehearse", "tests/programs/adopted", "--verbose", ...SKIP];
    const { status, stdout } = run(...args);
    assert.equal(status, 2);
    assert.match(stdout, /\? The registry's TLS certificate comes from a public certificate authority/);
    assert.match(stdout, /not known: who issued the certificate/);
    assert.equal(run(...args, "--allow-unknown").status, 0);
  });

  it("prints only the report to standard output", () => {
    const { status, stdout, stderr } = run(
      "rehearse",
      "tests/programs/secrets",
      "--json",
      "--allow-unknown",
      "--config",
      "password=hunter2-hunter2",
      ...SKIP,
    );
    assert.equal(status, 0);
    JSON.parse(stdout);
    assert.ok(!stdout.includes("hunter2"));
    assert.match(stderr, /printed by the program/);
    assert.match(stderr, /warning: warned by the program/);
    assert.match(stderr, /warning: the configuration secrets:pin is encrypted/);
  });

  it("says what is wrong with a program, without a stack trace", () => {
    const { status, stdout, stderr } = run("rehearse", "tests/programs/invalid", "--json");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /error: the arguments are wrong\n {2}- network\.subnetIds: has 1 item.*\n {2}- image: /,
    );
    assert.doesNotMatch(stderr, /^\s+at /m);
    assert.equal((JSON.parse(stdout) as Report).error?.problems.length, 2);
  });

  it("says where in the program an error was thrown that it did not mean for its reader", () => {
    const { status, stdout, stderr } = run("rehearse", "tests/programs/throwing", "--json");
    assert.equal(status, 1);
    const place = join(program("throwing"), "index.ts:5");
    assert.ok(stderr.endsWith(`error: boom\n  thrown at ${place}\n`), stderr);
    assert.deepEqual((JSON.parse(stdout) as Report).error, { message: "boom", problems: [], place });
    for (const command of ["graph", "cost"]) {
      assert.equal(run(command, "tests/programs/throwing").stderr, `error: boom\n  thrown at ${place}\n`);
    }
    const folder = withoutStacks("secrets");
    const { stderr: lacking } = run("rehearse", folder, "--stack", "other");
    rmSync(folder, { recursive: true });
    assert.match(lacking, /error: Missing required configuration variable 'secrets:pin'/);
    assert.doesNotMatch(lacking, /thrown at/);
  });

  it("does not take a program that makes nothing for one that keeps all requirements", () => {
    for (const accepted of [[], ["--allow-unknown"]]) {
      const { status, stdout } = run("rehearse", "tests/programs/empty", ...accepted);
      assert.equal(status, 2);
      assert.match(stdout, /– Check/);
      assert.match(stdout, /^The program creates no resources, /m);
      assert.doesNotMatch(stdout, /requirements are met/);
    }
  });

  it("does not take a program that no requirement applies to for one that keeps all of them", () => {
    const { status, stdout } = run("rehearse", "tests/programs/secrets", ...SKIP);
    assert.equal(status, 2);
    assert.match(stdout, /– Check/);
    assert.match(stdout, /^No requirement applies, so nothing /m);
    assert.doesNotMatch(stdout, /requirements are met/);
  });

  it("explains itself when it is not understood", async () => {
    for (const [args, message] of [
      [[], /missing command/],
      [["bogus"], /unknown command 'bogus'/],
      [["rehearsal"], /unknown command 'rehearsal' \(Did you mean rehearse\?\)/],
      [["rehearse"], /missing required argument 'program'/],
      [["rehearse", "a", "b"], /too many arguments for 'rehearse'/],
      [["rehearse", "tests/programs/complete", "--bogus"], /unknown option '--bogus'/],
      [
        ["rehearse", "tests/programs/complete", "--stak"],
        /unknown option '--stak' \(Did you mean --stack\?\)/,
      ],
      [["rehearse", "tests/programs/complete", "--config", "x"], /'x' is invalid\. Expected <key>=<value>/],
      [["rehearse", "tests/programs/complete", "--registry", "x"], /Allowed choices are stand-in, real/],
      [["check"], /required option '--state <file>' not specified/],
      [["check", "--state", "-", "--state", "-"], /--state - can be specified once/],
      [["rehearse", "tests/programs/nowhere"], /nowhere does not exist/],
      [["rehearse", "docs"], /there is no program in/],
    ] as const) {
      const { status, stdout, stderr } = await runInProcess(args);
      assert.equal(status, 64, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      // What is wrong with the command line follows how it is called, and so stays in sight.
      if (!/there is no program|does not exist/.test(stderr)) {
        assert.match(stderr, /^Usage: sagemaker-private-registry /);
      }
      assert.match(stderr.trimEnd().split("\n").at(-1) ?? "", /^error: /);
      assert.ok(stderr.split("\n").length < 12, stderr);
    }
  });

  it("names the programs below a folder that holds none itself", () => {
    const { status, stderr } = run("rehearse", "examples/two-stacks");
    assert.equal(status, 64);
    assert.match(
      stderr,
      /specify one of the programs below it: .*two-stacks\/model, .*two-stacks\/platform\n$/,
    );
  });

  it("prints its help and version", async () => {
    for (const help of ["--help", "-h", "help"]) {
      const { status, stdout } = await runInProcess([help]);
      assert.deepEqual([status, /rehearse \[options\] <program>/.test(stdout)], [0, true]);
    }
    for (const version of ["--version", "-v"]) {
      const { status, stdout } = await runInProcess([version]);
      assert.deepEqual([status, /^\d+\.\d+\.\d+\n$/.test(stdout)], [0, true]);
    }
    for (const command of createCommandLine(() => undefined).commands) {
      const { status, stdout } = await runInProcess([command.name(), "--help"]);
      assert.equal(status, 0);
      assert.match(stdout, /^Usage: sagemaker-private-registry /);
      assert.match(stdout, /\nExamples:\n {2}.*sagemaker-private-registry /);
    }
  });
});

describe("a rehearsal", () => {
  it("leaves process and folders as they were", async () => {
    const [folder, output, files] = [process.cwd(), process.stdout.write, readdirSync(program("secrets"))];
    await rehearsed("secrets");
    assert.equal(process.cwd(), folder);
    assert.equal(process.stdout.write, output);
    assert.deepEqual(readdirSync(program("secrets")), files);
  });

  it("runs the same program twice with the same result", async () => {
    const [first, second] = [await rehearsed("complete"), await rehearsed("complete")];
    assert.ok(first.report.resources.length > 0);
    assert.deepEqual(second.report, first.report);
  });

  it("takes configuration from project, stack and command line, in that order", async () => {
    const dev = await rehearsed("secrets");
    assert.equal(dev.project.stack, "dev");
    assert.equal(dev.report.outputs.size, 4);
    assert.equal(dev.report.outputs.region, "us-west-2");
    assert.equal(dev.report.outputs.here, "name: secrets");
    const folder = withoutStacks("secrets");
    const other = await rehearsed(folder, { stack: "other", config: { pin: "123456" } });
    rmSync(folder, { recursive: true });
    assert.equal(other.report.outputs.size, 3);
    assert.deepEqual(other.warnings, []);
    const given = await rehearsed("secrets", { config: { "secrets:size": "5" } });
    assert.equal(given.report.outputs.size, 5);
  });

  it("takes what the rehearsal's own file gives before the stack's, and says what a stack lacks", async () => {
    const folder = withoutStacks("prepared");
    const { report, warnings } = await rehearsed(folder, { stack: "new" });
    rmSync(folder, { recursive: true });
    assert.deepEqual(report.outputs, {
      vpcId: "vpc-of-the-rehearsal",
      subnetIds: ["subnet-a", "subnet-b"],
      instanceType: "ml.c5.large",
      count: 2,
      region: "eu-north-1",
    });
    assert.deepEqual(warnings, []);
    const dev = await rehearsed("prepared", { stack: "dev" });
    assert.deepEqual(dev.report.outputs, { ...report.outputs, vpcId: "vpc-of-dev", region: "eu-west-1" });
    assert.deepEqual(dev.warnings, [
      "the stack dev has no prepared:subnetIds, so the value in rehearsal.json is used; " +
        "run `pulumi config set prepared:subnetIds …` before `pulumi up`",
    ]);
    const given = await rehearsed("prepared", { stack: "dev", config: { subnetIds: '["subnet-c"]' } });
    assert.deepEqual(given.report.outputs.subnetIds, ["subnet-c"]);
    assert.deepEqual(given.warnings, []);
  });

  it("takes no value from a key that a project only declares", async () => {
    await assert.rejects(rehearsed("declared"), /Missing required configuration variable 'declared:vpcId'/);
  });

  it("shows no secret anywhere, and files by their paths", async () => {
    const { report, project } = await rehearsed("secrets", { config: { password: "correct-horse" } });
    const printed = printReport(project.name, report, { colours: false, width: 100 });
    assert.ok(!JSON.stringify(report).includes("correct-horse"));
    assert.ok(!printed.includes("correct-horse"));
    const inputs = report.resources.find(({ name }) => name === "f")?.inputs as Record<string, unknown>;
    const topic = report.resources.find(({ name }) => name === "t")?.inputs as Record<string, unknown>;
    assert.equal(topic.tags, "[secret]");
    assert.deepEqual(inputs.code, { path: "./code" });
    assert.equal(inputs.description, "[secret]");
    const { password, nested, pin } = report.outputs;
    assert.deepEqual([password, nested, pin], ["[secret]", "[secret]", "[secret]"]);
  });

  it("plans the stacks that a program refers to first, and judges the whole", async () => {
    const { report } = await rehearsed("consumer", {
      references: [{ stack: "organization/platform/dev", path: program("platform") }],
    });
    assert.deepEqual(
      report.resources.map(({ type }) => type),
      ["pulumi:pulumi:StackReference", "aws:sagemaker/model:Model"],
    );
    assert.equal(requirement(report, "two-zones")?.status, "passed");
    assert.equal((report.outputs.subnetIds as string[]).length, 2);
  });

  it("holds the composition against every requirement", async () => {
    const { report } = await rehearsed("new-registry");
    assert.deepEqual(
      report.requirements.filter(({ passed }) => !passed),
      [],
    );
    const applicable = report.requirements.filter(({ status }) => status === "passed").map(({ id }) => id);
    for (const id of ["registry-reachable", "registry-admits-model", "lambda-reachable", "two-zones"]) {
      assert.ok(applicable.includes(id), id);
    }
  });

  it("names the reference that a program lacks", async () => {
    await assert.rejects(
      rehearsed("consumer", { references: [{ stack: "other", path: program("platform") }] }),
      /^Error: the program references the stack "organization\/platform\/dev": add --reference organization\/platform\/dev=/,
    );
  });
});

describe("the terminal", () => {
  it("has colours only where they are wanted", () => {
    assert.equal(textFormatFor({ isTTY: true }, {}).colours, true);
    assert.equal(textFormatFor({}, {}).colours, false);
    assert.equal(textFormatFor({ isTTY: true }, { NO_COLOR: "1" }).colours, false);
    assert.equal(textFormatFor({ isTTY: true }, { TERM: "dumb" }).colours, false);
    assert.equal(textFormatFor({}, { FORCE_COLOR: "1" }).colours, true);
    assert.equal(textFormatFor({ isTTY: true, columns: 80 }, {}).width, 80);
    assert.equal(textFormatFor({ isTTY: true, columns: 300 }, {}).width, 120);
  });

  it("nests resources below their parents, and names what is missing with the remedy", () => {
    const resource = (urn: string, type: string, parent: string | null) => ({
      urn,
      type,
      name: urn,
      parent,
      read: false,
      inputs: {},
    });
    const subject = { urn: "g", type: "aws:ec2/securityGroup:SecurityGroup", name: "g" };
    const printed = printReport(
      "Title",
      {
        resources: [
          resource("g", "aws:ec2/securityGroup:SecurityGroup", "c"),
          resource("c", "pkg:index:Component", null),
          resource("r", "aws:iam/role:Role", "c"),
        ],
        requirements: [
          {
            id: "some-rule",
            title: "Some rule",
            passed: false,
            status: "failed",
            level: "required",
            severity: "error",
            outcome: "failed",
            evidence: [{ status: "failed", resource: subject, seen: "is closed", remedy: "open it" }],
          },
        ],
        outputs: { list: ["a"], number: 1, secret: "[secret]" },
      },
      { colours: false, width: 80 },
    );
    assert.equal(
      printed,
      [
        "Title",
        "",
        "Resources  3 resources, 1 of them a component or provider",
        "  c  pkg.Component",
        "  ├─ g  aws.ec2.SecurityGroup",
        "  └─ r  aws.iam.Role",
        "",
        "Requirements  1 not met, 0 met",
        "  ✗ Some rule  some-rule",
        "    ✗ g (aws.ec2.SecurityGroup): is closed",
        "      → open it",
        "",
        "Outputs  ids, ARNs and digests are placeholders, because nothing is deployed",
        '  list    string[]  ["a"]',
        "  number  number    1",
        "  secret  string    [secret]",
        "",
        "1 requirement is not met: some-rule.",
      ].join("\n"),
    );
  });

  it("writes types as programs do, and breaks lines at spaces", () => {
    assert.equal(
      shortType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
      "aws.vpc.SecurityGroupEgressRule",
    );
    assert.equal(
      shortType("sagemaker-private-registry:index:RegistryHost"),
      "sagemaker-private-registry.RegistryHost",
    );
    assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
    assert.deepEqual(wrap("unbreakable", 3), ["unbreakable"]);
  });
});
