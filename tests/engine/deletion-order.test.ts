// SageMaker and Lambda delete network interfaces minutes after the endpoint or the function, with the permissions of its role.
import assert from "node:assert/strict";
import type { Project, ProjectOptions, Result } from "./engine";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

/** An endpoint of its own, with its role and one of its groups in the program. */
const ENDPOINT = `
import * as aws from "@pulumi/aws";
import { ExecutionRole, ModelEndpoint } from "sagemaker-private-registry";
const role = new ExecutionRole("role", {});
const group = new aws.ec2.SecurityGroup("group", { vpcId: "vpc-0123456789abcdef0" });
const fraud = new ModelEndpoint("fraud", {
  image: "registry.bank.example/ml/fraud@sha256:${"a".repeat(64)}",
  instanceType: "ml.m5.large",
  endpointName: "fraud",
  executionRoleArn: role.roleArn,
  subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
  securityGroupIds: [group.id, "sg-1"],
});
export const { endpointName } = fraud;
`;

/** An existing registry in an adopted VPC, whose functions are both in the VPC. */
const INFERENCE = `
import { PrivateInference } from "sagemaker-private-registry";
const fraud = new PrivateInference("fraud", {
  image: "registry.bank.example/ml/fraud@sha256:${"a".repeat(64)}",
  registry: {
    credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
    credentialsFunction: { vpc: { subnetIds: ["subnet-0123456789abcdefa"], securityGroupIds: ["sg-1"] } },
    cidrBlocks: ["10.20.0.0/16"],
  },
  network: { vpcId: "vpc-0123456789abcdef0", subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"] },
  preflight: { scheduled: true },
  instanceType: "ml.m5.large",
});
export const { endpointName } = fraud;
`;

/** Longer than the provider waits by itself, and than any of its types does in the fake AWS. */
const settings = { endpointDeletionInMinutes: 25, functionInterfacesInMinutes: 45 } as const;

/** The names of what was deleted, in order. */
const deleted = ({ operations }: Result): string[] =>
  operations.filter(({ kind, error }) => kind === "delete" && error === undefined).map(({ name }) => name);

function assertOrder(result: Result, ...names: readonly string[]): void {
  const order = deleted(result);
  for (const name of names) assert.ok(order.includes(name), `${name} was not deleted: ${order.join(", ")}`);
  assert.deepEqual(
    order.filter((name) => names.includes(name)),
    names,
  );
}

describeEngine("a deletion waits for network interfaces", (createProject) => {
  async function deployed(options: ProjectOptions): Promise<Project> {
    const project = await createProject({ settings, ...options });
    assertSucceeded(await project.up());
    assertNoChange(await project.up());
    return project;
  }

  it("of an endpoint, before the role, its policy and the groups go", async () => {
    const project = await deployed({ program: ENDPOINT });
    const destroyed = await project.destroy();
    assertSucceeded(destroyed);
    assertNothingLeft(project.account());
    const order = [
      "fraud-endpoint",
      "fraud-config",
      "fraud-model",
      "fraud-interfaces",
      "role-policy",
      "role-role",
    ];
    assertOrder(destroyed, ...order);
    assertOrder(destroyed, "fraud-interfaces", "group");
    // Of the same name: it must not meet the endpoint that is being deleted.
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("of an endpoint, and nothing holds them where that is not asked for", async () => {
    const program = ENDPOINT.replace("endpointName:", "waitForNetworkInterfaces: false, endpointName:");
    // The role is deleted in the meantime, also on a slow machine.
    const project = await deployed({ program, settings: { ...settings, minuteInMilliseconds: 400 } });
    assert.notEqual((await project.destroy()).exitCode, 0);
    // SageMaker would delete the interfaces now.
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const [violation] = project.account().violations;
    assert.match(
      violation ?? "",
      /interface of endpoint fraud in subnet-0123456789abcdefa stays: role role-role-\w+ cannot/,
    );
  });

  it("that stay longer than an hour, and goes on at the next destroy", async () => {
    const project = await deployed({
      program: ENDPOINT,
      settings: { ...settings, endpointDeletionInMinutes: 500, minuteInMilliseconds: 10 },
    });
    const failed = await project.destroy();
    assert.notEqual(failed.exitCode, 0);
    assert.match(failed.stdout, /deleting .*fraud-interfaces.*\s.*DependencyViolation/);
    assert.deepEqual(deleted(failed), ["fraud-endpoint", "fraud-config", "fraud-model"]);
    // Not even where it is told to go on after an error: what the group depends on stays.
    assert.notEqual((await project.destroy("--continue-on-error")).exitCode, 0);
    assert.deepEqual(project.account().violations, []);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("of instances that an update replaces, before their group and role go", async () => {
    const project = await deployed({ program: ENDPOINT });
    project.setProgram(ENDPOINT.replace('[group.id, "sg-1"]', '["sg-1"]').replace(/^const group.*$/m, ""));
    const regrouped = await project.up();
    assertSucceeded(regrouped);
    assertOrder(regrouped, "fraud-config", "fraud-model", "fraud-interfaces", "group");
    project.editProgram((program) =>
      program.replace('ExecutionRole("role", {})', 'ExecutionRole("role", { rolePath: "/ml/" })'),
    );
    const moved = await project.up();
    assertSucceeded(moved);
    assertOrder(moved, "fraud-config", "fraud-model", "fraud-interfaces", "role-policy", "role-role");
    assertNoChange(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("keeps its group where an update replaces no interface's group, subnet or role", async () => {
    const project = await deployed({ program: ENDPOINT });
    project.editProgram((program) =>
      program
        .replace("a".repeat(64), "b".repeat(64))
        .replace('[group.id, "sg-1"]', '["sg-1", group.id]')
        // The role's ARN waits for a policy that is not there yet.
        .replace(
          '"role", {}',
          '"role", { managedPolicyArns: { own: "arn:aws:iam::aws:policy/ReadOnlyAccess" } }',
        ),
    );
    const preview = await project.preview();
    const names = (result: Result): string[] => result.changes.map(({ name }) => name);
    assert.ok(names(preview).includes("fraud-model"));
    assert.ok(!names(preview).includes("fraud-interfaces"));
    const updated = await project.up();
    assertSucceeded(updated);
    assert.ok(!names(updated).includes("fraud-interfaces"));
    const group = (await project.state()).find(({ urn }) => urn.endsWith("::fraud-interfaces"));
    assert.ok(JSON.stringify(group).includes("::role-managed-own"), "it outlives the interfaces, too");
  });

  it("of functions in an adopted VPC, before their roles' policies go, and leaves none in its default group", async () => {
    const project = await deployed({ program: INFERENCE });
    const destroyed = await project.destroy();
    assertSucceeded(destroyed);
    assertNothingLeft(project.account());
    assertOrder(destroyed, "fraud-model", "fraud-interfaces", "fraud-role-policy", "fraud-role-role");
    for (const name of ["fraud-access-preflight", "fraud-access-credentials-function"]) {
      assertOrder(destroyed, name, `${name}-interfaces`, `${name}-interfaces-policy`, `${name}-role`);
    }
    assertOrder(destroyed, "fraud-interfaces", "fraud-access-preflight-interfaces", "fraud-access-models");
  });

  it("of functions that an update deletes, or takes out of the VPC", async () => {
    const project = await deployed({ program: INFERENCE });
    project.setProgram(
      INFERENCE.replace(/^.*credentialsFunction.*$/m, "").replace("scheduled: true", "enabled: false"),
    );
    const updated = await project.up();
    assertSucceeded(updated);
    for (const name of ["fraud-access-preflight", "fraud-access-credentials-function"]) {
      assertOrder(updated, `${name}-interfaces`, `${name}-interfaces-policy`);
    }
    assert.deepEqual(project.account().violations, []);
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("of all that the quickstart makes, also in its new VPC", async () => {
    const config = { archive: "Pulumi.yaml", instanceType: "ml.m5.large" };
    const project = await deployed({ example: "examples/quickstart", config });
    const destroyed = await project.destroy();
    assertSucceeded(destroyed);
    assertNothingLeft(project.account());
    assertOrder(destroyed, "demo-interfaces", "demo-registry-record", "demo-registry-pull-client");
    assertOrder(destroyed, "demo-publisher-function-interfaces", "demo-registry-push-client");
  });

  it("of all that a registry and an endpoint have in an adopted VPC", async () => {
    const project = await deployed({ example: "examples/existing-vpc", config: { archive: "Pulumi.yaml" } });
    const destroyed = await project.destroy();
    assertSucceeded(destroyed);
    const { violations, interfaces, resources } = project.account();
    assert.deepEqual([violations, interfaces], [[], []]);
    // Images are retained by default.
    assert.deepEqual(
      resources.filter(({ type }) => !type.startsWith("aws:s3/")),
      [],
    );
    assertOrder(destroyed, "fraud-interfaces", "fraud-registry-record", "fraud-registry-pull-client");
  });
});
