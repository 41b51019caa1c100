import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyImage, openLocalArchive } from "../../registry-client";
import { NODE_ARGUMENTS } from "../support/commands";
import { layoutOf, tarOf, TestImage } from "./images";
import { authority, clientOf, registryKinds } from "./registries";

for (const kind of registryKinds) {
  describe(`a copy whose process is killed, ${kind.name}`, () => {
    it("publishes nothing, and the next run goes on from there", async () => {
      const registry = await kind.start({ authentication: "none" });
      const client = clientOf(registry.host);
      const folder = await mkdtemp(join(tmpdir(), "kill-"));
      try {
        const image = new TestImage({ layers: 8, layerSize: 2_000_000 });
        const path = join(folder, "image.tar");
        await writeFile(path, tarOf(layoutOf([image])));
        const child = fork(join(__dirname, "copy-process.ts"), [path, registry.host, authority.certificate], {
          execArgv: NODE_ARGUMENTS,
        });
        const signal = await new Promise((resolve) => child.once("exit", (_code, by) => resolve(by)));
        assert.equal(signal, "SIGKILL");
        assert.equal(await client.resolve("killed", "v1"), undefined);
        const { source, close } = await openLocalArchive(path);
        const result = await copyImage(
          source,
          { client, repository: "killed", tag: "v1" },
          { format: "preserve" },
        );
        await close();
        assert.equal(result.digest, image.content.digest);
        assert.deepEqual(result.blobs, { uploaded: 7, mounted: 0, present: 2 });
      } finally {
        client.close();
        await registry.stop();
        await rm(folder, { recursive: true });
      }
    }).timeout(60_000);
  });
}
