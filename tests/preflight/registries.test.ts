import assert from "node:assert/strict";
import { copyImage, type RegistryClient } from "../../registry-client";
import { TestImage } from "../registry-client/images";
import {
  type Authentication,
  clientOf,
  installedRegistries,
  type RunningRegistry,
  USER,
} from "../registry-client/registries";
import { check, checked, ids } from "./environment";

for (const kind of installedRegistries) {
  for (const authentication of ["none", "basic", "bearer"] as readonly Authentication[]) {
    describe(`preflight, ${kind.name}, authentication ${authentication}`, () => {
      let registry: RunningRegistry;
      let client: RegistryClient;
      const image = new TestImage({ form: "docker" });
      const credentials = authentication === "none" ? {} : { getCredentials: async () => USER };

      before(async () => {
        registry = await kind.start({ authentication });
        client = clientOf(registry.host, authentication === "none" ? {} : { credentials: USER });
        await copyImage(image, { client, repository: "ml/fraud", tag: "1" }, { format: "preserve" });
      });
      after(async () => {
        client?.close();
        await registry?.stop();
      });

      it("passes an image by digest", async () => {
        const report = await checked(`${registry.host}/ml/fraud@${image.content.digest}`, {
          ...credentials,
          severities: { "certificate-expiry": "off" },
        });
        assert.deepEqual([...ids(report, "failed"), ...ids(report, "warned")], [], report.summary);
        assert.equal(
          check(report, "authorization-server").status,
          authentication === "bearer" ? "passed" : "skipped",
        );
        assert.equal(check(report, "blobs").seen, "The first bytes of all 4 blobs were read.");
      });

      it("fails a tag that is not there", async () => {
        const report = await checked(`${registry.host}/ml/fraud:2`, credentials);
        assert.deepEqual(ids(report, "failed"), ["manifest"]);
      });

      if (authentication !== "none") {
        it("fails a wrong password", async () => {
          const report = await checked(`${registry.host}/ml/fraud:1`, {
            getCredentials: async () => ({ ...USER, password: "wrong-hunter2" }),
          });
          assert.deepEqual(ids(report, "failed"), ["authentication"], report.summary);
          assert(!JSON.stringify(report).includes("hunter2"));
        });
      }
    });
  }
}
