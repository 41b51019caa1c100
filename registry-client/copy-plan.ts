import { type ZstdLayers, layersToRecompress, toDockerManifest } from "./convert";
import { Digester } from "./digest";
import { diffIdsOf } from "./docker-save";
import { ContentError } from "./errors";
import type { ImageSource } from "./image-source";
import { isForeign, recompressed } from "./layers";
import {
  type Content,
  type Descriptor,
  type ImageManifest,
  MANIFEST_LIMIT,
  parseManifest,
  type Platform,
} from "./manifest";
import { choosePlatform } from "./platform";
import type { UploadBlob } from "./upload";

/** What is copied, and in which form. */
export interface CopyForm {
  /**
   * `preserve` stores manifests byte for byte; `docker` writes one image's manifest in Docker schema 2, which changes
   * its digest unless it had that form.
   */
  readonly format: "preserve" | "docker";
  /** The one platform taken out of an index; by default the whole index, or `linux/amd64` for `docker`. */
  readonly platform?: Platform;
  /** For `docker`; `refuse` by default. */
  readonly zstdLayers?: ZstdLayers;
  /** Bytes of an uncompressed layer above which recompressing is refused; 64 GiB by default. */
  readonly maximumLayerSize?: number;
}

/** One blob to be stored. */
export interface PlannedBlob {
  /** What identifies it within the plan. */
  readonly key: string;
  /** The blob as it will be stored; for one that is recompressed this reads all of it. */
  prepare(signal: AbortSignal): Promise<UploadBlob>;
  /** Whether it may be in the source's repository under the same digest. */
  readonly isMountable: boolean;
}

/** Everything to be stored: blobs first, in any order, then the manifests in theirs, the root last. */
export interface CopyPlan {
  readonly blobs: readonly PlannedBlob[];
  /** Called when all blobs are prepared. */
  manifests(): Promise<readonly Content[]>;
}

const DEFAULT_PLATFORM: Platform = { os: "linux", architecture: "amd64" };
const DEFAULT_MAXIMUM_LAYER_SIZE = 64 * 1024 ** 3;
const MAXIMUM_INDEX_DEPTH = 4;

/** Reads manifests, and decides what is to be stored. Throws what the source does, and `UnsupportedImageError`. */
export async function planCopy(source: ImageSource, form: CopyForm, signal: AbortSignal): Promise<CopyPlan> {
  const platform = form.platform ?? (form.format === "docker" ? DEFAULT_PLATFORM : undefined);
  let content = await source.root(signal);
  for (let depth = 0; platform !== undefined; depth++) {
    const manifest = parse(content, source);
    if (manifest.kind === "image") break;
    if (depth >= MAXIMUM_INDEX_DEPTH) throw new ContentError(`${source.name}: indexes are nested too deeply`);
    const { manifests } = manifest;
    // An index in an index without a platform of its own, as image layouts have it.
    const only = manifests.length === 1 && !manifests[0]?.platform ? manifests[0] : undefined;
    content = await source.manifest(only ?? choosePlatform(manifests, platform, source.name), signal);
  }
  return form.format === "docker"
    ? planDocker(source, content, form, signal)
    : planPreserved(source, await collect(source, content, signal, 0));
}

function parse(content: Content, source: ImageSource) {
  return parseManifest(content.bytes, content.mediaType, `${source.name}@${content.digest}`);
}

// Children before their index: a registry refuses an index whose manifests it does not have.
async function collect(
  source: ImageSource,
  content: Content,
  signal: AbortSignal,
  depth: number,
): Promise<Content[]> {
  const manifest = parse(content, source);
  if (manifest.kind === "image") return [content];
  if (depth >= MAXIMUM_INDEX_DEPTH) throw new ContentError(`${source.name}: indexes are nested too deeply`);
  const children = await Promise.all(
    manifest.manifests.map(async (child) =>
      collect(source, await source.manifest(child, signal), signal, depth + 1),
    ),
  );
  return [...children.flat(), content];
}

function planPreserved(source: ImageSource, contents: readonly Content[]): CopyPlan {
  const blobs = contents.flatMap((content) => {
    const manifest = parse(content, source);
    if (manifest.kind === "index") return [];
    return [...manifest.layers.filter((layer) => !isForeign(layer)), manifest.config].map((blob) =>
      plain(source, blob),
    );
  });
  return { blobs: unique(blobs), manifests: async () => contents };
}

async function planDocker(
  source: ImageSource,
  content: Content,
  form: CopyForm,
  signal: AbortSignal,
): Promise<CopyPlan> {
  const what = `${source.name}@${content.digest}`;
  const manifest = parseManifest(content.bytes, content.mediaType, what) as ImageManifest;
  const recompress = layersToRecompress(manifest, form.zstdLayers ?? "refuse", what);
  const diffIds = recompress.some((from) => from !== undefined)
    ? diffIdsOf(await readConfig(source, manifest.config, signal), `${what}: configuration`)
    : [];
  const layers = manifest.layers.map((layer, index) => {
    const from = recompress[index];
    return from === undefined
      ? plain(source, layer)
      : gzipped(source, layer, from, diffIds[index] ?? "", form);
  });
  return {
    blobs: unique([...layers, plain(source, manifest.config)]),
    manifests: async () => {
      const stored = await Promise.all(layers.map((layer) => layer.prepare(signal)));
      const descriptors = stored.map(({ digest, size }) => ({ mediaType: "", digest, size }));
      return [toDockerManifest(content, manifest, descriptors)];
    },
  };
}

function plain(source: ImageSource, descriptor: Descriptor): PlannedBlob {
  const { digest, size } = descriptor;
  return {
    key: digest,
    isMountable: true,
    prepare: async (signal) => ({ digest, size, open: (start) => source.blob(descriptor, start, signal) }),
  };
}

function gzipped(
  source: ImageSource,
  layer: Descriptor,
  from: "none" | "zstd",
  diffId: string,
  form: CopyForm,
): PlannedBlob {
  const maximumSize = form.maximumLayerSize ?? DEFAULT_MAXIMUM_LAYER_SIZE;
  const options = { from, diffId, maximumSize, what: `${source.name}: layer ${layer.digest}` };
  const open = (signal: AbortSignal) => recompressed(source.blob(layer, 0, signal), options);
  let prepared: Promise<UploadBlob> | undefined;
  const prepare = async (signal: AbortSignal): Promise<UploadBlob> => {
    const digester = new Digester();
    for await (const chunk of open(signal)) digester.update(chunk);
    return {
      size: digester.size,
      digest: digester.digest(),
      open: (start) => (start === 0 ? open(signal) : fromOffset(open(signal), start)),
    };
  };
  return {
    key: `gzip of ${layer.digest}`,
    isMountable: false,
    prepare: (signal) => (prepared ??= prepare(signal)),
  };
}

// Compressed bytes cannot be read from the middle.
async function* fromOffset(
  chunks: AsyncIterable<Buffer>,
  start: number,
): AsyncGenerator<Buffer, void, undefined> {
  let position = 0;
  for await (const chunk of chunks) {
    if (position + chunk.length > start) yield chunk.subarray(Math.max(0, start - position));
    position += chunk.length;
  }
}

async function readConfig(source: ImageSource, config: Descriptor, signal: AbortSignal): Promise<Buffer> {
  if (config.size > MANIFEST_LIMIT) {
    throw new ContentError(
      `${source.name}: the configuration has ${config.size} bytes, allowed are ${MANIFEST_LIMIT}`,
    );
  }
  const pieces: Buffer[] = [];
  for await (const piece of source.blob(config, 0, signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function unique(blobs: readonly PlannedBlob[]): PlannedBlob[] {
  return [...new Map(blobs.map((blob) => [blob.key, blob])).values()];
}
