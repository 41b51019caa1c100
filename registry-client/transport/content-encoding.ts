import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { codeOf, ContentError, messageOf } from "../errors";
import { transformed } from "../blobs/transform-chunks";

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", () => zlib.createGunzip()],
  ["x-gzip", () => zlib.createGunzip()],
  ["deflate", () => zlib.createInflate()],
  ["br", () => zlib.createBrotliDecompress()],
]);

/**
 * Decodes what a server has sent in a `Content-Encoding` although nobody asked for one. Throws {@link ContentError} when
 * that is not known, or the bytes are not in it; `what` begins the message. Source: RFC 9110, section 8.4.
 */
export async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
  what: string,
): AsyncGenerator<Buffer, void, undefined> {
  const came = `${what} came with the Content-Encoding ${JSON.stringify(encoding.slice(0, 50))}`;
  const decoder = DECODERS.get(encoding)?.();
  if (!decoder) throw new ContentError(`${came}, which nobody asked for`);
  try {
    yield* transformed(chunks, decoder);
  } catch (error) {
    const isDecoder = /^(?:Z_|ERR__|ERR_BROTLI)/.test(codeOf(error) ?? "");
    throw isDecoder ? new ContentError(`${came}, but is not in it: ${messageOf(error)}`) : error;
  }
}

/** The bytes of a body that may be in a `Content-Encoding`: as they came where they are right so, and decoded otherwise. */
export async function decodedBytes(
  bytes: Buffer,
  encoding: string | undefined,
  isRight: (bytes: Buffer) => boolean,
  limit: number,
  what: string,
): Promise<Buffer> {
  if (encoding === undefined || isRight(bytes)) return bytes;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of decoded(one(bytes), encoding, what)) {
    size += piece.length;
    if (size > limit) throw new ContentError(`${what} has more than ${limit} bytes when decoded`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes;
}
