import { Duplex } from "node:stream";
import * as zlib from "node:zlib";
import { digesterFor } from "../blobs/digest";
import { codeOf, ContentError, messageOf, UnsupportedImageError } from "../errors";
import { type Descriptor, MediaType } from "./manifest";
import { transformed } from "../blobs/transform-chunks";

/** Compression of a layer. */
export type LayerCompression = "none" | "gzip" | "zstd";

const COMPRESSIONS: Readonly<Record<string, LayerCompression>> = {
  [MediaType.OciLayerTar]: "none",
  [MediaType.OciLayerGzip]: "gzip",
  [MediaType.OciLayerZstd]: "zstd",
  [MediaType.DockerLayerTar]: "none",
  [MediaType.DockerLayerGzip]: "gzip",
  [MediaType.DockerLayerZstd]: "zstd",
};

/** How a layer is compressed, by its media type; `undefined` when it is no layer that can be copied. */
export function compressionOf(layer: Descriptor): LayerCompression | undefined {
  return COMPRESSIONS[layer.mediaType];
}

/** Whether a layer is fetched from elsewhere and is not in the registry. OCI image-spec 1.1, layer.md. */
export function isForeign(layer: Descriptor): boolean {
  return layer.mediaType === MediaType.DockerForeignLayer || layer.mediaType.includes(".nondistributable.");
}

export interface RecompressOptions {
  /** How the layer is stored. */
  readonly from: "none" | "zstd";
  /** The digest of the uncompressed tar, out of the image's configuration. */
  readonly diffId: string;
  /** Bytes of the uncompressed tar that are refused. */
  readonly maximumSize: number;
  /** The beginning of messages. */
  readonly what: string;
}

// Fast: a layer is compressed twice, once for its digest and once to send it, and most of a model does not shrink.
const GZIP_LEVEL = 1;
const GZIP_OS_OFFSET = 9;
const GZIP_OS_UNKNOWN = 255;

/**
 * A layer's tar, compressed with gzip (RFC 1952) reproducibly: no time, no name, no
 * operating system in the header. They are the same for one version of Node on one kind of processor.
 *
 * Throws {@link ContentError} when the tar is not the one of `diffId`, and {@link UnsupportedImageError} when it is
 * larger than allowed, or zstd is beyond this Node.
 */
export async function* recompressed(
  chunks: AsyncIterable<Buffer>,
  options: RecompressOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const tar = checked(options.from === "zstd" ? zstdDecompressed(chunks, options.what) : chunks, options);
  let isFirst = true;
  for await (const chunk of transformed(tar, zlib.createGzip({ level: GZIP_LEVEL }))) {
    if (isFirst) chunk[GZIP_OS_OFFSET] = GZIP_OS_UNKNOWN;
    isFirst = false;
    yield chunk;
  }
}

async function* checked(
  chunks: AsyncIterable<Buffer>,
  { diffId, maximumSize, what }: RecompressOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const digester = digesterFor(diffId);
  for await (const chunk of chunks) {
    digester.update(chunk);
    if (digester.size > maximumSize) {
      throw new UnsupportedImageError(`${what} is larger than ${maximumSize} bytes when decompressed`);
    }
    yield chunk;
  }
  const actual = digester.digest();
  if (actual !== diffId) throw new ContentError(`${what} decompresses to ${actual} instead of ${diffId}`);
}

async function* zstdDecompressed(
  chunks: AsyncIterable<Buffer>,
  what: string,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* transformed(chunks, zstdDecompress(what));
  } catch (error) {
    const isZlib = /^Z(?:STD)?_/.test(codeOf(error) ?? "");
    throw isZlib ? new ContentError(`${what} is no sound zstd stream: ${messageOf(error)}`) : error;
  }
}

// Not in the types of the oldest Node that is supported.
function zstdDecompress(what: string): Duplex {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  const transform: unknown = typeof create === "function" ? Reflect.apply(create, zlib, []) : undefined;
  if (transform instanceof Duplex) return transform;
  throw new UnsupportedImageError(
    `${what} is compressed with zstd, which Node can read from 22.15 on; this is Node ${process.versions.node}`,
  );
}
