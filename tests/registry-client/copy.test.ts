import assert from "node:assert/strict";
import {
  copyImage,
  type ImageManifest,
  MediaType,
  openArchive,
  parseManifest,
  type RegistryClient,
  RegistrySource,
  UnsupportedImageError,
} from "../../registry-client";
import { gunzipSync } from "node:zlib";
import { collected, dockerSaveOf, layoutOf, MemorySource, tarOf, TestImage, TestIndex } from "./images";
import { clientOf, registryKinds, type RunningRegistry, USER } from "./registries";

const ARM = { os: "linux", architecture: "arm64" };

for (const kind of registryKinds) {
  describe(`copyImage, ${kind.name}`, () => {
    let registry: RunningRegistry;
    let client: RegistryClient;
    const requests: string[] = [];

    before(async () => {
      registry = await kind.start({ authentication: "basic" });
      client = clientOf(registry.host, {
        credentials: USER,
        onRequest: ({ method, url, status }) =>
          requests.push(`${method} ${url.replace(/^https:\/\/[^/]+/, "").replace(/[^/]*$/, "")} ${status}`),
      });
    });
    beforeEach(() => requests.splice(0));
    after(async () => {
      client?.close();
      await registry?.stop();
    });

    const manifestOf = async (repository: string, reference: string) => {
      const content = await client.manifest(repository, reference);
      return parseManifest(content.bytes, content.mediaType, "test") as ImageManifest;
    };

    it("copies an image byte for byte, and the second time only asks for each blob", async () => {
      const image = new TestImage({ layers: 3, layerSize: 300_000 });
      const destination = { client, repository: "copy/preserve", tag: "v1" };
      const first = await copyImage(image, destination, { format: "preserve" });
      assert.equal(first.digest, image.content.digest);
      assert.deepEqual(first.blobs, { uploaded: 4, mounted: 0, present: 0 });
      assert.deepEqual((await client.manifest("copy/preserve", "v1")).bytes, image.content.bytes);
      requests.splice(0);
      const second = await copyImage(image, destination, { format: "preserve" });
      assert.deepEqual(second.blobs, { uploaded: 0, mounted: 0, present: 4 });
      assert.deepEqual(requests, [
        ...Array.from({ length: 4 }, () => "HEAD /v2/copy/preserve/blobs/ 200"),
        "PUT /v2/copy/preserve/manifests/ 201",
      ]);
    });

    it("copies from registry to registry", async () => {
      const image = new TestImage({ layers: 3, layerSize: 300_000 });
      const other = await kind.start({ authentication: "none" });
      const otherClient = clientOf(other.host);
      await copyImage(image, { client: otherClient, repository: "from", tag: "v1" }, { format: "preserve" });
      const source = new RegistrySource(otherClient, "from", "v1");
      const result = await copyImage(source, { client, repository: "copy/registry" }, { format: "preserve" });
      assert.equal(await client.resolve("copy/registry", image.content.digest), result.digest);
      for (const [digest, bytes] of image.blobs) {
        assert.deepEqual(
          await collected(client.blob("copy/registry", { digest, size: bytes.length })),
          bytes,
        );
      }
      otherClient.close();
      await other.stop();
    });

    it("has blobs mounted within one registry", async () => {
      await copyImage(
        new TestImage(),
        { client, repository: "mount/from", tag: "v1" },
        { format: "preserve" },
      );
      const source = new RegistrySource(client, "mount/from", "v1");
      const result = await copyImage(
        source,
        { client, repository: "mount/to", tag: "v1" },
        { format: "preserve" },
      );
      assert.deepEqual(result.blobs, { uploaded: 0, mounted: 4, present: 0 });
    });

    it("copies a whole index, and one platform out of it", async () => {
      const [amd, arm] = [new TestImage(), new TestImage({ platform: ARM })] as const;
      const index = new TestIndex([amd, arm]);
      const whole = await copyImage(
        index,
        { client, repository: "index/whole", tag: "v1" },
        { format: "preserve" },
      );
      assert.equal(whole.digest, index.content.digest);
      assert.equal(await client.resolve("index/whole", arm.content.digest), arm.content.digest);
      const one = await copyImage(
        new RegistrySource(client, "index/whole", "v1"),
        { client, repository: "index/one", tag: "v1" },
        { format: "preserve", platform: ARM },
      );
      assert.equal(one.digest, arm.content.digest);
      assert.equal(await client.resolve("index/one", amd.content.digest), undefined);
    });

    it("fails when there is no image for the platform, and names those that there are", async () => {
      const index = new TestIndex([new TestImage({ platform: ARM })]);
      await assert.rejects(
        copyImage(index, { client, repository: "index/none", tag: "v1" }, { format: "docker" }),
        (error) =>
          error instanceof UnsupportedImageError && /linux\/amd64; it has linux\/arm64/.test(error.message),
      );
    });

    it("converts to Docker schema 2 without touching layers, and drops attestations", async () => {
      const image = new TestImage();
      const attestation = {
        ...new TestImage({ layers: 1 }).descriptor,
        platform: { os: "unknown", architecture: "unknown" },
        annotations: { "vnd.docker.reference.type": "attestation-manifest" },
      };
      const index = new TestIndex([image], MediaType.OciIndex, [attestation]);
      const result = await copyImage(
        index,
        { client, repository: "docker/form", tag: "v1" },
        { format: "docker" },
      );
      assert.equal(result.mediaType, MediaType.DockerManifest);
      const manifest = await manifestOf("docker/form", "v1");
      assert.equal(manifest.config.mediaType, MediaType.DockerConfig);
      assert.deepEqual(
        manifest.layers.map(({ mediaType, digest }) => ({ mediaType, isSame: image.blobs.has(digest) })),
        Array.from({ length: 3 }, () => ({ mediaType: MediaType.DockerLayerGzip, isSame: true })),
      );
    });

    it("leaves a manifest in Docker schema 2 as it is", async () => {
      const image = new TestImage({ form: "docker" });
      const result = await copyImage(
        image,
        { client, repository: "docker/same", tag: "v1" },
        { format: "docker" },
      );
      assert.equal(result.digest, image.content.digest);
    });

    it("publishes an OCI layout in a tar", async () => {
      const image = new TestImage({ layerSize: 200_000 });
      const source = await openArchive(new MemorySource(tarOf(layoutOf([image]))), { name: "a.tar" });
      const result = await copyImage(
        source,
        { client, repository: "archive/oci", tag: "v1" },
        { format: "preserve" },
      );
      assert.equal(result.digest, image.content.digest);
    });

    it("publishes a docker save archive with compressed layers, the same each time", async () => {
      const image = new TestImage({ layerSize: 200_000 });
      const archive = tarOf(dockerSaveOf(image, ["fraud:1"]));
      const digests = [];
      for (const pieceSize of [1000, 77_777]) {
        const source = await openArchive(new MemorySource(archive, pieceSize), { name: "a.tar" });
        const destination = { client, repository: "archive/docker", tag: "v1" };
        digests.push(await copyImage(source, destination, { format: "docker" }));
      }
      assert.equal(digests[0]?.digest, digests[1]?.digest);
      assert.deepEqual(digests[1]?.blobs, { uploaded: 0, mounted: 0, present: 4 });
      const manifest = await manifestOf("archive/docker", "v1");
      for (const [index, layer] of manifest.layers.entries()) {
        assert.equal(layer.mediaType, MediaType.DockerLayerGzip);
        const bytes = await collected(client.blob("archive/docker", layer));
        assert.deepEqual(gunzipSync(bytes), image.tars[index]);
      }
    });

    it("does no harm when two copies run at once", async () => {
      const image = new TestImage({ layers: 4, layerSize: 100_000 });
      const destination = { client, repository: "two/at-once", tag: "v1" };
      const results = await Promise.all(
        [1, 2].map(() => copyImage(image, destination, { format: "preserve" })),
      );
      assert.deepEqual(
        results.map(({ digest }) => digest),
        [image.content.digest, image.content.digest],
      );
      const source = new RegistrySource(client, "two/at-once", "v1");
      for (const blob of (await manifestOf("two/at-once", "v1")).layers)
        await collected(source.blob(blob, 0));
    });
  });
}
