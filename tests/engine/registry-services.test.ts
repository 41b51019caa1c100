import assert from "node:assert/strict";
import type { Project, Result } from "./engine";
import { EXISTING_VPC } from "./provider/lookups";
import {
  assertNoChange,
  assertNothingLeft,
  assertSucceeded,
  describeEngine,
  type CreateProject,
} from "./scenario";

const SERVICE = "aws:ecs/service:Service";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const IMAGE = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@sha256:${"a".repeat(64)}`;

const PROGRAM = `
  import * as pulumi from "@pulumi/pulumi";
  import { RegistryHost } from "sagemaker-private-registry";
  const config = new pulumi.Config();
  const { url, pullCredentialsSecretArn } = new RegistryHost("reg", {
    vpcId: "${EXISTING_VPC}",
    subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
    domainName: "registry.ml.example.com",
    validationZoneId: "Z0123456789ABCDEFGHIJ",
    endpointSecurityGroupId: "sg-0123456789abcdef0",
    s3PrefixListId: "pl-0123456789abcdef0",
    image: config.get("image") ?? "${IMAGE}",
    passwordVersions: { pullB: config.get("pullB") ?? "1" },
    activePullUser: config.get("activePullUser") ?? "A",
    onDelete: config.get("onDelete") ?? "Delete",
  });
  export { url, pullCredentialsSecretArn };
`;

const createRegistry = (createProject: CreateProject, config = {}): Promise<Project> =>
  createProject({ program: PROGRAM, config });

const deployments = ({ operations }: Result): string[] =>
  operations.filter(({ type }) => type === SERVICE).map(({ kind, name }) => `${kind} ${name}`);
const deleted = ({ operations }: Result): string[] =>
  operations.filter(({ kind }) => kind === "delete").map(({ type, name }) => `${type} ${name}`);
/** The user whose password is handed out for pulls. */
function handedOut(project: Project): string {
  const [secret] = project
    .account()
    .resources.filter(
      ({ type, properties }) =>
        type.endsWith(":Secret") && /^reg-pull-credentials/.test(String(properties.name)),
    );
  const versions = project
    .account()
    .resources.filter(({ type, properties }) => type === VERSION && properties.secretId === secret?.id);
  return (JSON.parse(String(versions.at(-1)?.properties.secretString)) as { username: string }).username;
}
const errorsOf = ({ errors }: Result): string => errors.map(({ message }) => message).join("\n");

describeEngine("the services of a registry", (createProject) => {
  describe("whose update fails", () => {
    let project: Project;
    before(async () => {
      project = await createRegistry(createProject);
      assertSucceeded(await project.up());
      assertNoChange(await project.preview());
      assertNoChange(await project.up());
      assert.equal(handedOut(project), "pull-a");
      project.setConfig({ pullB: "2", activePullUser: "B" });
    });

    it("hand no new password out, and keep what they start tasks with", async () => {
      project.setSettings({ serviceFaults: [{ on: "reg-pull$", deployment: "RollsBack" }] });
      for (const options of [[], ["--continue-on-error"]]) {
        const failed = await project.up(...options);
        assert.notEqual(failed.exitCode, 0);
        assert.match(errorsOf(failed), /deployment failed: tasks failed to start/);
        assert.equal(handedOut(project), "pull-a");
        assert.deepEqual(deleted(failed), []);
      }
    });

    it("are deployed again by the next update, which fails as long as that fails", async () => {
      const preview = await project.preview();
      assertSucceeded(preview);
      assert.match(
        preview.warnings.map(({ message }) => message).join("\n"),
        /the ECS service reg-pull-task-\w+ runs the task definition .* deployment failed: .*`pulumi up` deploys it again/,
      );
      const again = await project.up();
      assert.notEqual(again.exitCode, 0);
      assert.deepEqual(deployments(again), ["update reg-pull"]);
      assert.match(errorsOf(again), /deployment failed: tasks failed to start/);
      assert.equal(handedOut(project), "pull-a");
      assert.deepEqual(deleted(again), []);
    });

    it("serve what was asked for once the cause is gone, and only then hand the password out", async () => {
      project.setSettings({});
      const repaired = await project.up();
      assertSucceeded(repaired);
      assert.deepEqual(deployments(repaired), ["update reg-pull"]);
      assert.equal(handedOut(project), "pull-b");
      assertNoChange(await project.preview());
      assertNoChange(await project.up());
      assertNoChange(await project.refresh());
    });

    it("are deployed as usual afterwards, by one update", async () => {
      project.setConfig({ image: IMAGE.replaceAll("a".repeat(64), "b".repeat(64)) });
      const updated = await project.up();
      assertSucceeded(updated);
      assert.deepEqual(deployments(updated).sort(), ["update reg-pull", "update reg-push"]);
      assertNoChange(await project.up());
      assertSucceeded(await project.destroy());
      assertNothingLeft(project.account());
    });
  });

  it("end the deployment where a rollback was seen by nobody, and are deployed again by the next", async () => {
    const project = await createRegistry(createProject);
    assertSucceeded(await project.up());
    project.setConfig({ pullB: "2", activePullUser: "B" });
    project.setSettings({ serviceFaults: [{ on: "reg-pull$", deployment: "RollsBackUnnoticed" }] });
    const unnoticed = await project.up();
    assert.notEqual(unnoticed.exitCode, 0);
    assert.match(
      errorsOf(unnoticed),
      /the ECS service reg-pull-task-\w+ runs the task definition .*, and not .*rolled it back.*which deploys it again/,
    );
    assert.equal(handedOut(project), "pull-a");
    assert.deepEqual(deleted(unnoticed), []);
    project.setSettings({});
    assertSucceeded(await project.up());
    assert.equal(handedOut(project), "pull-b");
    assert.deepEqual(project.account().violations, []);
  });

  it("end the deployment while another is still in progress", async () => {
    const project = await createRegistry(createProject);
    assertSucceeded(await project.up());
    project.setConfig({ pullB: "2" });
    project.setSettings({ serviceFaults: [{ on: "reg-pull$", deployment: "StaysInProgress" }] });
    assert.notEqual((await project.up()).exitCode, 0);
    const early = project.up();
    // What runs is read again and again for a while: it may be about to end.
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    project.changeAccount((account) => {
      for (const service of account.resources.filter(({ type }) => type === SERVICE)) {
        const { desiredCount } = service.live;
        service.live = {
          ...service.live,
          replaced: undefined,
          runningCount: desiredCount,
          rolloutState: "COMPLETED",
        };
      }
    });
    const settled = await early;
    assertSucceeded(settled);
    assert.deepEqual(deployments(settled), [], "a deployment in progress is left alone");
    assert.ok(settled.durationInSeconds > 15, "and waited for");
  });

  it("whose creation fails are deployed again, and never taken for running", async () => {
    const project = await createRegistry(createProject);
    project.setSettings({ serviceFaults: [{ on: "reg-push$", deployment: "Fails" }] });
    const first = await project.up();
    assert.notEqual(first.exitCode, 0);
    const second = await project.up();
    assert.notEqual(second.exitCode, 0);
    assert.deepEqual(deployments(second), ["update reg-push"]);
    assert.equal((await project.outputs()).url, undefined);
    project.setSettings({});
    const third = await project.up();
    assertSucceeded(third);
    assert.deepEqual(deployments(third), ["update reg-push"]);
    assert.equal((await project.outputs()).url, "https://registry.ml.example.com");
    assertNoChange(await project.up());
  });

  it("are told as such where somebody has deleted them", async () => {
    const project = await createRegistry(createProject);
    assertSucceeded(await project.up());
    project.changeAccount((account) => {
      account.resources = account.resources.filter(
        ({ type, properties }) => type !== SERVICE || !String(properties.name).startsWith("reg-pull"),
      );
    });
    const failed = await project.up();
    assert.notEqual(failed.exitCode, 0);
    assert.match(
      errorsOf(failed),
      /reg-pull-task-\w+ does not exist in the cluster .*`pulumi refresh --target '\*\*ecs\/service:Service::\*\*'`/,
    );
    assertSucceeded(await project.refresh("--target", "**ecs/service:Service::**"));
    assertSucceeded(await project.up());
    assertNoChange(await project.up());
  });
});
