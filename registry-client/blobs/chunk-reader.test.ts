import assert from "node:assert/strict";
import fc from "fast-check";
import { ChunkReader } from "./chunk-reader";
import { ContentError } from "../errors";

async function collected(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

describe("ChunkReader", () => {
  const bytes = Buffer.from(Array.from({ length: 200 }, (_, index) => index));
  const readerOf = (pieceSize: number) => {
    const opened: number[] = [];
    const reader = new ChunkReader(async function* (start) {
      opened.push(start);
      for (let at = start; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
    });
    return { reader, opened };
  };

  it("gives every chunk out of one stream, however the pieces fall", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 250 }),
        fc.integer({ min: 1, max: 250 }),
        async (piece, chunk) => {
          const { reader, opened } = readerOf(piece);
          const chunks: Buffer[] = [];
          for (let start = 0; start < bytes.length; start += chunk) {
            chunks.push(await collected(reader.take(start, Math.min(bytes.length, start + chunk))));
          }
          assert.deepEqual(Buffer.concat(chunks), bytes);
          assert.deepEqual(opened, [0]);
        },
      ),
    );
  });

  it("gives any ranges in any order", async () => {
    const range = fc
      .tuple(fc.nat(200), fc.nat(200))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.array(range), async (piece, ranges) => {
        const { reader } = readerOf(piece);
        for (const [start, end] of ranges) {
          assert.deepEqual(await collected(reader.take(start, end)), bytes.subarray(start, end));
        }
      }),
    );
  });

  it("loses nothing to a chunk that was given up while it waited", async () => {
    let go = () => {};
    const waited = new Promise<void>((resolve) => (go = resolve));
    let opened = 0;
    const reader = new ChunkReader(async function* (start) {
      if (opened++ === 0) await waited;
      yield bytes.subarray(start);
    });
    const givenUp = reader.take(0, 10).next();
    reader.close();
    const again = collected(reader.take(0, 200));
    go();
    assert.deepEqual(await again, bytes);
    await givenUp;
  });

  it("gives what it was primed with, wherever that ends", async () => {
    for (const piece of [1, 7, 100, 250]) {
      const { reader, opened } = readerOf(piece);
      await reader.prime(0);
      await reader.prime(0);
      assert.deepEqual(await collected(reader.take(0, 50)), bytes.subarray(0, 50));
      await reader.prime(50);
      assert.deepEqual(await collected(reader.take(50, 200)), bytes.subarray(50));
      assert.deepEqual(opened, [0]);
    }
    await assert.rejects(readerOf(7).reader.prime(200), ContentError);
  });

  it("gives all of a stream, to its end, and fails where that is another one", async () => {
    for (const piece of [1, 7, 100, 250]) {
      assert.deepEqual(await collected(readerOf(piece).reader.takeAll(0, 200)), bytes);
      await assert.rejects(
        collected(readerOf(piece).reader.takeAll(0, 199)),
        (error) => error instanceof ContentError && /more than 199 bytes/.test(error.message),
      );
      await assert.rejects(collected(readerOf(piece).reader.takeAll(0, 201)), /ended 1 bytes early/);
    }
  });

  it("fails when there are fewer bytes than asked for", async () => {
    await assert.rejects(
      collected(readerOf(7).reader.take(190, 210)),
      (error) => error instanceof ContentError && /ended 10 bytes early/.test(error.message),
    );
  });
});
