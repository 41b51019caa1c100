// docs/updates.md, "Taking over an endpoint that exists".
import assert from "node:assert/strict";
import { endpointsIn, fraud, image, operationsOf, program, running, told } from "./endpoint-program";
import type { Project } from "./engine";
import { assertNoChange, assertSucceeded, describeEngine } from "./scenario";

const TRANSFORMS = `{ transforms: [({ type, props, opts }) =>
  type === "aws:sagemaker/endpoint:Endpoint" ? { props, opts: { ...opts, import: "fraud-live" } } : undefined] }`;
const args = { endpointName: "fraud-live", image: image("b") };

describeEngine("an endpoint of another stack", (createProject) => {
  /** The stack that has the endpoint, and one that is to have it. */
  async function stacks(next: string): Promise<{ old: Project; project: Project; before: unknown }> {
    const old = await createProject({
      program: program({ old: { args: { endpointName: "fraud-live" } } }),
      name: "old",
    });
    assertSucceeded(await old.up());
    const before = running(old.account(), "fraud-live");
    const project = await createProject({ program: next, beside: old });
    return { old, project, before };
  }

  /** Holds that the new stack has the endpoint, and that the old one can let go of it, and then delete the rest. */
  async function assertTaken({ old, project, before }: Awaited<ReturnType<typeof stacks>>): Promise<void> {
    assert.deepEqual(endpointsIn(project.account()), ["fraud-live"]);
    assert.notEqual(running(project.account(), "fraud-live"), before);
    assertNoChange(await project.up());
    const urn = (await old.state()).find(({ type }) => type === "aws:sagemaker/endpoint:Endpoint")?.urn ?? "";
    assert.equal((await old.run(["state", "delete", urn, "--yes"])).exitCode, 0);
    assertSucceeded(await old.destroy());
    assert.deepEqual(endpointsIn(project.account()), ["fraud-live"]);
    assert.deepEqual(project.account().violations, []);
    assertSucceeded(await project.destroy());
  }

  it("is taken over by an import in the program, and updated in place", async () => {
    const scene = await stacks(fraud(args, TRANSFORMS));
    const { project } = scene;
    const preview = await project.preview();
    assertSucceeded(preview);
    const endpointSteps = preview.changes.filter(({ name }) => name === "fraud-endpoint").map(({ op }) => op);
    assert.ok(!endpointSteps.some((op) => /create|replace|delete/.test(op)), endpointSteps.join(", "));
    const up = await project.up();
    assertSucceeded(up);
    assert.ok(!operationsOf(up).includes("create fraud-endpoint"), operationsOf(up).join(", "));
    project.setProgram(fraud(args));
    await assertTaken(scene);
  });

  it("is taken over by a command where the program cannot", async () => {
    const scene = await stacks(fraud(args));
    const { project, before } = scene;
    const refused = await project.up();
    assert.notEqual(refused.exitCode, 0);
    assert.match(told(refused, "error").join("\n"), /an endpoint named fraud-live exists already/);
    assert.deepEqual(
      operationsOf(refused).filter((each) => /endpoint/.test(each)),
      [],
    );
    assert.equal(running(project.account(), "fraud-live"), before);
    const urn = (await project.state()).find(({ type }) => type.endsWith(":ModelEndpoint"))?.urn ?? "";
    const imported = await project.run([
      "import",
      "aws:sagemaker/endpoint:Endpoint",
      "fraud-endpoint",
      "fraud-live",
      "--parent",
      `fraud=${urn}`,
      "--protect=false",
      "--generate-code=false",
      "--yes",
      "--skip-preview",
    ]);
    assert.equal(imported.exitCode, 0, imported.stdout + imported.stderr);
    const up = await project.up();
    assertSucceeded(up);
    assert.ok(operationsOf(up).includes("update fraud-endpoint"), operationsOf(up).join(", "));
    await assertTaken(scene);
  });
});
