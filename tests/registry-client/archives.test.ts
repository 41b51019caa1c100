import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import {
  ArchiveError,
  ContentError,
  FileSource,
  openArchive,
  openLocalArchive,
  parseManifest,
  UnsupportedImageError,
} from "../../registry-client";
import { readRange } from "../../registry-client/archives/range-source";
import { TarIndex } from "../../registry-client/archives/tar";
import { collected, dockerSaveOf, layoutOf, MemorySource, tarHeader, tarOf, TestImage } from "./images";

const open = (files: Record<string, Buffer>, image?: string) =>
  openArchive(new MemorySource(tarOf(files)), { name: "a.tar", ...(image === undefined ? {} : { image }) });

const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

describe("TarIndex", () => {
  const END = Buffer.alloc(1024);
  const content = Buffer.from("content");
  const regular = (name: string, size = content.length) =>
    Buffer.concat([tarHeader({ name, size }), padded(content)]);

  const index = (...parts: readonly Buffer[]) =>
    TarIndex.read(new MemorySource(Buffer.concat([...parts, END])));

  it("finds every file of any list of files", async () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8}){0,3}$/);
    const files = fc.dictionary(
      name,
      fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array)),
      {
        noNullPrototype: true,
      },
    );
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 3000 }), async (generated, pieceSize) => {
        const source = new MemorySource(tarOf(generated), pieceSize);
        const found = await TarIndex.read(source);
        for (const [path, bytes] of Object.entries(generated)) {
          const member = found.find(path);
          assert(member);
          assert.deepEqual(await readRange(source, member.start, member.start + member.size), bytes);
        }
      }),
    );
  });

  it("throws nothing but its own error on any bytes", async () => {
    const damaged = fc.tuple(fc.nat({ max: 2047 }), fc.nat({ max: 255 })).map(([position, value]) => {
      const bytes = tarOf({ "a/b": content });
      bytes[position] = value;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          damaged,
          fc.uint8Array({ maxLength: 3000 }).map((a) => Buffer.from(a)),
        ),
        async (bytes) => {
          try {
            await TarIndex.read(new MemorySource(bytes));
          } catch (error) {
            assert(error instanceof ArchiveError, String(error));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("reads few windows, not one for each file", async () => {
    const source = new MemorySource(
      tarOf(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, content]))),
    );
    await TarIndex.read(source);
    assert.equal(source.reads, 2);
  });

  it("reads pax names and sizes", async () => {
    const long = `${"long/".repeat(40)}name`;
    const record = (text: string) => {
      const length = text.length + 2;
      const total = length + String(length + String(length).length).length - 1 + 1;
      return `${total} ${text}\n`;
    };
    const records = Buffer.from(record(`path=${long}`) + record(`size=${content.length}`));
    const found = await index(
      tarHeader({ name: "PaxHeaders/x", size: records.length, type: "x" }),
      padded(records),
      regular("short", 0),
    );
    assert.equal(found.find(long)?.size, content.length);
    assert.equal(found.find("short"), undefined);
  });

  it("reads GNU long names and sizes in binary", async () => {
    const long = "n".repeat(300);
    const header = tarHeader({ name: "short", size: 0 });
    header.writeUIntBE(0x80, 124, 1);
    header.fill(0, 125, 136);
    header.writeUIntBE(content.length, 132, 4);
    header.write(" ".repeat(8), 148);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
    );
    const name = Buffer.from(`${long}\0`);
    const found = await index(
      tarHeader({ name: "././@LongLink", size: name.length, type: "L" }),
      padded(name),
      header,
      padded(content),
    );
    assert.equal(found.find(long)?.size, content.length);
  });

  it("follows symbolic links and hard links, and refuses those in a circle", async () => {
    const found = await index(
      regular("layers/a/layer.tar"),
      tarHeader({ name: "layers/b/layer.tar", size: 0, type: "2", linkName: "../a/layer.tar" }),
      tarHeader({ name: "hard", size: 0, type: "1", linkName: "layers/b/layer.tar" }),
      tarHeader({ name: "x", size: 0, type: "2", linkName: "y" }),
      tarHeader({ name: "y", size: 0, type: "2", linkName: "x" }),
    );
    assert.deepEqual(found.find("hard"), found.find("layers/a/layer.tar"));
    assert.throws(() => found.find("x"), /link to itself/);
  });

  const failures: Array<[what: string, bytes: Buffer, reason: RegExp]> = [
    [
      "a compressed archive",
      gzipSync(tarOf({ a: Buffer.alloc(5000, "random text") })),
      /compressed with gzip/,
    ],
    ["what is no archive", Buffer.alloc(1024, "x"), /no tar archive/],
    ["an archive that is cut short", tarOf({ a: Buffer.alloc(5000) }).subarray(0, 3000), /cut short/],
    [
      "a link that leaves the archive",
      tarHeader({ name: "a", size: 0, type: "2", linkName: "../../b" }),
      /leaves it/,
    ],
    ["a sparse file", tarHeader({ name: "a", size: 0, type: "S" }), /sparse/],
  ];
  for (const [what, bytes, reason] of failures) {
    it(`fails on ${what}`, async () => {
      const source = new MemorySource(
        bytes.length < 1024 ? Buffer.concat([bytes, Buffer.alloc(1024)]) : bytes,
      );
      await assert.rejects(
        TarIndex.read(source),
        (error) => error instanceof ArchiveError && reason.test(error.message),
      );
    });
  }
});

describe("archives", () => {
  const images = [new TestImage(), new TestImage()] as const;
  const NAME = "org.opencontainers.image.ref.name";
  const twoNamed = layoutOf(images, [{ [NAME]: "v1" }, { [NAME]: "v2" }]);

  it("of several images need to be told which, by name or digest", async () => {
    await assert.rejects(
      (await open(twoNamed)).root(),
      (error) =>
        error instanceof UnsupportedImageError && /several images; choose one of v1, v2/.test(error.message),
    );
    for (const image of ["v2", images[1].content.digest]) {
      assert.equal((await (await open(twoNamed, image)).root()).digest, images[1].content.digest);
    }
    await assert.rejects(
      (await open(twoNamed, "v3")).root(),
      /not contain exactly one image "v3"; it has v1, v2/,
    );
  });

  it("of several platforms of one image are taken as an index", async () => {
    const arm = new TestImage({ platform: { os: "linux", architecture: "arm64" } });
    const root = await (await open(layoutOf([images[0], arm], [{ [NAME]: "v1" }, { [NAME]: "v1" }]))).root();
    const index = parseManifest(root.bytes, root.mediaType, "x");
    assert(index.kind === "index");
    assert.equal(index.manifests.length, 2);
  });

  it("of docker save are found by tag in short and in full", async () => {
    const files = dockerSaveOf(images[0], ["fraud:1"]);
    for (const image of [undefined, "fraud:1", "docker.io/library/fraud:1"]) {
      const source = await open(files, image);
      const root = await source.root();
      const manifest = parseManifest(root.bytes, root.mediaType, "x");
      assert(manifest.kind === "image");
      for (const [index, layer] of manifest.layers.entries()) {
        assert.deepEqual(await collected(source.blob(layer, 0)), images[0].tars[index]);
        assert.deepEqual(await collected(source.blob(layer, 700)), images[0].tars[index]?.subarray(700));
      }
    }
    await assert.rejects((await open(files, "fraud:2")).root(), UnsupportedImageError);
  });

  it("fail when a layer is another than the configuration names", async () => {
    const files = dockerSaveOf(images[0], ["fraud:1"]);
    const layer = Object.keys(files).find((path) => path.endsWith("layer.tar")) ?? "";
    const source = await open({ ...files, [layer]: images[1].tars[0] ?? Buffer.alloc(0) });
    const { bytes, mediaType } = await source.root();
    const manifest = parseManifest(bytes, mediaType, "x");
    assert(manifest.kind === "image");
    await assert.rejects(async () => {
      for (const descriptor of manifest.layers) await collected(source.blob(descriptor, 0));
    }, ContentError);
  });

  const broken: Array<[what: string, files: Record<string, Buffer>, reason: RegExp]> = [
    ["neither form", { "hello.txt": Buffer.from("hello") }, /neither index\.json .* nor manifest\.json/],
    [
      "a missing manifest",
      { "index.json": layoutOf(images.slice(0, 1))["index.json"] ?? Buffer.alloc(0) },
      /lacks the blob sha256:/,
    ],
    [
      "a path that leaves it",
      { "manifest.json": Buffer.from('[{"Config":"../../etc/passwd","Layers":[]}]') },
      /leaves it/,
    ],
    [
      "a missing layer",
      {
        "manifest.json": Buffer.from('[{"Config":"c","Layers":["x"]}]'),
        c: Buffer.from(`{"rootfs":{"diff_ids":["sha256:${"a".repeat(64)}"]}}`),
      },
      /lacks the layer "x"/,
    ],
    ["no configuration", { "manifest.json": Buffer.from("[{}]") }, /without Config or Layers/],
  ];
  for (const [what, files, reason] of broken) {
    it(`fail with ${what}`, async () => {
      await assert.rejects(async () => (await open(files)).root(), reason);
    });
  }

  it("are read from a folder, and from what tar packs of it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "layout-"));
    try {
      const files = layoutOf(images.slice(0, 1));
      for (const [path, bytes] of Object.entries(files)) {
        await mkdir(dirname(join(folder, "layout", path)), { recursive: true });
        await writeFile(join(folder, "layout", path), bytes);
      }
      const paths = [join(folder, "layout")];
      for (const format of ["gnu", "pax", "ustar"]) {
        const path = join(folder, `${format}.tar`);
        const { status } = spawnSync("tar", [
          "--format",
          format,
          "-cf",
          path,
          "-C",
          join(folder, "layout"),
          ".",
        ]);
        if (status === 0) paths.push(path);
      }
      for (const path of paths) {
        const archive = await openLocalArchive(path);
        const root = await archive.source.root();
        assert.equal(root.digest, images[0].content.digest);
        const manifest = parseManifest(root.bytes, root.mediaType, "x");
        assert(manifest.kind === "image");
        assert.deepEqual(await collected(archive.source.blob(manifest.config, 0)), images[0].config);
        await archive.close();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("fail in a folder whose manifest names a file outside of it", async () => {
    const parent = await mkdtemp(join(tmpdir(), "outside-"));
    try {
      const folder = join(parent, "saved");
      await mkdir(folder);
      await writeFile(join(parent, "secret.gz"), gzipSync("secret"));
      await writeFile(join(folder, "c"), `{"rootfs":{"diff_ids":["sha256:${"a".repeat(64)}"]}}`);
      for (const layer of ["../secret.gz", join(parent, "secret.gz"), "x/../../secret.gz"]) {
        await writeFile(join(folder, "manifest.json"), JSON.stringify([{ Config: "c", Layers: [layer] }]));
        const { source } = await openLocalArchive(folder);
        await assert.rejects(
          source.root(),
          (error) => error instanceof ArchiveError && /leaves it/.test(error.message),
        );
      }
    } finally {
      await rm(parent, { recursive: true });
    }
  });

  it("fail when the path is a device", async () => {
    await assert.rejects(FileSource.open("/dev/null"), ArchiveError);
    const folder = await mkdtemp(join(tmpdir(), "empty-"));
    await symlink("/nowhere", join(folder, "index.json"));
    await assert.rejects(openLocalArchive(folder), /contains no image/);
    await rm(folder, { recursive: true });
  });
});
