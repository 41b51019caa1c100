import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { imageArchive } from "../cli/test-images";
import type { Project } from "./engine";
import { root } from "./plugins";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

/** An image's archive, as `docker save` writes it, for the examples that deliver one. */
const files = { "image.tar": imageArchive({ layers: [[{ path: "serve", content: "#!/bin/sh" }]] }) };

/** Images outlive their registry, unless its `onDelete` says otherwise. */
const IMAGES = /^aws:s3\/bucket\w*:\w+ (fraud|ml)-registry-images-/;

/** Examples of one program in TypeScript, each with what its destroy is to leave. */
const ONE_STACK: Readonly<Record<string, RegExp | undefined>> = {
  async: undefined,
  "canary-deployment": undefined,
  "existing-registry": undefined,
  "existing-vpc": IMAGES,
  pipeline: undefined,
  quickstart: undefined,
  shadow: undefined,
};

/** Examples of other kinds: two programs, and programs in other languages, which languages.test.ts runs. */
const OTHERS = ["two-stacks", ...["go", "python", "yaml"].flatMap((name) => [name, `${name}-new-registry`])];

/** From a preview to an update that has nothing to do. */
async function deploy(project: Project): Promise<void> {
  const preview = await project.preview();
  assertSucceeded(preview);
  const up = await project.up();
  assertSucceeded(up);
  const urnsOf = ({ changes }: typeof up): string[] => changes.map(({ urn }) => urn).sort();
  assert.deepEqual(urnsOf(preview), urnsOf(up), "the preview shows what is made");
  assertNoChange(await project.preview());
  assertNoChange(await project.up());
  assertNoChange(await project.refresh());
  // What a refresh has read makes no difference either.
  assertNoChange(await project.preview());
}

describeEngine("every example", (createProject) => {
  it("is one of these", () => {
    const folders = readdirSync(join(root, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      // One has unit tests, which need no engine; the fake AWS has no keys, topics, network ACLs and flow logs for the other.
      .filter((name) => name !== "unit-tests" && name !== "hardened");
    assert.deepEqual(folders.sort(), [...Object.keys(ONE_STACK), ...OTHERS].sort());
  });

  for (const [name, kept] of Object.entries(ONE_STACK)) {
    it(`${name}: preview, up, no change, refresh and destroy`, async () => {
      const project = await createProject({ example: `examples/${name}`, files });
      await deploy(project);
      assertSucceeded(await project.destroy());
      assertNothingLeft(project.account(), kept);
    });
  }

  it("two-stacks: preview, up, no change, refresh and destroy of both", async () => {
    const platform = await createProject({ example: "examples/two-stacks/platform" });
    await deploy(platform);
    const model = await createProject({ example: "examples/two-stacks/model", beside: platform });
    await deploy(model);
    assertSucceeded(await model.destroy());
    assertSucceeded(await platform.destroy());
    assertNothingLeft(platform.account(), IMAGES);
  });
});
