import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../cli/report/report";
import { CLI } from "../support/commands";
import type { Project } from "./engine";
import { root } from "./plugins";
import { removeResource } from "./provider/account";
import { assertSucceeded, describeEngine } from "./scenario";

const SOURCE = readFileSync(join(root, "tests", "programs", "closed-vpc.ts"), "utf8");
const program = (changes: string): string => `${SOURCE}\nclosedVpc(${changes});`;

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

async function check(project: Project, ...more: string[]): Promise<{ exit: number | null; report: Report }> {
  const exported = await project.run(["stack", "export", ...more]);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...CLI, "check", "--state", "-", "--json"],
    {
      cwd: root,
      encoding: "utf8",
      input: exported.stdout,
    },
  );
  assert.notEqual(stdout, "", stderr);
  return { exit: status, report: JSON.parse(stdout) as Report };
}

const statusOf = ({ requirements }: Report, id: string) =>
  requirements.find((each) => each.id === id)?.status;
const notPassed = ({ requirements }: Report) =>
  requirements
    .filter(({ passed }) => !passed)
    .map(({ id, evidence }) => `${id}: ${JSON.stringify(evidence)}`);

describeEngine("the state of a stack", (createProject) => {
  let project: Project;

  before(async function () {
    if (this.test?.parent?.tests.every((test) => test.isPending()) === true) this.skip();
    project = await createProject({ program: program("") });
    assertSucceeded(await project.up());
  });

  it("meets the requirements that its program meets", async () => {
    const { exit, report } = await check(project);
    assert.deepEqual(notPassed(report), []);
    assert.equal(exit, 0);
    assert.equal(statusOf(report, "registry-admits-model"), "passed");
  });

  it("does not meet one where AWS has lost what the program made", async () => {
    const rule = (await project.state()).find(({ urn }) =>
      urn.endsWith(`${INGRESS}::model-registry-ingress`),
    );
    project.changeAccount((account) => {
      const lost = account.resources.find(({ type, id }) => type === INGRESS && id === rule?.id);
      assert.ok(lost);
      removeResource(account, lost);
    });
    assertSucceeded(await project.refresh());
    const { exit, report } = await check(project);
    assert.equal(exit, 1);
    assert.equal(statusOf(report, "registry-admits-model"), "failed");
    assertSucceeded(await project.up());
    assert.equal((await check(project)).exit, 0);
  });

  it("is unknown where a secret tells, and known with --show-secrets", async () => {
    const secret = `{ "execution-invoke": { policy: pulumi.secret(allow("lambda:InvokeFunction", "*")) } }`;
    project.setProgram(program(secret));
    assertSucceeded(await project.up());
    const hidden = await check(project);
    assert.equal(statusOf(hidden.report, "role-invokes-credentials-function"), "unknown");
    assert.equal(hidden.exit, 2);
    const shown = await check(project, "--show-secrets");
    assert.equal(statusOf(shown.report, "role-invokes-credentials-function"), "passed");
    const policy = shown.report.resources.find(({ name }) => name === "execution-invoke");
    assert.equal((policy?.inputs as { policy?: unknown }).policy, "[secret]");
  });
});
