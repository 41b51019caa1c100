import assert from "node:assert/strict";
import type { Project, Result } from "./engine";
import { EXISTING_VPC } from "./provider/lookups";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

const DIGESTS = { old: `sha256:${"a".repeat(64)}`, new: `sha256:${"b".repeat(64)}` };

const PROGRAM = `
  import * as pulumi from "@pulumi/pulumi";
  import { RegistryHost } from "sagemaker-private-registry";
  const config = new pulumi.Config();
  if (config.get("without") === undefined) {
    new RegistryHost("reg", {
      vpcId: "${EXISTING_VPC}",
      subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"],
      domainName: "registry.ml.example.com",
      validationZoneId: config.get("certificateArn") === undefined ? "Z0123456789ABCDEFGHIJ" : undefined,
      certificateArn: config.get("certificateArn"),
      endpointSecurityGroupId: config.get("endpointGroup") ?? "sg-0123456789abcdef0",
      s3PrefixListId: "pl-0123456789abcdef0",
      image: "registry.example.com/registry@" + (config.get("digest") ?? "${DIGESTS.old}"),
      imageMirror: "Ecr",
      pullCidrBlocks: config.getObject("blocks") ?? { office: "10.1.0.0/16" },
      pullTaskSize: { cpu: 512, memoryInMb: config.getNumber("memory") ?? 1024 },
      passwordVersions: config.getObject("versions") ?? {},
      activePullUser: config.get("user") ?? "A",
      secretRecoveryWindowInDays: 0,
      onDelete: config.get("onDelete") ?? "Protect",
      ...(config.getObject("more") ?? {}),
    }, { protect: config.getBoolean("protect") });
  }
`;

/** What was made, and the versions that the registry's own secrets keep. */
const resourcesOf = (project: Project): string[] =>
  project
    .account()
    .resources.map(({ type, id }) => `${type} ${id}`)
    .sort();

function assertRefused(result: Result, project: Project, before: readonly string[]): void {
  assert.notEqual(result.exitCode, 0);
  assert.match(result.stdout + result.stderr, /protect/);
  assert.deepEqual(
    result.operations.filter(({ kind }) => kind === "delete").map(({ type, name }) => `${type} ${name}`),
    [],
  );
  assert.deepEqual(resourcesOf(project), before);
}

describeEngine("a registry with onDelete Protect", (createProject) => {
  let project: Project;
  before(async () => {
    project = await createProject({ program: PROGRAM });
    assertSucceeded(await project.up());
  });

  it("loses nothing when it is destroyed, with a preview or without", async () => {
    const before = resourcesOf(project);
    assertRefused(await project.destroy(), project, before);
    assertRefused(await project.destroy("--continue-on-error"), project, before);
    const previewed = await project.run(["destroy", "--yes"]);
    assert.notEqual(previewed.exitCode, 0);
    assert.deepEqual(resourcesOf(project), before);
    assertNoChange(await project.up());
  });

  it("loses nothing when the program ceases to have it", async () => {
    const before = resourcesOf(project);
    project.setConfig({ without: "true" });
    assertRefused(await project.up(), project, before);
    project.setConfig({ without: undefined });
    assertNoChange(await project.up());
  });

  for (const [what, config] of Object.entries({
    "another image": { digest: DIGESTS.new },
    "another password of the user that is not in use, who then is": { versions: { pullB: "2" }, user: "B" },
    "another password for pushes": { versions: { pullB: "2", push: "2" } },
    "another size of its tasks": { memory: 2048 },
    "other networks that may pull": { blocks: { branch: "10.3.0.0/16" } },
    "another group of the endpoints": { endpointGroup: "sg-0123456789abcdef1" },
    "a certificate that exists": { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/c" },
  })) {
    it(`takes ${what}`, async () => {
      project.setConfig(config);
      const updated = await project.upWithPreview();
      assertSucceeded(updated);
      assert.notEqual(updated.operations.length, 0);
      assertNoChange(await project.up());
      assert.deepEqual(project.account().violations, []);
    });
  }

  for (const [argument, more] of Object.entries({
    domainName: { domainName: "other.ml.example.com" },
    privateZoneId: { privateZoneId: "ZPRIVATE" },
    clusterArn: { clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/shared" },
    rolePath: { rolePath: "/ml/" },
    bucketName: { bucketName: "images-of-the-registry" },
    kmsKeyArn: { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/k" },
    image: {
      image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@${DIGESTS.new}`,
      imageMirror: "None",
    },
  })) {
    it(`is refused another ${argument}, which replaces or removes what is protected`, async () => {
      project.setConfig({ more });
      const preview = await project.preview();
      assert.notEqual(preview.exitCode, 0);
      assert.match(preview.errors.map(({ message }) => message).join("\n"), /protect/);
      project.setConfig({ more: undefined });
    });
  }

  it("goes when that is changed, and nothing stays", async () => {
    project.setConfig({ onDelete: "Delete" });
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});

describeEngine("a registry that Pulumi's own option protects", (createProject) => {
  it("takes the updates that onDelete Protect lets through, and loses nothing", async () => {
    const project = await createProject({
      program: PROGRAM,
      config: { protect: "true", onDelete: "Retain" },
    });
    assertSucceeded(await project.up());
    for (const config of [
      { digest: DIGESTS.new },
      { versions: { pullB: "2", push: "2" }, user: "B" },
      { memory: 2048, blocks: { branch: "10.3.0.0/16" }, endpointGroup: "sg-0123456789abcdef1" },
      { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/c" },
    ]) {
      project.setConfig(config);
      const updated = await project.up();
      assertSucceeded(updated);
      assert.notEqual(updated.operations.length, 0);
    }
    assertNoChange(await project.up());
    const before = resourcesOf(project);
    assertRefused(await project.destroy(), project, before);
    project.setConfig({ without: "true" });
    assertRefused(await project.up(), project, before);
    project.setConfig({ without: undefined, protect: undefined, onDelete: "Delete" });
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});
