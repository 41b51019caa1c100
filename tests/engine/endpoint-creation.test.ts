import assert from "node:assert/strict";
import { doneToEndpoints, endpointsIn, fraud, image, program, told } from "./endpoint-program";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const EXISTS = /^an endpoint named (\S+) exists already, and SageMaker refuses a second one/;

describeEngine("an endpoint whose creation fails", (createProject) => {
  it("is found again before the next creation, and its remedy is told each time", async () => {
    const project = await createProject({
      program: fraud(),
      settings: { endpointCreationFails: true },
    });
    const failed = await project.up();
    assert.equal(failed.exitCode, 1);
    const [name = ""] = endpointsIn(project.account());
    assert.match(name, /^fraud-endpoint-[0-9a-f]{7}$/);
    const remedy = `\`aws sagemaker delete-endpoint --endpoint-name ${name} --region eu-west-1\``;
    assert.ok(
      told(failed, "info").some((message) => message.includes(remedy)),
      failed.stdout,
    );
    const state = await project.state();
    assert.ok(
      !state.some(({ type }) => type === "aws:sagemaker/endpoint:Endpoint"),
      "the provider lets go of it",
    );

    assert.ok(
      ["Model", "EndpointConfiguration"].every((type) =>
        state.some((each) => each.type.endsWith(`:${type}`)),
      ),
      "models and configuration stay",
    );

    project.setSettings({});
    const preview = await project.preview();
    assertSucceeded(preview);
    const [warning = ""] = told(preview, "warning");
    assert.equal(EXISTS.exec(warning)?.[1], name);
    assert.ok(warning.includes(remedy), warning);

    const refused = await project.up();
    assert.equal(refused.exitCode, 1);
    assert.match(told(refused, "error").join("\n"), /an endpoint named \S+ exists already/);
    assert.deepEqual(doneToEndpoints(refused), [], "no second one is asked for");
    assert.deepEqual(endpointsIn(project.account()), [name]);

    // As the message says.
    project.changeAccount((account) => {
      account.resources = account.resources.filter(({ id }) => id !== name);
    });
    assertSucceeded(await project.up());
    assert.deepEqual(endpointsIn(project.account()), [name], "under the same name");
    assertNoChange(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});

describeEngine("an endpoint whose creation is interrupted", (createProject) => {
  it("is in no state, and is found again before the next creation", async () => {
    const project = await createProject({
      program: fraud(),
      settings: { endpointCreationInMinutes: 60, minuteInMilliseconds: 1000 },
    });
    const interrupted = await project.upUntil((account) => endpointsIn(account).length > 0);
    assert.notEqual(interrupted.exitCode, 0);
    assert.ok(interrupted.durationInSeconds < 60, "it was not waited for");
    const [name = ""] = endpointsIn(project.account());
    const remedy = `\`aws sagemaker delete-endpoint --endpoint-name ${name} --region eu-west-1\``;
    assert.ok(
      told(interrupted, "info").some((message) => message.includes(remedy)),
      interrupted.stdout,
    );
    assert.ok(!(await project.state()).some(({ type }) => type === "aws:sagemaker/endpoint:Endpoint"));
    project.setSettings({});
    const refused = await project.up();
    assert.equal(refused.exitCode, 1);
    assert.match(told(refused, "error").join("\n"), /an endpoint named \S+ exists already/);
    assert.deepEqual(endpointsIn(project.account()), [name], "there is no second one");
  });
});

describeEngine("the name of an endpoint", (createProject) => {
  it("is the same at a preview and a deployment, another in another stack, and stays with a renamed component", async () => {
    const project = await createProject({ program: fraud() });
    const preview = await project.preview();
    assertSucceeded(preview);
    const up = await project.up();
    assertSucceeded(up);
    const [name = ""] = endpointsIn(project.account());
    assert.ok(preview.stdout.includes(`"${name}"`), preview.stdout);
    assert.deepEqual(await project.outputs(), { fraud: name });

    const other = await createProject({ program: fraud(), beside: project, name: "other" });
    assertSucceeded(await other.up());
    assert.equal(new Set(endpointsIn(project.account())).size, 2);
    assertSucceeded(await other.destroy());

    project.setProgram(program({ risk: { opts: { aliases: [{ name: "fraud" }] } } }));
    assertNoChange(await project.preview());
    assertNoChange(await project.up());
    assert.deepEqual(await project.outputs(), { risk: name });

    // Without an alias another name replaces all of it.
    project.setProgram(program({ other: {} }));
    const renamed = (await project.preview()).changes.map(({ op, name: each }) => `${op} ${each}`);
    const parts = ["config", "endpoint", "interfaces", "model"];
    assert.deepEqual(
      renamed.sort(),
      [...parts.map((part) => `create other-${part}`), ...parts.map((part) => `delete risk-${part}`)].sort(),
    );
  });

  it("that another program has is refused before AWS does, and named at the preview", async () => {
    const owner = await createProject({ program: fraud({ endpointName: "live" }) });
    assertSucceeded(await owner.up());
    const project = await createProject({
      program: fraud({ endpointName: "live" }),
      beside: owner,
      name: "other",
    });
    const preview = await project.preview();
    assertSucceeded(preview);
    assert.match(told(preview, "warning").join("\n"), EXISTS);
    const refused = await project.up();
    assert.equal(refused.exitCode, 1);
    assert.match(told(refused, "error").join("\n"), /or give another endpointName/);
    assert.deepEqual(doneToEndpoints(refused), []);
    assertNoChange(await owner.up());

    // One that does not exist is no problem.
    project.setProgram(fraud({ endpointName: "next" }));
    assert.deepEqual(told(await project.preview(), "warning"), []);
  });

  for (const [when, endpointName] of [
    ["known", "live"],
    ["known late", { late: "live" }],
  ] as const) {
    it(`that two components give, and that is ${when}, is refused in one message`, async () => {
      const both = program({ a: { args: { endpointName } }, b: { args: { endpointName } } });
      const project = await createProject({
        program: both.replaceAll(
          '{"late":"live"}',
          'new Promise((resolve) => setTimeout(resolve, 100, "live"))',
        ),
      });
      for (const result of [await project.preview(), await project.up()]) {
        assert.notEqual(result.exitCode, 0);
        const errors = told(result, "error");
        assert.equal(errors.length, 1, result.stdout);
        assert.match(
          errors[0] ?? "",
          /endpointName: is "live", but so is the name of the endpoint that "[ab]" makes in the same account and region/,
        );
      }
      assert.ok(endpointsIn(project.account()).length <= 1);
    });
  }
});

describeEngine("an endpoint that was deleted outside", (createProject) => {
  it("is told as such, and made again when it alone was refreshed", async () => {
    const scaling = {
      maxCapacity: 4,
      targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 50 } },
    };
    const project = await createProject({ program: fraud({ scaling }) });
    assertSucceeded(await project.up());
    const [name = ""] = endpointsIn(project.account());
    project.changeAccount((account) => {
      account.resources = account.resources.filter(({ id }) => id !== name);
      account.interfaces = [];
    });
    const gone = /^the endpoint \S+ does not exist any more: it was deleted outside of this program/;
    const preview = await project.preview();
    assertSucceeded(preview);
    const warnings = told(preview, "warning");
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", gone);
    const up = await project.up();
    assert.equal(up.exitCode, 1);
    assert.match(
      told(up, "error").join("\n"),
      /does not exist any more.*`pulumi refresh --target '\*\*::fraud-endpoint'`/,
    );

    project.setProgram(fraud({ scaling, image: image("b") }));
    assertSucceeded(await project.refresh("--target", "**::fraud-endpoint"));
    assertSucceeded(await project.up());
    assert.deepEqual(endpointsIn(project.account()), [name]);
    assertNoChange(await project.up());
  });
});
