import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  type Content,
  type Descriptor,
  type ImageSource,
  MediaType,
  type Platform,
  type RangeSource,
  verified,
} from "../../registry-client";

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

export async function collected(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

/** A tar archive of some files, in the ustar format. */
export function tarOf(files: Readonly<Record<string, Buffer>>): Buffer {
  return Buffer.concat([
    ...Object.entries(files).flatMap(([name, content]) => [
      tarHeader({ name, size: content.length }),
      content,
      Buffer.alloc((512 - (content.length % 512)) % 512),
    ]),
    Buffer.alloc(1024),
  ]);
}

/** One header of a tar archive. */
export function tarHeader(options: {
  readonly name: string;
  readonly size: number;
  readonly type?: string;
  readonly linkName?: string;
}): Buffer {
  const block = Buffer.alloc(512);
  block.write(options.name, 0, 100);
  block.write("0000644\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${options.size.toString(8).padStart(11, "0")}\0`, 124);
  block.write("00000000000\0", 136);
  block.write(" ".repeat(8), 148);
  block.write(options.type ?? "0", 156);
  block.write(options.linkName ?? "", 157, 100);
  block.write("ustar\x0000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

export interface TestImageOptions {
  readonly layers?: number;
  /** Bytes of the one file in each layer. */
  readonly layerSize?: number;
  readonly platform?: Platform;
  readonly form?: "oci" | "docker";
  readonly compression?: "gzip" | "none";
  readonly labels?: Readonly<Record<string, string>>;
}

/** An image in memory whose layers are tar archives with random content. */
export class TestImage implements ImageSource {
  readonly name = "test image";
  readonly blobs = new Map<string, Buffer>();
  readonly content: Content;
  readonly config: Buffer;
  /** The layers as they are before compression. */
  readonly tars: readonly Buffer[];
  readonly platform: Platform;

  constructor(options: TestImageOptions = {}) {
    const { layers = 3, layerSize = 10_000, form = "oci", compression = "gzip" } = options;
    this.platform = options.platform ?? { os: "linux", architecture: "amd64" };
    this.tars = Array.from({ length: layers }, (_, index) =>
      tarOf({ [`file-${index}`]: randomBytes(layerSize) }),
    );
    this.config = Buffer.from(
      JSON.stringify({
        ...this.platform,
        created: "2026-01-01T00:00:00Z",
        config: { Cmd: ["serve"], ...(options.labels ? { Labels: options.labels } : {}) },
        rootfs: { type: "layers", diff_ids: this.tars.map(digestOf) },
        history: this.tars.map(() => ({ created: "2026-01-01T00:00:00Z", created_by: "test" })),
      }),
    );
    const isOci = form === "oci";
    const mediaTypes = {
      gzip: isOci ? MediaType.OciLayerGzip : MediaType.DockerLayerGzip,
      none: isOci ? MediaType.OciLayerTar : MediaType.DockerLayerTar,
    };
    const mediaType = isOci ? MediaType.OciManifest : MediaType.DockerManifest;
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType,
        config: this.store(isOci ? MediaType.OciConfig : MediaType.DockerConfig, this.config),
        layers: this.tars.map((tar) =>
          this.store(mediaTypes[compression], compression === "gzip" ? gzipSync(tar) : tar),
        ),
      }),
    );
    this.content = { mediaType, digest: digestOf(bytes), bytes };
  }

  get descriptor(): Descriptor {
    const { mediaType, digest, bytes } = this.content;
    return { mediaType, digest, size: bytes.length, platform: this.platform };
  }

  async root(): Promise<Content> {
    return this.content;
  }

  async manifest(): Promise<Content> {
    throw new Error("A test image has one manifest");
  }

  blob(descriptor: Descriptor, start: number): AsyncIterable<Buffer> {
    const bytes = this.blobs.get(descriptor.digest) ?? Buffer.alloc(0);
    return start === 0 ? verified(pieces(bytes), descriptor, "test image") : pieces(bytes.subarray(start));
  }

  private store(mediaType: string, bytes: Buffer): Descriptor {
    const digest = digestOf(bytes);
    this.blobs.set(digest, bytes);
    return { mediaType, size: bytes.length, digest };
  }
}

/** An index over several images. */
export class TestIndex implements ImageSource {
  readonly name = "test index";
  readonly content: Content;

  constructor(
    readonly images: readonly TestImage[],
    mediaType: string = MediaType.OciIndex,
    extra: readonly Descriptor[] = [],
  ) {
    const manifests = [...images.map(({ descriptor }) => descriptor), ...extra];
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    this.content = { mediaType, digest: digestOf(bytes), bytes };
  }

  async root(): Promise<Content> {
    return this.content;
  }

  async manifest({ digest }: Descriptor): Promise<Content> {
    const image = this.images.find(({ content }) => content.digest === digest);
    if (!image) throw new Error(`The test index lacks ${digest}`);
    return image.content;
  }

  blob(descriptor: Descriptor, start: number): AsyncIterable<Buffer> {
    const image = this.images.find(({ blobs }) => blobs.has(descriptor.digest));
    if (!image) throw new Error(`The test index lacks ${descriptor.digest}`);
    return image.blob(descriptor, start);
  }
}

/** The files of an OCI image layout. */
export function layoutOf(
  images: readonly TestImage[],
  annotations: readonly Record<string, string>[] = [],
): Record<string, Buffer> {
  const manifests = images.map(({ descriptor }, index) => ({
    ...descriptor,
    annotations: annotations[index],
  }));
  return {
    "oci-layout": Buffer.from('{"imageLayoutVersion":"1.0.0"}'),
    "index.json": Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })),
    ...Object.fromEntries(
      images.flatMap(({ content, blobs }) =>
        [[content.digest, content.bytes] as const, ...blobs].map(([digest, bytes]) => [
          `blobs/${digest.replace(":", "/")}`,
          bytes,
        ]),
      ),
    ),
  };
}

/** The files of a `docker save` archive as before version 25. */
export function dockerSaveOf(image: TestImage, tags: readonly string[]): Record<string, Buffer> {
  const config = `${digestOf(image.config).slice("sha256:".length)}.json`;
  const layers = image.tars.map(
    (tar) => [`${digestOf(tar).slice("sha256:".length)}/layer.tar`, tar] as const,
  );
  return {
    ...Object.fromEntries(layers),
    [config]: image.config,
    "manifest.json": Buffer.from(
      JSON.stringify([{ Config: config, RepoTags: tags, Layers: layers.map(([name]) => name) }]),
    ),
  };
}

/** Bytes in memory as a {@link RangeSource}, in pieces that fall everywhere. */
export class MemorySource implements RangeSource {
  /** How many reads there were. */
  reads = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly pieceSize = 1000,
  ) {}

  get size(): number {
    return this.bytes.length;
  }

  read(start: number, endExclusive: number): AsyncIterable<Buffer> {
    this.reads += 1;
    return pieces(this.bytes.subarray(start, endExclusive), this.pieceSize);
  }
}

async function* pieces(bytes: Buffer, size = 1000): AsyncGenerator<Buffer, void, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
