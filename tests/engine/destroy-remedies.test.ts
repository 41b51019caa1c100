// What docs/destroy.md and docs/updates.md say of a destroy that fails, and of roles of the user's own.
import assert from "node:assert/strict";
import { endpointsIn, fraud, operationsOf } from "./endpoint-program";
import type { Result } from "./engine";
import { ENDPOINT } from "./provider/sagemaker";
import { assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

/** An endpoint with a role of the program's own, whose policy no output of the role tells of. */
const OWN_ROLE = `
import * as aws from "@pulumi/aws";
import { ModelEndpoint } from "sagemaker-private-registry";
const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
const policy = new aws.iam.RolePolicy("policy", {
  role: role.name,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{
      Effect: "Allow",
      Action: ["ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission"],
      Resource: "*",
    }],
  }),
});
new ModelEndpoint("fraud", {
  image: "registry.bank.example/ml/fraud@sha256:${"a".repeat(64)}",
  instanceType: "ml.m5.large",
  endpointName: "fraud",
  executionRoleArn: role.arn,
  subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
  securityGroupIds: ["sg-1"],
}, { dependsOn: [policy] });
`;

/** The endpoint's log group, as docs/logs.md has it. */
const withLogs = (opts: string): string => `
import * as aws from "@pulumi/aws";
const logs = new aws.cloudwatch.LogGroup("fraud-logs", {
  name: "/aws/sagemaker/Endpoints/fraud",
  retentionInDays: 30,
}, ${opts});
${fraud({ endpointName: "fraud" }, "{ dependsOn: [logs] }")}`;
const LOG_GROUP = /^aws:cloudwatch\/logGroup:LogGroup /;

const deleted = (result: Result): string[] =>
  operationsOf(result).filter((each) => /^delete .*[^)]$/.test(each));

describeEngine("a destroy", (createProject) => {
  it("deletes the policy of a role of the program's own after the interfaces, by dependsOn", async () => {
    const project = await createProject({
      program: OWN_ROLE,
      settings: { endpointDeletionInMinutes: 25 },
    });
    assertSucceeded(await project.up());
    const destroyed = await project.destroy();
    assertSucceeded(destroyed);
    assert.deepEqual(deleted(destroyed).slice(-3), [
      "delete fraud-interfaces",
      "delete policy",
      "delete role",
    ]);
    assertNothingLeft(project.account());
  });

  it("waits for the interfaces of an endpoint that is in no state, and ends once that is deleted", async () => {
    const project = await createProject({
      program: fraud(),
      settings: { endpointCreationFails: true, minuteInMilliseconds: 10 },
    });
    assert.notEqual((await project.up()).exitCode, 0);
    const [name = ""] = endpointsIn(project.account());
    const failed = await project.destroy();
    assert.notEqual(failed.exitCode, 0);
    assert.match(failed.stdout, /DependencyViolation: resource sg-\S+ has a dependent object/);
    assert.deepEqual(endpointsIn(project.account()), [name], "Pulumi does not know it");

    // `aws sagemaker delete-endpoint`, as the page says.
    project.changeAccount((account) => {
      account.resources = account.resources.filter(({ id }) => id !== name);
      account.interfaces = [];
    });
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("leaves all that the interfaces need where their group is not deleted, and not where it leaves the state", async () => {
    const project = await createProject({
      program: OWN_ROLE,
      settings: { endpointDeletionInMinutes: 500, minuteInMilliseconds: 10 },
    });
    assertSucceeded(await project.up());
    const failed = await project.destroy();
    assert.notEqual(failed.exitCode, 0);
    assert.deepEqual(deleted(failed), ["delete fraud-endpoint", "delete fraud-config", "delete fraud-model"]);
    const urn = (await project.state()).find((each) => each.urn.endsWith("::fraud-interfaces"))?.urn ?? "";
    assert.equal((await project.run(["state", "delete", urn, "--yes"])).exitCode, 0);
    await project.destroy();
    await new Promise((resolve) => setTimeout(resolve, 5000));
    assert.match(project.account().violations.join("\n"), /interface of endpoint fraud in \S+ stays: role/);
  });

  it("deletes the endpoint's log group last where the program has it, or keeps it", async () => {
    const project = await createProject({ program: withLogs("{}") });
    assertSucceeded(await project.up());
    const destroyed = await project.destroy();
    assertSucceeded(destroyed);
    assert.equal(deleted(destroyed).at(-1), "delete fraud-logs");
    assertNothingLeft(project.account());

    project.setProgram(withLogs("{ retainOnDelete: true }"));
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account(), LOG_GROUP);
  });

  it("fails where the endpoint is being updated, with all of it in place, and goes on when that is over", async () => {
    const project = await createProject({ program: fraud() });
    assertSucceeded(await project.up());
    const reason = "DeleteEndpoint: ValidationException: Cannot update in-progress endpoint";
    project.setSettings({ deletionFailures: [{ on: ENDPOINT, reason }] });
    const before = project.account().resources;
    const failed = await project.destroy();
    assert.notEqual(failed.exitCode, 0);
    assert.deepEqual(deleted(failed), []);
    assert.deepEqual(project.account().resources, before);
    project.setSettings({});
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});
