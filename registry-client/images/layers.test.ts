import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import * as zlib from "node:zlib";
import fc from "fast-check";
import { ContentError, UnsupportedImageError } from "../errors";
import { recompressed } from "./layers";

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function collected(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const optionsFor = (bytes: Buffer) => ({
  from: "none" as const,
  diffId: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  maximumSize: 10_000_000,
  what: "layer",
});

describe("recompressed", () => {
  it("gives the same bytes however the tar arrives, and they decompress to it", async () => {
    const tar = Buffer.concat([
      Buffer.alloc(200_000),
      randomBytes(100_000),
      Buffer.from("text ".repeat(50_000)),
    ]);
    const expected = await collected(recompressed(pieces(tar, tar.length), optionsFor(tar)));
    assert.deepEqual(zlib.gunzipSync(expected), tar);
    // No time and no operating system: RFC 1952, section 2.3.
    assert.deepEqual([...expected.subarray(4, 8)], [0, 0, 0, 0]);
    assert.equal(expected[9], 255);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 700, max: 300_000 }), async (size) => {
        assert.deepEqual(await collected(recompressed(pieces(tar, size), optionsFor(tar))), expected);
      }),
      { numRuns: 20 },
    );
  });

  it("fails when the tar is another than the configuration names", async () => {
    const options = optionsFor(Buffer.from("other"));
    await assert.rejects(collected(recompressed(pieces(randomBytes(100), 10), options)), ContentError);
  });

  it("fails with the error of what it reads", async () => {
    const reason = new Error("source");
    const source = (async function* () {
      yield randomBytes(10);
      throw reason;
    })();
    await assert.rejects(
      collected(recompressed(source, optionsFor(randomBytes(10)))),
      (error) => error === reason,
    );
  });

  const compressZstd: unknown = Reflect.get(zlib, "zstdCompressSync");
  if (typeof compressZstd === "function") {
    const tar = Buffer.concat([randomBytes(50_000), Buffer.alloc(3_000_000)]);
    const stored: unknown = Reflect.apply(compressZstd, zlib, [tar]);
    assert(Buffer.isBuffer(stored));
    const options = { ...optionsFor(tar), from: "zstd" as const };

    it("reads zstd", async () => {
      const gzip = await collected(recompressed(pieces(stored, 1000), options));
      assert.deepEqual(zlib.gunzipSync(gzip), tar);
    });

    it("fails on a decompression bomb at the limit", async () => {
      const limited = { ...options, maximumSize: 1_000_000 };
      await assert.rejects(collected(recompressed(pieces(stored, 1000), limited)), UnsupportedImageError);
    });

    it("fails on zstd that is cut short", async () => {
      await assert.rejects(
        collected(recompressed(pieces(stored.subarray(0, 2000), 1000), options)),
        ContentError,
      );
    });
  } else {
    console.log(`  skipped: zstd layers are not tested, Node ${process.versions.node} does not know zstd`);
    it("fails on zstd, and names the Node that can read it", async () => {
      const options = { ...optionsFor(Buffer.alloc(0)), from: "zstd" as const };
      await assert.rejects(
        collected(recompressed(pieces(randomBytes(10), 10), options)),
        (error) => error instanceof UnsupportedImageError && /Node can read from 22\.15/.test(error.message),
      );
    });
  }
});
