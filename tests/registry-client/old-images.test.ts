// Images and archives that other tools read: entries without a platform, configurations of old Dockers, zstd in archives.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as zlib from "node:zlib";
import {
  ArchiveError,
  chooseImage,
  type Content,
  copyImage,
  type Descriptor,
  MediaType,
  openArchive,
  parseManifest,
  UnsupportedImageError,
} from "../../registry-client";
import { digestOf, dockerSaveOf, layoutOf, MemorySource, tarOf, TestImage, TestIndex } from "./images";
import { Scene } from "./environment";

const AMD64 = { os: "linux", architecture: "amd64" };
const ARM64 = { os: "linux", architecture: "arm64" };

/** An image whose manifest is changed. */
class ChangedImage extends TestImage {
  constructor(
    private readonly change: (manifest: Record<string, unknown>) => object,
    options: ConstructorParameters<typeof TestImage>[0] = {},
  ) {
    super({ layers: 1, layerSize: 100, ...options });
  }

  override async root(): Promise<Content> {
    const { mediaType, bytes } = await super.root();
    const manifest = JSON.parse(bytes.toString()) as Record<string, unknown>;
    const changed = Buffer.from(JSON.stringify(this.change(manifest)));
    return { mediaType, digest: digestOf(changed), bytes: changed };
  }
}

/** An index without the platforms of some of its entries. */
function indexOf(images: readonly TestImage[], unnamed: (index: number) => boolean): TestIndex {
  const index = new TestIndex(images);
  const { manifests, ...more } = JSON.parse(index.content.bytes.toString()) as {
    readonly manifests: readonly Descriptor[];
  };
  const entries = manifests.map(({ platform, ...entry }, position) => ({
    ...entry,
    ...(unnamed(position) ? {} : { platform }),
  }));
  const bytes = Buffer.from(JSON.stringify({ ...more, manifests: entries }));
  Object.assign(index, { content: { ...index.content, digest: digestOf(bytes), bytes } });
  return index;
}

const chosen = async (index: TestIndex, platform = AMD64) =>
  (await chooseImage(index, await index.root(), platform)).content.digest;

describe("entries of an index without a platform", () => {
  const amd64 = new TestImage({ layers: 1, platform: AMD64 });
  const arm64 = new TestImage({ layers: 1, platform: ARM64 });
  const statement = new TestImage({ layers: 1, platform: { os: "unknown", architecture: "unknown" } });

  it("are judged by the configurations of their images, after those with one", async () => {
    const all = indexOf([arm64, statement, amd64], () => true);
    assert.equal(await chosen(all), amd64.content.digest);
    assert.equal(await chosen(all, ARM64), arm64.content.digest);
    const some = indexOf([arm64, amd64], (position) => position === 0);
    assert.equal(await chosen(some, ARM64), arm64.content.digest);
    assert.equal(await chosen(some), amd64.content.digest);
  });

  it("are never statements about an image, and never for another platform", async () => {
    for (const index of [indexOf([statement], () => true), indexOf([arm64, statement], () => true)]) {
      await assert.rejects(chosen(index), UnsupportedImageError);
    }
  });

  it("are copied out of the index", async () => {
    const scene = new Scene();
    try {
      const { client } = await scene.start();
      const index = indexOf([arm64, amd64], () => true);
      const result = await copyImage(index, { client, repository: "a", tag: "1" }, { format: "docker" });
      const { bytes } = await client.manifest("a", "1");
      const manifest = parseManifest(bytes, undefined, "a");
      assert(manifest.kind === "image" && manifest.config.digest === digestOf(amd64.config));
      assert.equal(result.mediaType, MediaType.DockerManifest);
    } finally {
      await scene.end();
    }
  });
});

describe("configurations with a general media type", () => {
  const scene = new Scene();
  afterEach(() => scene.end());
  const typed = (mediaType: string | undefined) =>
    new ChangedImage(
      (manifest) => ({ ...manifest, config: { ...(manifest["config"] as object), mediaType } }),
      { form: "docker" },
    );

  for (const mediaType of ["application/octet-stream", "application/json", "text/html", "", undefined]) {
    it(`are those of images, as ${JSON.stringify(mediaType)}, and stored with Docker's`, async () => {
      const { client } = await scene.start();
      const image = typed(mediaType);
      await copyImage(image, { client, repository: "a", tag: "1" }, { format: "docker", platform: AMD64 });
      const stored = parseManifest((await client.manifest("a", "1")).bytes, undefined, "a");
      assert(stored.kind === "image");
      assert.equal(stored.config.mediaType, MediaType.DockerConfig);
    });
  }

  it("are refused where their content is not that of an image, and with another type", async () => {
    const { client } = await scene.start();
    const artifact = typed("application/json");
    const bytes = Buffer.from('{"a":1}');
    const digest = digestOf(bytes);
    artifact.blobs.set(digest, bytes);
    const other = new ChangedImage((manifest) => ({
      ...manifest,
      config: { mediaType: "application/json", digest, size: bytes.length },
    }));
    other.blobs.set(digest, bytes);
    for (const source of [other, typed("application/vnd.cncf.helm.config.v1+json")]) {
      const copy = copyImage(source, { client, repository: "a", tag: "1" }, { format: "docker" });
      await assert.rejects(copy, /is not a container image: its configuration is/);
    }
  });
});

describe("archives of other tools", () => {
  const scene = new Scene();
  afterEach(() => scene.end());
  const archive = (files: Record<string, Buffer>) =>
    openArchive(new MemorySource(tarOf(files)), { name: "a.tar" });
  const hasZstd =
    spawnSync("zstd", ["--version"]).status === 0 &&
    typeof Reflect.get(zlib, "createZstdDecompress") === "function";

  it("with layers compressed with zstd are known by the first bytes", async () => {
    const image = new TestImage({ layers: 1, layerSize: 100 });
    const files = dockerSaveOf(image, ["a:1"]);
    const [path = ""] = Object.keys(files);
    const zstd = Buffer.concat([Buffer.from("28b52ffd", "hex"), Buffer.alloc(20)]);
    const source = await archive({ ...files, [path]: zstd });
    const { mediaType, bytes } = await source.root();
    assert.equal(mediaType, MediaType.OciManifest);
    const manifest = parseManifest(bytes, mediaType, "a");
    assert(manifest.kind === "image");
    assert.deepEqual(manifest.layers, [
      { mediaType: MediaType.OciLayerZstd, size: zstd.length, digest: digestOf(zstd) },
    ]);
    const { client } = await scene.start();
    const copy = copyImage(source, { client, repository: "a", tag: "1" }, { format: "docker" });
    await assert.rejects(copy, /compressed with zstd/);
  });

  it("are recompressed where zstd is there", async function () {
    if (!hasZstd) return this.skip();
    const image = new TestImage({ layers: 1, layerSize: 1000 });
    const files = dockerSaveOf(image, ["a:1"]);
    const [path = ""] = Object.keys(files);
    const source = await archive({ ...files, [path]: execFileSync("zstd", ["-qc"], { input: files[path] }) });
    const { client } = await scene.start();
    const options = { format: "docker", zstdLayers: "recompress" } as const;
    assert.equal((await copyImage(source, { client, repository: "a", tag: "1" }, options)).blobs.uploaded, 2);
  });

  it("that lack a platform of their index say which one, and which are there", async () => {
    const there = new TestImage({ layers: 1, layerSize: 100, platform: AMD64 });
    const lacking = new TestImage({ layers: 1, layerSize: 100, platform: ARM64 });
    const files = layoutOf([there, lacking]);
    const index = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MediaType.OciIndex,
        manifests: [there.descriptor, lacking.descriptor],
      }),
    );
    const nested = {
      ...files,
      [`blobs/${digestOf(index).replace(":", "/")}`]: index,
      "index.json": Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          manifests: [{ mediaType: MediaType.OciIndex, digest: digestOf(index), size: index.length }],
        }),
      ),
    };
    const without = (all: Record<string, Buffer>, digest: string) =>
      Object.fromEntries(Object.entries(all).filter(([name]) => !name.endsWith(digest.slice(7))));
    const { client } = await scene.start();
    for (const all of [files, nested]) {
      const source = await archive(without(all, lacking.content.digest));
      const target = { client, repository: "a", tag: "1" };
      await copyImage(source, target, { format: "docker", platform: AMD64 });
      for (const form of [{ format: "docker", platform: ARM64 }, { format: "preserve" }] as const) {
        await assert.rejects(copyImage(source, target, form), (error) => {
          assert(error instanceof ArchiveError);
          assert.match(
            error.message,
            /its index names linux\/arm64, but the archive contains only linux\/amd64/,
          );
          assert.match(error.message, /pull that platform first/);
          return true;
        });
      }
    }
    const layer = [...lacking.blobs.keys()].find((digest) => digest !== digestOf(lacking.config)) ?? "";
    const source = await archive(without(nested, layer));
    const copy = copyImage(source, { client, repository: "a", tag: "1" }, { format: "preserve" });
    await assert.rejects(copy, new RegExp(`lacks the blob ${layer}: pull that platform first`));
  });
});
