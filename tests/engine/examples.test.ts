import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SUBNETS } from "./endpoint-program";
import type { Project, Result } from "./engine";
import { ARCHIVES, type Change, type Effect } from "./endpoint-changes";
import { CHANGES } from "./example-changes";
import { root } from "./plugins";
import { resourcesOf, type AwsResource } from "./provider/account";
import { CONFIGURATION, ENDPOINT, MODEL } from "./provider/sagemaker";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

/** Images outlive their registry, unless its `onDelete` says otherwise. */
const IMAGES = /^aws:s3\/bucket\w*:\w+ (fraud|ml)-registry-images-/;

/** Examples of one program in TypeScript that is destroyed as it is, each with what its destroy is to leave. */
const ONE_STACK: Readonly<Record<string, RegExp | undefined>> = {
  async: undefined,
  "canary-deployment": undefined,
  "existing-registry": undefined,
  "existing-vpc": IMAGES,
  pipeline: undefined,
  quickstart: undefined,
  shadow: undefined,
};

/** Examples of other kinds: protected, two programs, and programs in other languages, which languages.test.ts runs. */
const OTHERS = [
  "hardened",
  "two-stacks",
  ...["go", "python", "yaml"].flatMap((name) => [name, `${name}-new-registry`]),
];

/** From a preview to an update that has nothing to do. */
async function deploy(project: Project): Promise<void> {
  const preview = await project.preview();
  assertSucceeded(preview);
  const up = await project.up();
  assertSucceeded(up);
  const urnsOf = ({ changes }: Result): string[] => changes.map(({ urn }) => urn).sort();
  assert.deepEqual(urnsOf(preview), urnsOf(up), "the preview shows what is made");
  await assertSettled(project);
}

/** Holds that an update has nothing to do, and a refresh finds nothing. */
async function assertSettled(project: Project): Promise<void> {
  assertNoChange(await project.preview());
  assertNoChange(await project.up());
  assertNoChange(await project.refresh());
  // What a refresh has read makes no difference either.
  assertNoChange(await project.preview());
}

const theEndpoint = (project: Project): AwsResource => {
  const [endpoint, ...others] = resourcesOf(project.account(), ENDPOINT);
  assert.ok(endpoint !== undefined && others.length === 0, "there is one endpoint");
  return endpoint;
};

const CONFIGURED = ["create config", "update endpoint", "delete config"];

/** The order of docs/updates.md. */
function operationsOf(effect: Exclude<Effect, { kind: "refused" | "tagged" }>): string[] {
  switch (effect.kind) {
    case "none":
      return [];
    case "configured":
      return CONFIGURED;
    case "modelled":
      return [
        ...effect.created.map((model) => `create ${model}`),
        ...CONFIGURED,
        ...effect.deleted.map((model) => `delete ${model}`),
      ];
    case "renamed":
      return ["create endpoint", "delete endpoint"];
  }
}

/** What was done to an endpoint, its configuration and its models, in order, and what else was done. */
function partsOf(
  result: Result,
  component: string,
): { readonly endpoint: string[]; readonly others: string[] } {
  const done = result.operations.map(({ kind, name, type }) => ({
    text: `${kind} ${name.replace(`${component}-`, "")}`,
    isOfEndpoint: [MODEL, CONFIGURATION, ENDPOINT].includes(type),
  }));
  return {
    endpoint: done.filter(({ isOfEndpoint }) => isOfEndpoint).map(({ text }) => text),
    others: done.filter(({ isOfEndpoint }) => !isOfEndpoint).map(({ text }) => text),
  };
}

/** Deploys one change, and holds that it does what docs/updates.md says. */
async function assertChange(project: Project, component: string, change: Change): Promise<void> {
  const { title, config = {}, args, settings, effect, others } = change;
  const before = theEndpoint(project);
  project.setConfig(config);
  if (settings !== undefined) project.setSettings({ subnets: SUBNETS, ...settings });
  const takeBack = args === undefined ? undefined : project.changeArguments(component, args);
  const up = await project.up();
  assert.deepEqual(project.account().violations, [], title);
  const after = theEndpoint(project);
  const done = partsOf(up, component);
  if (effect.kind === "refused") {
    assert.notEqual(up.exitCode, 0, title);
    assert.match(up.stdout, effect.reason, title);
    assert.deepEqual([after.id, after.live], [before.id, before.live], `${title}: the endpoint goes on`);
    takeBack?.();
    assertSucceeded(await project.refresh("--target", `**::${component}-endpoint`));
    assertSucceeded(await project.up());
    assert.equal(theEndpoint(project).id, before.id, title);
    assert.deepEqual(project.account().violations, [], title);
    return;
  }
  assert.equal(up.exitCode, 0, `${title}: ${up.stdout}`);
  if (effect.kind === "tagged") {
    assert.ok(
      ["model", "config", "endpoint"].every(
        (name) => name === "model" || done.endpoint.includes(`update ${name}`),
      ),
    );
    assert.deepEqual(
      [...done.endpoint, ...done.others].filter((each) => !each.startsWith("update ")),
      [],
      title,
    );
  } else assert.deepEqual(done.endpoint, operationsOf(effect), title);
  if (others !== undefined) assert.deepEqual([...done.others].sort(), others, title);
  if (effect.kind !== "renamed") {
    assert.deepEqual(
      [after.id, after.properties.arn],
      [before.id, before.properties.arn],
      `${title}: name and ARN stay`,
    );
  }
}

async function assertChanges(project: Project, name: string): Promise<void> {
  const example = CHANGES[name];
  assert.ok(example !== undefined, `example-changes.ts has changes of ${name}`);
  for (const change of example.changes) await assertChange(project, example.component, change);
  await assertSettled(project);
}

describeEngine("every example", (createProject) => {
  const settings = { subnets: SUBNETS };

  it("is one of these", () => {
    const folders = readdirSync(join(root, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      // It has unit tests, which need no engine.
      .filter((name) => name !== "unit-tests");
    assert.deepEqual(folders.sort(), [...Object.keys(ONE_STACK), ...OTHERS].sort());
  });

  for (const [name, kept] of Object.entries(ONE_STACK)) {
    it(`${name}: preview, up, no change, each change of docs/updates.md, refresh and destroy`, async () => {
      const project = await createProject({ example: `examples/${name}`, files: ARCHIVES, settings });
      await deploy(project);
      await assertChanges(project, name);
      assertSucceeded(await project.destroy());
      assertNothingLeft(project.account(), kept);
    });
  }

  it("hardened: the same, and a destroy only when nothing is protected any more", async () => {
    const project = await createProject({ example: "examples/hardened", files: ARCHIVES, settings });
    await deploy(project);
    await assertChanges(project, "hardened");
    const destroyed = await project.destroy();
    assert.notEqual(destroyed.exitCode, 0);
    const deleted = destroyed.operations.filter(({ kind }) => kind === "delete").map(({ name }) => name);
    assert.deepEqual(
      deleted.filter((name) => /^(access-logs|fraud-registry|fraud-network)/.test(name)),
      [],
      "registry, network and logs are protected",
    );
    assertSucceeded(await project.up());
    project.editProgram((program) => program.replace("OnDelete.Protect", "OnDelete.Delete"));
    project.editProgram((program) => program.replace("protect: true", "protect: false"), "log-bucket.js");
    assertSucceeded(await project.up());
    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });

  it("two-stacks: the same, of both", async () => {
    const platform = await createProject({ example: "examples/two-stacks/platform", settings });
    await deploy(platform);
    const model = await createProject({ example: "examples/two-stacks/model", beside: platform });
    await deploy(model);
    await assertChanges(model, "two-stacks/model");
    assertSucceeded(await model.destroy());
    assertSucceeded(await platform.destroy());
    assertNothingLeft(platform.account(), IMAGES);
  });
});
