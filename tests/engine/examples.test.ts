import assert from "node:assert/strict";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";

describeEngine("examples/existing-registry", (createProject) => {
  it("is previewed, deployed, deployed again without a change, refreshed and destroyed", async () => {
    const project = await createProject({ example: "examples/existing-registry" });

    const preview = await project.preview();
    assertSucceeded(preview);
    assert.ok(preview.changes.length > 0);
    assert.deepEqual(project.account().resources, [], "a preview makes nothing");

    const up = await project.up();
    assertSucceeded(up);
    assert.deepEqual(up.changes.map(({ urn }) => urn).sort(), preview.changes.map(({ urn }) => urn).sort());

    assertNoChange(await project.preview());
    assertNoChange(await project.up());
    assertNoChange(await project.refresh());

    assertSucceeded(await project.destroy());
    assertNothingLeft(project.account());
  });
});
