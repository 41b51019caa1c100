import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { AuthenticationError, MediaType, type RegistryClient, ResponseError } from "../../registry-client";
import { collected, digestOf, TestImage } from "./images";
import { type Authentication, clientOf, registryKinds, type RunningRegistry, USER } from "./registries";

const AUTHENTICATIONS: readonly Authentication[] = ["none", "basic", "bearer"];

const blobOf = (bytes: Buffer) => ({
  digest: digestOf(bytes),
  size: bytes.length,
  open: async function* (start: number) {
    yield bytes.subarray(start);
  },
});

for (const kind of registryKinds) {
  for (const authentication of AUTHENTICATIONS) {
    describe(`RegistryClient, ${kind.name}, authentication ${authentication}`, () => {
      let registry: RunningRegistry;
      let client: RegistryClient;

      before(async () => {
        registry = await kind.start({ authentication });
        client = clientOf(registry.host, authentication === "none" ? {} : { credentials: USER });
      });
      after(async () => {
        client?.close();
        await registry?.stop();
      });

      it("learns how the registry authenticates", async () => {
        const ping = await client.ping();
        assert.equal(ping.apiVersion, "registry/2.0");
        assert.equal(ping.status, authentication === "none" ? 200 : 401);
        assert.deepEqual(
          ping.challenges.map(({ scheme }) => scheme),
          authentication === "none" ? [] : [authentication],
        );
        await client.authenticate();
      });

      it("says that a blob and a manifest are not there", async () => {
        assert.equal(await client.headBlob("a/b", digestOf(Buffer.from("x"))), undefined);
        assert.equal(await client.resolve("a/b", "none"), undefined);
        await assert.rejects(
          client.manifest("a/b", "none"),
          (error) =>
            error instanceof ResponseError && error.status === 404 && /MANIFEST_UNKNOWN/.test(error.message),
        );
      });

      for (const chunkSize of [undefined, 7_000]) {
        it(`stores and reads a blob, ${chunkSize ? "in chunks" : "in one request"}`, async () => {
          const bytes = randomBytes(30_000);
          const blob = blobOf(bytes);
          assert.equal(await client.uploadBlob("a/b", blob, chunkSize ? { chunkSize } : {}), "uploaded");
          assert.deepEqual(await client.headBlob("a/b", blob.digest), { size: bytes.length });
          assert.deepEqual(await collected(client.blob("a/b", blob)), bytes);
          assert.deepEqual(
            await collected(client.blob("a/b", blob, { start: 12_345 })),
            bytes.subarray(12_345),
          );
          const start = await client.blobStart("a/b", blob.digest, 10);
          assert.deepEqual(start, {
            bytes: bytes.subarray(0, 10),
            size: bytes.length,
            redirectedTo: undefined,
          });
        });
      }

      it("stores and reads an empty blob", async () => {
        const blob = blobOf(Buffer.alloc(0));
        await client.uploadBlob("a/b", blob);
        assert.equal((await collected(client.blob("a/b", blob))).length, 0);
        assert.equal((await client.blobStart("a/b", blob.digest, 10)).size, 0);
      });

      it("has a blob mounted from another repository", async () => {
        const blob = blobOf(randomBytes(1000));
        await client.uploadBlob("from/here", blob);
        assert.equal(await client.uploadBlob("to/there", blob, { mountFrom: "from/here" }), "mounted");
        assert.deepEqual(await client.headBlob("to/there", blob.digest), { size: 1000 });
      });

      it("uploads what cannot be mounted", async () => {
        const blob = blobOf(randomBytes(1000));
        assert.equal(await client.uploadBlob("to/there", blob, { mountFrom: "from/here" }), "uploaded");
      });

      it("fails on a blob with another digest, and does not store it", async () => {
        const blob = { ...blobOf(randomBytes(1000)), digest: digestOf(Buffer.from("other")) };
        await assert.rejects(
          client.uploadBlob("a/b", blob),
          (error) => error instanceof ResponseError && error.errors[0]?.code === "DIGEST_INVALID",
        );
        assert.equal(await client.headBlob("a/b", blob.digest), undefined);
      });

      it("stores a manifest and reads it back by tag and by digest", async () => {
        const image = new TestImage({ layers: 1 });
        for (const bytes of image.blobs.values()) await client.uploadBlob("a/image", blobOf(bytes));
        await client.putManifest("a/image", "v1", image.content);
        assert.equal(await client.resolve("a/image", "v1"), image.content.digest);
        for (const reference of ["v1", image.content.digest]) {
          const found = await client.manifest("a/image", reference);
          assert.deepEqual(found.bytes, image.content.bytes);
          assert.equal(found.mediaType, MediaType.OciManifest);
          assert.equal(found.digest, image.content.digest);
        }
      });

      it("fails on a manifest whose blobs are not there", async () => {
        await assert.rejects(
          client.putManifest("a/none", "v1", new TestImage({ layers: 1 }).content),
          (error) => error instanceof ResponseError && error.status === 400,
        );
      });

      if (authentication !== "none") {
        it("fails with a wrong password, which no message shows", async () => {
          const wrong = clientOf(registry.host, { credentials: { ...USER, password: "wrong-hunter2" } });
          await assert.rejects(wrong.manifest("a/b", "v1"), (error) => {
            assert(error instanceof AuthenticationError, String(error));
            assert.equal(error.status, 401);
            assert(!`${error.message}${error.stack}${JSON.stringify(error)}`.includes("hunter2"));
            return true;
          });
          wrong.close();
        });

        it("fails without credentials", async () => {
          const anonymous = clientOf(registry.host);
          await assert.rejects(anonymous.manifest("a/b", "v1"), AuthenticationError);
          anonymous.close();
        });
      }
    });
  }

  describe(`RegistryClient, ${kind.name}, read-only`, () => {
    let registry: RunningRegistry;
    before(async () => (registry = await kind.start({ authentication: "none", readOnly: true })));
    after(async () => registry?.stop());

    it("fails to upload, and does not try again", async () => {
      const statuses: Array<number | undefined> = [];
      const client = clientOf(registry.host, { onRequest: ({ status }) => statuses.push(status) });
      await assert.rejects(
        client.uploadBlob("a/b", blobOf(randomBytes(10))),
        (error) => error instanceof ResponseError && error.status === 405,
      );
      assert.deepEqual(statuses, [405]);
      client.close();
    });
  });

  describe(`RegistryClient, ${kind.name}, relative locations`, () => {
    let registry: RunningRegistry;
    before(async () => (registry = await kind.start({ authentication: "none", relativeLocations: true })));
    after(async () => registry?.stop());

    it("uploads in chunks", async () => {
      const client = clientOf(registry.host);
      const blob = blobOf(randomBytes(30_000));
      await client.uploadBlob("a/b", blob, { chunkSize: 10_000 });
      assert.deepEqual(await client.headBlob("a/b", blob.digest), { size: 30_000 });
      client.close();
    });
  });
}
