import assert from "node:assert/strict";
import type { Project } from "./engine";
import { doneToEndpoints, endpointsIn, fraud, image, running, told } from "./endpoint-program";
import { find } from "./provider/account";
import { SCALABLE_TARGET } from "./provider/sagemaker";
import { EndpointUpdate } from "./provider/settings";
import { assertNoChange, assertSucceeded, describeEngine } from "./scenario";

const ROLLED_BACK =
  /^the endpoint \S+ runs the configuration (\S+), and not (\S+): SageMaker has rolled the update back or refused it/;
const ENDPOINT_ALONE = ["--target", "**::fraud-endpoint"];
const scaling = {
  minCapacity: 1,
  maxCapacity: 4,
  targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 50 } },
};

/** Deploys the endpoint, and returns its name. */
async function deploy(project: Project): Promise<string> {
  assertSucceeded(await project.up());
  return endpointsIn(project.account())[0] ?? "";
}

const violations = (project: Project): readonly string[] => project.account().violations;

describeEngine("previews of an endpoint", (createProject) => {
  it("are silent where nothing is wrong, whatever changes", async () => {
    const project = await createProject({ program: fraud() });
    await deploy(project);
    assertNoChange(await project.preview());
    for (const args of [
      { image: image("b") },
      { instanceType: "ml.c5.large" },
      { initialInstanceCount: 2 },
      { tags: { team: "ml" } },
      { enableNetworkIsolation: false },
    ]) {
      project.setProgram(fraud(args));
      const preview = await project.preview();
      assertSucceeded(preview);
      assert.ok(preview.changes.length > 0, JSON.stringify(args));
      assert.deepEqual(told(preview, "warning"), [], JSON.stringify(args));
    }
  });

  it("warn of an update that was rolled back, until it is performed again", async () => {
    const project = await createProject({ program: fraud() });
    const name = await deploy(project);
    const before = running(project.account(), name);

    project.setProgram(fraud({ image: image("b") }));
    project.setSettings({ endpointUpdate: EndpointUpdate.RollsBackUnnoticed });
    const up = await project.up();
    assert.equal(up.exitCode, 1);
    assert.match(told(up, "error").join("\n"), /runs the configuration/);
    project.setSettings({});

    const preview = await project.preview();
    assertSucceeded(preview);
    const [warning = ""] = told(preview, "warning");
    assert.equal(ROLLED_BACK.exec(warning)?.[1], before);
    assert.match(warning, /`pulumi refresh --target '\*\*::fraud-endpoint'`/);
    assert.equal((await project.up()).exitCode, 1, "the provider takes the update for done");
    assert.equal(running(project.account(), name), before);

    // As the message says.
    assertSucceeded(await project.refresh(...ENDPOINT_ALONE));
    const [again = "", ...more] = told(await project.preview(), "warning");
    assert.match(again, ROLLED_BACK);
    assert.match(again, /The deployment updates it again$/);
    assert.deepEqual(more, []);
    assertSucceeded(await project.up());
    assert.notEqual(running(project.account(), name), before);
    assertNoChange(await project.preview("--refresh"));
    assert.deepEqual(violations(project), []);
  });

  it("say what an update undoes of scaling", async () => {
    const project = await createProject({ program: fraud({ scaling }) });
    await deploy(project);
    assert.deepEqual(told(await project.preview(), "warning"), []);
    project.setProgram(fraud({ scaling, image: image("b") }));
    const warnings = told(await project.preview(), "warning");
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /^this update starts the variant AllTraffic with initialInstanceCount again, which is 1/,
    );
    project.setProgram(fraud({ scaling, image: image("b"), initialInstanceCount: 4 }));
    assert.deepEqual(told(await project.preview(), "warning"), []);
  });
});

describeEngine("scaling of an endpoint", (createProject) => {
  it("keeps limits that a schedule has set where only the endpoint is refreshed", async () => {
    const nightly = {
      ...scaling,
      minCapacity: 2,
      scheduledActions: { night: { schedule: "cron(0 22 * * ? *)", minCapacity: 1, maxCapacity: 2 } },
    };
    const project = await createProject({ program: fraud({ scaling: nightly }) });
    const name = await deploy(project);
    const id = `endpoint/${name}/variant/AllTraffic`;
    project.changeAccount((account) => {
      const target = find(account, SCALABLE_TARGET, id);
      assert.ok(target);
      target.properties = { ...target.properties, minCapacity: 1, maxCapacity: 2 };
    });
    const limits = (): unknown[] => {
      const { minCapacity, maxCapacity } = find(project.account(), SCALABLE_TARGET, id)?.properties ?? {};
      return [minCapacity, maxCapacity];
    };
    assertSucceeded(await project.refresh(...ENDPOINT_ALONE));
    assertNoChange(await project.up());
    assert.deepEqual(limits(), [1, 2]);
    // What docs/updates.md warns of.
    assertSucceeded(await project.up("--refresh"));
    assert.deepEqual(limits(), [2, 4]);
  });

  it("is taken away for another variant", async () => {
    const model = { containers: [{ image: image("a") }] };
    const variant = { model: "model", instanceType: "ml.m5.large" };
    const variants = (each: object) =>
      fraud({ image: undefined, instanceType: undefined, models: { model }, variants: each });
    const blue = { ...variant, scaling };
    const project = await createProject({ program: variants({ blue, green: variant }) });
    const name = await deploy(project);
    const before = running(project.account(), name);
    project.setProgram(variants({ green: variant }));
    const refused = await project.up();
    assert.equal(refused.exitCode, 1);
    assert.match(told(refused, "error").join("\n"), /registered as a scalable target/);
    assert.equal(running(project.account(), name), before);
    assertSucceeded(await project.destroy("--target", "**::fraud-scaling-blue", "--target-dependents"));
    assertSucceeded(await project.refresh(...ENDPOINT_ALONE));
    assertSucceeded(await project.up());
    assert.notEqual(running(project.account(), name), before);
    assertNoChange(await project.up());
    assert.deepEqual(violations(project), []);
  });

  for (const refusedBefore of [false, true]) {
    it(`is taken away for another instance type${refusedBefore ? ", also after SageMaker has refused it" : ""}`, async () => {
      const project = await createProject({ program: fraud({ scaling }) });
      const name = await deploy(project);
      const before = running(project.account(), name);
      project.setProgram(fraud({ scaling, instanceType: "ml.c5.large" }));
      if (refusedBefore) {
        const refused = await project.up();
        assert.equal(refused.exitCode, 1);
        assert.match(told(refused, "error").join("\n"), /registered as a scalable target/);
      }
      // The recipe of docs/updates.md.
      assertSucceeded(
        await project.destroy("--target", "**::fraud-scaling-AllTraffic", "--target-dependents"),
      );
      assertSucceeded(await project.refresh(...ENDPOINT_ALONE));
      const up = await project.up();
      assertSucceeded(up);
      assert.deepEqual(doneToEndpoints(up), ["update"]);
      assert.notEqual(running(project.account(), name), before);
      assertNoChange(await project.up());
      assert.deepEqual(violations(project), []);
    });
  }
});
