import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project, Result } from "./engine";
import { assertNoChange, assertSucceeded, describeEngine } from "./scenario";

const deleted = ({ operations }: Result): string[] =>
  operations.filter(({ kind }) => kind === "delete").map(({ name }) => name);
const resourcesOf = (project: Project): string[] =>
  project
    .account()
    .resources.map(({ type, id }) => `${type} ${id}`)
    .sort();

/** Gives the publisher another archive, which has another digest. */
function publishAnother(project: Project, digit: string): void {
  const archive = join(project.folder, `image-${digit}.tar`);
  writeFileSync(archive, digit);
  project.setConfig({ archive });
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  const result = { digest: `sha256:${digit.repeat(64)}`, mediaType, size: 1234 };
  project.setSettings({ functionAnswers: [{ function: "publisher", result }] });
}

describeEngine("a PrivateInference that is protected", (createProject) => {
  let project: Project;
  before(async () => {
    project = await createProject({
      example: "examples/quickstart",
      config: { instanceType: "ml.m5.large", archive: __filename },
    });
    project.editProgram((program) => program.replace("OnDelete.Delete", "OnDelete.Protect"));
    publishAnother(project, "a");
    assertSucceeded(await project.up());
  });

  it("by Pulumi's own option, is deployed with another image", async () => {
    project.editProgram((program) =>
      program.replace(/(tags: \{ example: "quickstart" \}\s*\})\)/, "$1, { protect: true })"),
    );
    assertSucceeded(await project.up());
    publishAnother(project, "b");
    const updated = await project.up();
    assertSucceeded(updated);
    assert.ok(deleted(updated).includes("demo-model"));
  });

  it("by Pulumi's own option, loses nothing", async () => {
    const before = resourcesOf(project);
    const destroyed = await project.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    assert.deepEqual(deleted(destroyed), []);
    assert.deepEqual(resourcesOf(project), before);
    assertNoChange(await project.up());
    project.editProgram((program) => program.replace("{ protect: true }", "{}"));
    assertSucceeded(await project.up());
  });

  it("by its registry's onDelete, keeps registry and network, and its endpoint goes with what that needs", async () => {
    publishAnother(project, "c");
    assertSucceeded(await project.up());
    const destroyed = await project.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    const gone = deleted(destroyed);
    assert.deepEqual(
      gone.filter((name) => /^demo-(registry|network)/.test(name)),
      [],
    );
    const order = ["demo-endpoint", "demo-config", "demo-model", "demo-role-role"].map((name) =>
      gone.indexOf(name),
    );
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.ok(
      order.every((index) => index >= 0),
      gone.join(),
    );
    assert.ok(gone.indexOf("demo-access-credentials-function") > gone.indexOf("demo-endpoint"));
    assert.deepEqual(project.account().violations, []);
    assertSucceeded(await project.up());
  });
});

describeEngine("what an endpoint of another stack needs", (createProject) => {
  it("stays where its stack protects it, and the endpoint goes on to be deployed", async () => {
    const platform = await createProject({ example: "examples/two-stacks/platform" });
    platform.editProgram((program) =>
      program
        .replace('RegistryNetwork("ml")', 'RegistryNetwork("ml", {}, { protect: true })')
        .replace("s3PrefixListId: network.s3PrefixListId", '$&, onDelete: "Protect"')
        .replace(/(admitModels: true,?\s*\},?\s*\})\)/, "$1, { protect: true })")
        .replace(/(subnetIds: access\.subnetIds,?\s*\})\);/, "$1, { protect: true });"),
    );
    assertSucceeded(await platform.up());
    const model = await createProject({ example: "examples/two-stacks/model", beside: platform });
    assertSucceeded(await model.up());
    const before = resourcesOf(platform);
    const destroyed = await platform.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    assert.deepEqual(deleted(destroyed), []);
    assert.deepEqual(resourcesOf(platform), before);
    const isProtected = (await platform.state()).filter(({ protect }) => protect === true);
    for (const part of ["ml", "ml-registry", "ml-access", "ml-role"]) {
      assert.ok(
        isProtected.some(({ urn }) => urn.endsWith(`::${part}`)),
        `${part} is protected`,
      );
    }
    model.setConfig({ digest: `sha256:${"d".repeat(64)}` });
    assertSucceeded(await model.up());
    assertSucceeded(await model.destroy());
    assert.deepEqual(platform.account().violations, []);
  });
});
