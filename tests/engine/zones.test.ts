import assert from "node:assert/strict";
import type { Project } from "./engine";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const SUBNET = "aws:ec2/subnet:Subnet";

const program = (args: string): string => `
  import { RegistryNetwork } from "sagemaker-private-registry";
  const network = new RegistryNetwork("net", ${args});
  export const subnetIds = network.subnetIds;
`;

/** An account in which the first names lead to a local zone and to the zone that lacks most. */
const zones = [
  { name: "us-east-1-atl-2a", id: "use1-atl2-az1", type: "local-zone" },
  { name: "us-east-1a", id: "use1-az3", type: "availability-zone" },
  { name: "us-east-1b", id: "use1-az6", type: "availability-zone" },
  { name: "us-east-1c", id: "use1-az1", type: "availability-zone" },
];

async function zonesIn(project: Project): Promise<unknown[]> {
  const resources = await project.state();
  return resources.filter(({ type }) => type === SUBNET).map(({ inputs }) => inputs?.availabilityZone);
}

describeEngine("a network's zones", (createProject) => {
  let project: Project;

  before(async function () {
    if (this.test?.parent?.tests.every((test) => test.isPending()) === true) this.skip();
    project = await createProject({ program: program("{}"), region: "us-east-1", settings: { zones } });
  });

  it("are chosen by their ids, at a preview and at a deployment, and stay", async () => {
    const preview = await project.preview();
    assertSucceeded(preview);
    assert.deepEqual(preview.warnings, []);
    assertSucceeded(await project.up());
    assert.deepEqual(await zonesIn(project), ["us-east-1b", "us-east-1c"]);
    assertNoChange(await project.preview());
    assertNoChange(await project.up());
  });

  it("stay where the user names them, or their ids", async () => {
    for (const args of [
      `{ availabilityZoneNames: ["us-east-1b", "us-east-1c"] }`,
      `{ availabilityZoneIds: ["use1-az6", "use1-az1"] }`,
    ]) {
      project.setProgram(program(args));
      assertNoChange(await project.preview());
    }
  });

  it("are warned of where they lack something, and refused where there are none", async () => {
    project.setProgram(program(`{ availabilityZoneCount: 3 }`));
    const third = await project.preview();
    assertSucceeded(third);
    assert.match(
      third.warnings.map(({ message }) => message).join(),
      /us-east-1a \(use1-az3\) has no Fargate/,
    );

    project.setProgram(program(`{ availabilityZoneNames: ["us-east-1b", "us-east-1x"] }`));
    const wrong = await project.preview();
    assert.notEqual(wrong.exitCode, 0);
    assert.match(wrong.stdout + wrong.stderr, /availabilityZoneNames: contains "us-east-1x", but the zones/);
  });

  it("that are others replace subnets, which EC2 refuses, and those that are there stay", async () => {
    project.setProgram(program(`{ availabilityZoneNames: ["us-east-1a", "us-east-1b"] }`));
    const preview = await project.preview();
    assertSucceeded(preview);
    assert.ok(preview.changes.some(({ op, type }) => type === SUBNET && /replace/.test(op)));
    const refused = await project.up();
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.stdout, /InvalidSubnet\.Conflict/);
    assert.deepEqual(
      refused.operations.filter(({ kind }) => kind === "delete"),
      [],
    );
    project.setProgram(program(`{ availabilityZoneNames: ["us-east-1b", "us-east-1c"] }`));
    assertSucceeded(await project.up());
    assert.deepEqual(await zonesIn(project), ["us-east-1b", "us-east-1c"]);
  });

  it("do not hold up a destroy", async () => {
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});
