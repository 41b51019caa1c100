import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { PullAction } from "../../cli/local/pull/pull-result";
import { printConclusion } from "../../cli/report/print-steps";
import type { Report } from "../../cli/report/report";
import { rehearsed, ROOT } from "./run-rehearsal";

const program = join(ROOT, "tests", "programs", "functions");

/** What a rehearsal with a credentials function of a kind did. */
async function actionsWith(
  kind: string,
): Promise<{ report: Report; of: (id: string) => PullAction | undefined }> {
  const { report } = await rehearsed({
    program,
    config: { kind },
    skip: ["serve"],
    environment: process.env,
  });
  return { report, of: (id) => report.pull?.actions.find((action) => action.id === id) };
}

describe("a credentials function of the user's own", function () {
  this.timeout(120_000);

  for (const kind of ["node", "python"]) {
    it(`is run, and its user is the registry's: ${kind}`, async function () {
      if (kind === "python" && spawnSync("python3", ["-c", "import boto3"]).status !== 0) {
        console.log("      skipped: no python3 with boto3");
        return this.skip();
      }
      const { report, of } = await actionsWith(kind);
      assert.equal(of("credentials")?.status, "passed", JSON.stringify(report.pull?.actions, null, 1));
      assert.match(of("credentials")?.seen ?? "", /returned a user and a password/);
      assert.equal(of("preflight")?.status, "passed");
      assert.equal(of("pull")?.status, "passed");
      assert.doesNotMatch(JSON.stringify(report), /token-of-the-plan/);
    });
  }

  it("fails where it answers with something else", async () => {
    const { of } = await actionsWith("wrong");
    assert.equal(of("credentials")?.status, "failed");
    assert.match(of("credentials")?.seen ?? "", /has no "Credentials"/);
    assert.equal(of("pull"), undefined);
  });

  const skipped: readonly (readonly [string, RegExp, RegExp])[] = [
    ["image", /cannot run on this machine: it is a container image/, /runtime interface emulator/],
    ["java", /its runtime is java21/, /runs Node\.js and Python/],
    ["bucket", /its code is in S3/, /FileArchive/],
    ["foreign", /The program does not create the function arn:aws:lambda:.*:credentials/, /doctor/],
    [
      "elsewhere",
      /reads the secret arn:.*registry-abcdef, whose value the program does not contain/,
      /Test the/,
    ],
    ["parameter", /calls ssm\.eu-west-1\.amazonaws\.com, which a rehearsal does not replace/, /Test the/],
  ];
  for (const [kind, seen, remedy] of skipped) {
    it(`is not shown as passed where it cannot be run here: ${kind}`, async () => {
      const { report, of } = await actionsWith(kind);
      const action = of("credentials");
      assert.equal(action?.status, "skipped", JSON.stringify(report.pull?.actions, null, 1));
      assert.match(action.seen, seen);
      assert.match(action.seen, /The credentials used instead are generated\.$/);
      assert.match(action.remedy ?? "", remedy);
      // The rest is carried out with a user that is made up.
      assert.equal(of("preflight")?.status, "passed");
      assert.equal(of("pull")?.status, "passed");
      const held: Report = {
        ...report,
        requirements: report.requirements.map((each) => ({ ...each, status: "passed", outcome: "passed" })),
      };
      const said = "Skipped on this machine: Request the credentials as SageMaker does.";
      const layout = { width: 200, colours: false };
      assert(printConclusion(held, layout).join(" ").endsWith(said));
    });
  }
});
