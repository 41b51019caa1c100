import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Pipes chunks through a transform stream. Throws the errors of both. */
export async function* transformed(
  chunks: AsyncIterable<Buffer>,
  transform: Duplex,
): AsyncGenerator<Buffer, void, undefined> {
  const piped = pipeline(Readable.from(chunks, { objectMode: false }), transform);
  // The iteration below throws the same error.
  piped.catch(() => undefined);
  yield* transform as AsyncIterable<Buffer>;
  await piped;
}
