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
 * Decodes a body that a server sent with an unrequested `Content-Encoding`. Throws {@link ContentError} when the encoding
 * is unknown or the bytes do not match it; `what` begins the message. Source: RFC 9110, section 8.4.
 */
export async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: string,
  what: string,
): AsyncGenerator<Buffer, void, undefined> {
  const came = `${what} has the Content-Encoding ${JSON.stringify(encoding.slice(0, 50))}`;
  const decoder = DECODERS.get(encoding)?.();
  if (!decoder) throw new ContentError(`${came}, which was not requested`);
  try {
    yield* transformed(chunks, decoder);
  } catch (error) {
    const isDecoder = /^(?:Z_|ERR__|ERR_BROTLI)/.test(codeOf(error) ?? "");
    throw isDecoder ? new ContentError(`${came}, but does not match it: ${messageOf(error)}`) : error;
  }
}

/** Decodes a body's `Content-Encoding`, unless the received bytes are already right. */
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
