import { createHash, randomFillSync } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Content, type Descriptor, type ImageSource, MediaType, sha256 } from "../../registry-client";
import { tarHeader } from "../../tests/registry-client/images";

const MIB = 1024 * 1024;
const LAYERS = 4;
const END_OF_TAR = Buffer.alloc(1024);
const BLOCK = 512;

/** An image of four layers that do not compress, made anew whenever they are read: nothing holds a layer in memory. */
export class LargeImage implements ImageSource {
  readonly name = "large image";
  private readonly noise = randomFillSync(Buffer.alloc(MIB));
  private readonly layers: readonly Descriptor[];
  private readonly config: Buffer;
  private readonly content: Content;

  /** `layerMiB` are the MiB of the one file in each layer. */
  constructor(private readonly layerMiB: number) {
    this.layers = Array.from({ length: LAYERS }, (_, index) => this.describe(index));
    this.config = Buffer.from(
      JSON.stringify({
        os: "linux",
        architecture: "amd64",
        config: { Cmd: ["serve"] },
        rootfs: { type: "layers", diff_ids: this.layers.map(({ digest }) => digest) },
      }),
    );
    const config = { mediaType: MediaType.OciConfig, ...sizeAndDigest(this.config) };
    const mediaType = MediaType.OciManifest;
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: this.layers }));
    this.content = { mediaType, digest: sha256(bytes), bytes };
  }

  async root(): Promise<Content> {
    return this.content;
  }

  async manifest(): Promise<Content> {
    return this.content;
  }

  async *blob(descriptor: Descriptor, start: number): AsyncGenerator<Buffer, void, undefined> {
    if (start > 0) throw new Error("A large image is read from its beginning");
    const index = this.layers.findIndex(({ digest }) => digest === descriptor.digest);
    if (index < 0) yield this.config;
    else yield* this.tar(index);
  }

  /** Writes an OCI image layout into a folder. */
  async writeLayout(folder: string): Promise<void> {
    for (const { path, chunks } of this.files()) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(join(folder, path)));
    }
  }

  /** Writes an OCI image layout as a tar archive. */
  async writeArchive(path: string): Promise<void> {
    await pipeline(Readable.from(this.archive(), { objectMode: false }), createWriteStream(path));
  }

  private *archive(): Generator<Buffer, void, undefined> {
    for (const { path, size, chunks } of this.files()) {
      yield tarHeader({ name: path, size });
      yield* chunks;
      yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
    }
    yield END_OF_TAR;
  }

  private *files(): Generator<{ path: string; size: number; chunks: Iterable<Buffer> }, void, undefined> {
    const small = (path: string, bytes: Buffer) => ({ path, size: bytes.length, chunks: [bytes] });
    const { bytes, mediaType } = this.content;
    const manifests = [{ mediaType, ...sizeAndDigest(bytes) }];
    yield small("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
    yield small("index.json", Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
    for (const content of [bytes, this.config]) yield small(blobPath(sha256(content)), content);
    for (const [index, { digest, size }] of this.layers.entries()) {
      yield { path: blobPath(digest), size, chunks: this.tar(index) };
    }
  }

  private describe(index: number): Descriptor {
    const hash = createHash("sha256");
    let size = 0;
    for (const chunk of this.tar(index)) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { mediaType: MediaType.OciLayerTar, size, digest: `sha256:${hash.digest("hex")}` };
  }

  private *tar(index: number): Generator<Buffer, void, undefined> {
    yield tarHeader({ name: `weights-${index}`, size: this.layerMiB * MIB });
    for (let mib = 0; mib < this.layerMiB; mib++) {
      const piece = Buffer.from(this.noise);
      // Different in each MiB of each layer.
      piece.writeUInt32BE(index, 0);
      piece.writeUInt32BE(mib, 4);
      yield piece;
    }
    yield END_OF_TAR;
  }
}

function sizeAndDigest(bytes: Buffer): { size: number; digest: string } {
  return { size: bytes.length, digest: sha256(bytes) };
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}
