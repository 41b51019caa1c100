// docs/updates.md, "Pulumi's options".
import assert from "node:assert/strict";
import { doneToEndpoints, endpointsIn, fraud, image, operationsOf, running, told } from "./endpoint-program";
import type { Project } from "./engine";
import { resourcesOf } from "./provider/account";
import { CONFIGURATION, MODEL } from "./provider/sagemaker";
import { EndpointUpdate, type Settings } from "./provider/settings";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const UPDATED = [
  "create fraud-model",
  "create fraud-config",
  "update fraud-endpoint",
  "delete fraud-config",
  "delete fraud-model",
];
const SCALED = { maxCapacity: 4, targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 50 } } };

describeEngine("Pulumi's options of a ModelEndpoint", (createProject) => {
  /** A project with an endpoint, and the name of that. */
  async function deployed(program: string): Promise<{ project: Project; name: string }> {
    const project = await createProject({ program });
    assertSucceeded(await project.up());
    const [name = ""] = endpointsIn(project.account());
    return { project, name };
  }
  const violations = (project: Project): readonly string[] => project.account().violations;

  it("protect: keeps the endpoint with its scaling, and lets every deployment through", async () => {
    const opts = { protect: true };
    const { project } = await deployed(fraud({ scaling: SCALED }, opts));
    project.setProgram(fraud({ scaling: SCALED, image: image("b") }, opts));
    const up = await project.up();
    assertSucceeded(up);
    assert.deepEqual(operationsOf(up), UPDATED);
    const before = project.account().resources;

    const destroyed = await project.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    assert.deepEqual(destroyed.operations, []);
    project.setProgram("export const nothing = 1;");
    const removed = await project.up();
    assert.notEqual(removed.exitCode, 0);
    assert.deepEqual(removed.operations, []);
    assert.deepEqual(project.account().resources, before);
    const isProtected = (await project.state()).filter(({ protect }) => protect === true);
    assert.deepEqual(
      isProtected.map(({ urn }) => urn.split("::").at(-1)).sort(),
      ["fraud", "fraud-endpoint", "fraud-scaling-AllTraffic", "fraud-scaling-AllTraffic-target-cpu"].sort(),
    );

    project.setProgram(fraud({ scaling: SCALED, image: image("b") }));
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("retainOnDelete: keeps what is replaced, and what is destroyed", async () => {
    const opts = { retainOnDelete: true };
    const { project } = await deployed(fraud({}, opts));
    project.setProgram(fraud({ image: image("b") }, opts));
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assert.equal(resourcesOf(project.account(), MODEL).length, 2);
    assert.equal(resourcesOf(project.account(), CONFIGURATION).length, 2);
    assert.equal(endpointsIn(project.account()).length, 1);
  });

  it("customTimeouts: are refused before anything is made", async () => {
    const project = await createProject({ program: fraud({}, { customTimeouts: { create: "90m" } }) });
    const preview = await project.preview();
    assert.notEqual(preview.exitCode, 0);
    assert.match(told(preview, "error").join("\n"), /opts\.customTimeouts: /);
    assert.deepEqual(preview.changes, []);
  });

  for (const part of ["model", "config"]) {
    it(`--target: a ${part} alone ends the deployment before what is in use is deleted`, async () => {
      const { project, name } = await deployed(fraud());
      const before = running(project.account(), name);
      project.setProgram(
        part === "model" ? fraud({ image: image("b") }) : fraud({ instanceType: "ml.c5.large" }),
      );
      const target = ["--target", `**::fraud-${part}`];
      const preview = await project.preview(...target);
      assert.equal(
        told(preview, "warning").some((each) => /--target/.test(each)),
        part === "model",
      );
      const up = await project.up(...target);
      assert.notEqual(up.exitCode, 0, up.stdout);
      assert.deepEqual(operationsOf(up), [`create fraud-${part}`]);
      assert.equal(running(project.account(), name), before);

      assertSucceeded(await project.up());
      assert.notEqual(running(project.account(), name), before);
      assertNoChange(await project.up());
      assert.deepEqual(violations(project), []);
      assertSucceeded(await project.destroy());
      assertNothingLeft(project.account());
    });
  }

  it("--target: the whole component is deployed as without it", async () => {
    const { project } = await deployed(fraud());
    project.setProgram(fraud({ image: image("b") }));
    const up = await project.up("--target", "**ModelEndpoint**");
    assertSucceeded(up);
    assert.deepEqual(operationsOf(up), UPDATED);
    assertNoChange(await project.up());
    assert.deepEqual(violations(project), []);
  });

  const reason = "UpdateEndpoint: ValidationException: the instance type has no capacity";
  for (const [what, settings] of Object.entries({
    fails: { updateFailures: [{ on: "fraud-endpoint$", reason }] },
    "is rolled back": { endpointUpdate: EndpointUpdate.RollsBack },
    "is rolled back, which the provider does not notice": {
      endpointUpdate: EndpointUpdate.RollsBackUnnoticed,
    },
  } satisfies Record<string, Settings>)) {
    it(`--continue-on-error: keeps what the endpoint runs where an update ${what}`, async () => {
      const { project, name } = await deployed(fraud());
      const before = running(project.account(), name);
      project.setSettings(settings);
      // The same again, and another one.
      for (const digit of ["b", "b", "c"]) {
        project.setProgram(fraud({ image: image(digit) }));
        const failed = await project.up("--continue-on-error");
        assert.notEqual(failed.exitCode, 0);
        assert.deepEqual(
          operationsOf(failed).filter((each) => each.startsWith("delete")),
          [],
          digit,
        );
      }
      assert.equal(running(project.account(), name), before);
      assert.deepEqual(violations(project), []);
    });
  }
});

describeEngine("instances of an endpoint", (createProject) => {
  const subnets = (count: number) =>
    ["a", "b"].map((zone, index) => ({
      id: `subnet-0123456789abcdef${zone}`,
      vpcId: "vpc-0123456789abcdef0",
      availabilityZone: `eu-west-1${zone}`,
      availabilityZoneId: `euw1-az${index + 1}`,
      cidrBlock: `10.0.${index}.0/28`,
      availableIpAddressCount: count,
    }));

  it("that have too few addresses are not started, and an endpoint that exists goes on", async () => {
    const project = await createProject({ program: fraud({ initialInstanceCount: 4 }) });
    project.setSettings({ subnets: subnets(1) });
    const few = /have 2 free IP addresses, but the endpoint starts 4 instances/;
    const preview = await project.preview();
    assertSucceeded(preview);
    assert.match(told(preview, "warning").join("\n"), few);
    const refused = await project.up();
    assert.notEqual(refused.exitCode, 0);
    assert.match(told(refused, "error").join("\n"), few);
    assert.deepEqual(doneToEndpoints(refused), []);

    project.setSettings({ subnets: subnets(2) });
    const warned = await project.up();
    assertSucceeded(warned);
    assert.match(
      told(warned, "warning").join("\n"),
      /have 4 free IP addresses, but AWS's guide asks for 2 for each instance/,
    );

    const [name = ""] = endpointsIn(project.account());
    const before = running(project.account(), name);
    project.setSettings({ subnets: subnets(1) });
    assertNoChange(await project.up());
    project.setProgram(fraud({ initialInstanceCount: 4, image: image("b") }));
    const updated = await project.up();
    assert.notEqual(updated.exitCode, 0);
    assert.match(told(updated, "error").join("\n"), /the update starts 4 instances while the old ones run/);
    assert.equal(running(project.account(), name), before);

    project.setSettings({ subnets: subnets(100) });
    const repaired = await project.up();
    assertSucceeded(repaired);
    assert.deepEqual(told(repaired, "warning"), []);
    assert.notEqual(running(project.account(), name), before);
    assert.deepEqual(project.account().violations, []);
  });

  it("that may take longer to start than the provider waits are warned of", async () => {
    const timeouts = (seconds: number) =>
      fraud({
        image: undefined,
        instanceType: undefined,
        models: { model: { containers: [{ image: image("a") }] } },
        variants: {
          AllTraffic: {
            model: "model",
            instanceType: "ml.m5.large",
            modelDataDownloadTimeoutInSeconds: seconds,
            containerStartupHealthCheckTimeoutInSeconds: seconds,
          },
        },
      });
    const project = await createProject({ program: timeouts(1500) });
    assert.deepEqual(told(await project.preview(), "warning"), []);
    project.setProgram(timeouts(1800));
    assert.match(
      told(await project.preview(), "warning").join("\n"),
      /may take 3600 seconds to start .*gives up on an endpoint after 3600 seconds/,
    );
  });
});
