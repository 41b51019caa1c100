import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { MediaType } from "../../../registry-client";
import { layerFiles, layerTar, temporaryFolder, type Entry } from "../../../tests/cli/test-images";
import { OutsideImageError } from "./image-paths";
import { unpack } from "./unpack-layers";

describe("unpacking an image", () => {
  let place: ReturnType<typeof temporaryFolder>;
  let root: string;
  beforeEach(() => {
    place = temporaryFolder();
    root = join(place.folder, "image");
    mkdirSync(root);
  });
  afterEach(() => place.remove());

  const unpacked = (...layers: Entry[][]) => unpack(layerFiles(place.folder, layers), root);
  const text = (path: string) => readFileSync(join(root, path), "utf8");

  it("lays each layer over those below it, with modes but without the rights of others", async () => {
    await unpacked(
      [
        { path: "opt/", type: "Directory", mode: 0o555 },
        { path: "opt/run", content: "one", mode: 0o4755 },
        { path: "opt/secret", content: "x", mode: 0 },
        { path: "deep/er/file", content: "without its folders" },
      ],
      [{ path: "./opt/run", content: "two", mode: 0o700 }],
    );
    assert.equal(text("opt/run"), "two");
    assert.equal(text("deep/er/file"), "without its folders");
    assert.equal(statSync(join(root, "opt/run")).mode & 0o7777, 0o700);
    assert.equal(statSync(join(root, "opt/secret")).mode & 0o777, 0o600);
    assert.equal(statSync(join(root, "opt")).mode & 0o777, 0o755);
  });

  it("takes away what a whiteout names, and only from the layers below", async () => {
    await unpacked(
      [
        { path: "a/old", content: "1" },
        { path: "a/kept", content: "1" },
        { path: "b/x", content: "1" },
        { path: "b/y/z", content: "1" },
        { path: "c/d/e", content: "1" },
      ],
      [
        { path: "a/.wh.old" },
        { path: "a/new", content: "2" },
        { path: "a/.wh.new" },
        { path: "b/fresh", content: "2" },
        { path: "b/.wh..wh..opq" },
        { path: ".wh.c" },
        { path: ".wh.nothing" },
      ],
    );
    assert.deepEqual(readdirSync(join(root, "a")).sort(), ["kept", "new"]);
    assert.deepEqual(readdirSync(join(root, "b")), ["fresh"]);
    assert.deepEqual(readdirSync(root).sort(), ["a", "b"]);
  });

  it("keeps what this layer has below a folder that it takes away from those below", async () => {
    await unpacked(
      [
        { path: "a/b/old", content: "1" },
        { path: "a/other", content: "1" },
      ],
      [{ path: "a/b/new", content: "2" }, { path: ".wh.a" }],
    );
    assert.deepEqual(readdirSync(join(root, "a")), ["b"]);
    assert.deepEqual(readdirSync(join(root, "a/b")), ["new"]);
  });

  it("links files hard and symbolically, as a folder that is no root needs it", async () => {
    await unpacked(
      [
        { path: "usr/lib/one", content: "1" },
        { path: "lib", type: "SymbolicLink", linkpath: "usr/lib" },
        { path: "etc/absolute", type: "SymbolicLink", linkpath: "/usr/lib/one" },
        { path: "copy", type: "Link", linkpath: "/usr/lib/one" },
        { path: "dev/null", type: "CharacterDevice" },
      ],
      [
        { path: "lib/two", content: "2" },
        { path: "copy", content: "3" },
      ],
    );
    assert.equal(readlinkSync(join(root, "etc/absolute")), "../usr/lib/one");
    assert.equal(text("etc/absolute"), "1");
    assert.equal(text("usr/lib/two"), "2");
    assert(lstatSync(join(root, "lib")).isSymbolicLink());
    assert.equal(text("copy"), "3");
    assert.equal(text("usr/lib/one"), "1", "a file that others are linked to keeps what it holds");
    assert(!existsSync(join(root, "dev/null")));
  });

  it("puts a file in place of a folder or link, and a folder in place of those", async () => {
    await unpacked(
      [
        { path: "a/x", content: "1" },
        { path: "b", content: "1" },
        { path: "target/y", content: "1" },
        { path: "c", type: "SymbolicLink", linkpath: "target" },
      ],
      [
        { path: "a", content: "file" },
        { path: "b/", type: "Directory" },
        { path: "c/", type: "Directory" },
        { path: "c/z", content: "2" },
      ],
    );
    assert.equal(text("a"), "file");
    assert(statSync(join(root, "b")).isDirectory());
    assert.deepEqual(readdirSync(join(root, "target")), ["y"]);
    assert.deepEqual(readdirSync(join(root, "c")), ["z"]);
  });

  it("refuses paths and links that lead out, and writes nothing there", async () => {
    const outside = join(place.folder, "outside");
    for (const entries of [
      [{ path: "../outside", content: "x" }],
      [{ path: "a/../../outside", content: "x" }],
      [{ path: "a", type: "SymbolicLink", linkpath: "../outside" }],
      [{ path: "a", type: "Link", linkpath: "../../etc/passwd" }],
      [{ path: "a", type: "Link", linkpath: "nowhere" }],
    ] as Entry[][]) {
      await assert.rejects(unpacked(entries), OutsideImageError, JSON.stringify(entries));
    }
    // What an earlier layer links to the root of all files stays within the image.
    await unpacked(
      [{ path: "l", type: "SymbolicLink", linkpath: "/" }],
      [{ path: "l/outside", content: "x" }],
    );
    assert.equal(text("outside"), "x");
    assert(!existsSync(outside));
  });

  it("reads plain, gzip and zstd layers, and fails for damaged ones and for other kinds", async () => {
    const [plain] = layerFiles(place.folder, [[{ path: "plain", content: "1" }]], "none");
    assert(plain);
    await unpack([plain], root);
    assert.equal(text("plain"), "1");
    writeFileSync(plain.file, Buffer.from("no tar at all, but long enough".repeat(40)));
    await assert.rejects(unpack([plain], root));
    writeFileSync(plain.file, layerTar([{ path: "cut", content: "x".repeat(2000) }]).subarray(0, 1024));
    await assert.rejects(unpack([plain], root));
    const gzip = { ...plain, descriptor: { ...plain.descriptor, mediaType: MediaType.OciLayerGzip } };
    await assert.rejects(unpack([gzip], root));
    const other = { ...plain, descriptor: { ...plain.descriptor, mediaType: "text/plain" } };
    await assert.rejects(unpack([other], root), /of the type text\/plain cannot be unpacked/);
    const zstd = { ...plain, descriptor: { ...plain.descriptor, mediaType: MediaType.OciLayerZstd } };
    const compress: unknown = Reflect.get(zlib, "zstdCompressSync");
    if (typeof compress !== "function") {
      return void (await assert.rejects(unpack([zstd], root), /from 22\.15 on/));
    }
    const bytes: unknown = Reflect.apply(compress, zlib, [layerTar([{ path: "zstd", content: "2" }])]);
    writeFileSync(zstd.file, bytes as Buffer);
    await unpack([zstd], root);
    assert.equal(text("zstd"), "2");
  });
});
