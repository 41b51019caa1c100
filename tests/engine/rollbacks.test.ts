// docs/updates.md, "An update that was rolled back is a failure". The rollback that nobody notices is in endpoint-previews.test.ts.
import assert from "node:assert/strict";
import { doneToEndpoints, endpointsIn, fraud, image, operationsOf, running, told } from "./endpoint-program";
import type { Project } from "./engine";
import { EndpointUpdate } from "./provider/settings";
import { assertNoChange, assertSucceeded, describeEngine } from "./scenario";

const CLOUD_CONTROL = "aws:cloudcontrol/getResource:getResource";
const ENDPOINT_ALONE = ["--target", "**::fraud-endpoint"];
const RUNS =
  /^the endpoint \S+ runs the configuration \S+, and not \S+: SageMaker has rolled the update back/;

describeEngine("an update that does not reach the endpoint", (createProject) => {
  /** An endpoint, with its name and the configuration that it runs. */
  async function deployed(): Promise<{ project: Project; name: string; before: unknown }> {
    const project = await createProject({ program: fraud() });
    assertSucceeded(await project.up());
    const [name = ""] = endpointsIn(project.account());
    project.setProgram(fraud({ image: image("b") }));
    return { project, name, before: running(project.account(), name) };
  }

  /** Holds that the endpoint goes on with what it ran before, of which nothing was deleted. */
  function assertKept({ project, name, before }: Awaited<ReturnType<typeof deployed>>): void {
    assert.equal(running(project.account(), name), before);
    assert.deepEqual(project.account().violations, []);
  }

  it("because it was rolled back, which the provider has noticed, is performed again by the next", async () => {
    const deployment = await deployed();
    const { project, name, before } = deployment;
    project.setSettings({ endpointUpdate: EndpointUpdate.RollsBack });
    for (const expected of ["update fraud-endpoint", "update fraud-endpoint"]) {
      const failed = await project.up();
      assert.notEqual(failed.exitCode, 0);
      const errors = told(failed, "error").filter((each) => !/^update failed/.test(each));
      assert.equal(errors.length, 1, failed.stdout);
      assert.match(errors[0] ?? "", RUNS);
      assert.ok(operationsOf(failed).includes(expected));
      assertKept(deployment);
    }
    project.setSettings({});
    const [warning = "", ...others] = told(await project.preview(), "warning");
    assert.match(warning, RUNS);
    assert.match(warning, /The deployment updates it again$/);
    assert.deepEqual(others, []);
    assertSucceeded(await project.up());
    assert.notEqual(running(project.account(), name), before);
    assertNoChange(await project.up());
    assert.deepEqual(project.account().violations, []);
  });

  for (const [what, endpointUpdate] of [
    ["because the provider saw it being rolled back", EndpointUpdate.RollsBackWithError],
    ["because SageMaker refused it at once", EndpointUpdate.InProgress],
  ] as const) {
    it(`${what}, fails every deployment until it is read and performed again`, async () => {
      const deployment = await deployed();
      const { project, name, before } = deployment;
      project.setSettings({ endpointUpdate });
      const failed = await project.up();
      assert.notEqual(failed.exitCode, 0);
      assert.deepEqual(operationsOf(failed).slice(-1), ["update fraud-endpoint (failed)"]);
      assertKept(deployment);
      project.setSettings({});
      assert.match(told(await project.preview(), "warning").join("\n"), RUNS);
      const again = await project.up();
      assert.notEqual(again.exitCode, 0);
      assert.match(told(again, "error").join("\n"), RUNS);
      assertKept(deployment);

      // The two commands of the page.
      assertSucceeded(await project.refresh(...ENDPOINT_ALONE));
      assertSucceeded(await project.up());
      assert.notEqual(running(project.account(), name), before);
      assertNoChange(await project.up());
      assert.deepEqual(project.account().violations, []);
    });
  }

  it("is repaired by --refresh as well", async () => {
    const { project, name, before } = await deployed();
    project.setSettings({ endpointUpdate: EndpointUpdate.RollsBackUnnoticed });
    assert.notEqual((await project.up()).exitCode, 0);
    project.setSettings({});
    assertSucceeded(await project.up("--refresh"));
    assert.notEqual(running(project.account(), name), before);
    assert.deepEqual(project.account().violations, []);
  });

  it("goes unnoticed where the endpoint may not be read, of which the deployment warns", async () => {
    const { project } = await deployed();
    project.setSettings({ refused: [CLOUD_CONTROL], endpointUpdate: EndpointUpdate.RollsBackUnnoticed });
    const up = await project.up();
    assertSucceeded(up);
    assert.match(
      told(up, "warning").join("\n"),
      /cannot be read .*allow cloudformation:GetResource, sagemaker:DescribeEndpoint and sagemaker:ListTags/,
    );
    assert.match(project.account().violations.join("\n"), /endpoint configuration \S+ was deleted while/);
  });

  it("fails where the endpoint may not be read, but the provider has noticed the rollback", async () => {
    const deployment = await deployed();
    const { project } = deployment;
    project.setSettings({ refused: [CLOUD_CONTROL], endpointUpdate: EndpointUpdate.RollsBack });
    const failed = await project.up();
    assert.notEqual(failed.exitCode, 0);
    assert.match(told(failed, "error").join("\n"), RUNS);
    assertKept(deployment);
  });

  it("goes by what the provider knows where Cloud Control has no endpoints, of which the deployment warns", async () => {
    const { project, name, before } = await deployed();
    const reason =
      "UnsupportedActionException: Resource type AWS::SageMaker::Endpoint does not support READ action";
    project.setSettings({ lookupFailures: [{ on: CLOUD_CONTROL, reason }] });
    const up = await project.up();
    assertSucceeded(up);
    assert.match(
      told(up, "warning").join("\n"),
      /in this region Cloud Control does not know SageMaker endpoints.*compare `aws sagemaker describe-endpoint`/,
    );
    assert.deepEqual(doneToEndpoints(up), ["update"]);
    assert.notEqual(running(project.account(), name), before);
    assertNoChange(await project.up());
  });
});
