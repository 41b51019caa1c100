import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveFile, onceChecked } from "./archive-file";

describe("archiveFile", () => {
  const folder = mkdtempSync(join(tmpdir(), "archive-"));
  before(() => writeFileSync(join(folder, "image.tar"), ""));
  after(() => rmSync(folder, { recursive: true }));

  it("takes a file that exists, by a path from the folder or from the root", () => {
    assert.equal(archiveFile(folder)("image.tar"), undefined);
    assert.equal(archiveFile("/")(join(folder, "image.tar")), undefined);
    assert.equal(archiveFile(undefined)(join(folder, "image.tar")), undefined);
  });

  it("refuses one that does not, with where it was looked for and the remedy", () => {
    assert.equal(
      archiveFile(folder)("model.tar"),
      `is the file "model.tar", but ${join(folder, "model.tar")} does not exist: write the image there with ` +
        "`docker save --output model.tar <image>`, or correct the path",
    );
    assert.match(
      archiveFile(undefined)(join(folder, "model.tar")) ?? "",
      /model\.tar", which does not exist: write/,
    );
  });

  it("does not look for relative paths where it is not known from which folder", () => {
    assert.equal(archiveFile(undefined)("model.tar"), undefined);
  });
});

describe("onceChecked", () => {
  const archive = new pulumi.asset.FileAsset("image.tar");

  it("is what the component depends on anyway, once the archive is checked", async () => {
    const resources: pulumi.Resource[] = [];
    assert.equal(await onceChecked(archive, pulumi.output("image.tar"), resources), resources);
    assert.deepEqual(await onceChecked(archive, pulumi.output("image.tar"), undefined), []);
  });

  it("never comes to anything where the archive does not pass the check", async () => {
    const never = pulumi.output(new Promise<string>(() => undefined));
    const outcome = await Promise.race([
      onceChecked(archive, never, undefined),
      new Promise((resolve) => setTimeout(resolve, 20, "pending")),
    ]);
    assert.equal(outcome, "pending");
  });

  it("does not wait for an archive that only the deployment knows", () => {
    assert.equal(onceChecked(pulumi.output(archive), pulumi.output("image.tar"), undefined), undefined);
    assert.equal(onceChecked(undefined, undefined, undefined), undefined);
  });
});
