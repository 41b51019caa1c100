import { chooseEntry, MAXIMUM_INDEX_DEPTH, tooDeep } from "../images/choose-image";
import { layersToRecompress, noImage, toDockerManifest, type ZstdLayers } from "../images/convert-manifest";
import { Digester } from "../blobs/digest";
import { diffIdsOf } from "../archives/docker-save";
import { UnsupportedImageError } from "../errors";
import { isConfigOfImage, isGeneralConfig, platformOfConfig, readConfig } from "../images/image-config";
import type { ImageSource } from "../images/image-source";
import { isForeign, recompressed } from "../images/layers";
import {
  type Content,
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  parseManifest,
  parseObject,
  type Platform,
} from "../images/manifest";
import { formatPlatform, isFor } from "../images/platform";
import type { UploadBlob } from "../blobs/upload";

/** The blobs of an image, and the form in which they are copied. */
export interface CopyForm {
  /**
   * `preserve` stores manifests byte for byte; `docker` writes one image's manifest in Docker schema 2, which changes
   * its digest unless it had that form.
   */
  readonly format: "preserve" | "docker";
  /**
   * The platform to select from an index, or that an image must have. Default: the complete index, or for `docker`
   * `linux/amd64` out of an index.
   */
  readonly platform?: Platform;
  /** For `docker`; `refuse` by default. */
  readonly zstdLayers?: ZstdLayers;
  /** Bytes of an uncompressed layer above which recompressing is refused; 64 GiB by default. */
  readonly maximumLayerSize?: number;
}

/** One blob to be stored. */
export interface PlannedBlob {
  /** What identifies it within the copy. */
  readonly key: string;
  /** The blob as it will be stored; for one that is recompressed this reads all of it. */
  prepare(signal: AbortSignal): Promise<UploadBlob>;
  /** Whether it may be in the source's repository under the same digest. */
  readonly isMountable: boolean;
}

/** Everything of one image to be stored: blobs first, in any order, then the manifest. */
export interface PlannedImage {
  readonly blobs: readonly PlannedBlob[];
  /** Called when all blobs are prepared. */
  manifest(): Promise<Content>;
}

const DEFAULT_PLATFORM: Platform = { os: "linux", architecture: "amd64" };
const DEFAULT_MAXIMUM_LAYER_SIZE = 64 * 1024 ** 3;

/** What names a manifest or index. */
export type Named = Pick<Content, "mediaType" | "digest">;

/**
 * The manifest or index to be copied: the source's own, or the one of the form's platform in it; only what names it where
 * the destination has it. Throws what the source does, and `UnsupportedImageError` where there is none for the platform.
 */
export async function chooseRoot(
  source: ImageSource,
  form: CopyForm,
  isStored: (digest: string) => Promise<boolean>,
  signal: AbortSignal,
): Promise<Content | Named> {
  const platform = form.platform ?? (form.format === "docker" ? DEFAULT_PLATFORM : undefined);
  let content = await source.root(signal);
  for (let depth = 0; platform !== undefined; depth++) {
    const manifest = parse(content, source);
    if (manifest.kind === "image") {
      // Out of an index, it is the one that was chosen.
      if (depth === 0 && form.platform) await requirePlatform(source, manifest, form.platform, signal);
      break;
    }
    if (depth >= MAXIMUM_INDEX_DEPTH) throw tooDeep(source);
    const chosen = await chooseEntry(source, manifest.manifests, platform, signal);
    if (await isStored(chosen.digest)) return { mediaType: chosen.mediaType, digest: chosen.digest };
    content = await source.manifest(chosen, signal);
  }
  return content;
}

/** Reads a manifest or index of the source. */
export function parse(content: Content, source: ImageSource): ImageManifest | ImageIndex {
  return parseManifest(content.bytes, content.mediaType, `${source.name}@${content.digest}`);
}

// Only its configuration has the platform of an image outside an index.
async function requirePlatform(
  source: ImageSource,
  { config }: ImageManifest,
  platform: Platform,
  signal: AbortSignal,
): Promise<void> {
  const found = await platformOfConfig(source, config, signal);
  if (found && !isFor(found, platform)) {
    throw new UnsupportedImageError(
      `${source.name} is an image for ${formatPlatform(found)}, not for ${formatPlatform(platform)}`,
    );
  }
}

/** What is to be stored of one image. Throws what the source does, and `UnsupportedImageError`. */
export async function planImage(
  source: ImageSource,
  content: Content,
  manifest: ImageManifest,
  form: CopyForm,
  signal: AbortSignal,
): Promise<PlannedImage> {
  if (form.format === "docker") return planDocker(source, content, manifest, form, signal);
  const blobs = [...manifest.layers.filter((layer) => !isForeign(layer)), manifest.config];
  return { blobs: unique(blobs.map((blob) => plain(source, blob))), manifest: async () => content };
}

async function planDocker(
  source: ImageSource,
  content: Content,
  manifest: ImageManifest,
  form: CopyForm,
  signal: AbortSignal,
): Promise<PlannedImage> {
  const what = `${source.name}@${content.digest}`;
  const recompress = layersToRecompress(manifest, form.zstdLayers ?? "refuse", what);
  if (isGeneralConfig(manifest.config)) await requireImage(source, manifest, what, signal);
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
    manifest: async () => {
      const stored = await Promise.all(layers.map((layer) => layer.prepare(signal)));
      const descriptors = stored.map(({ digest, size }) => ({ mediaType: "", digest, size }));
      return toDockerManifest(content, manifest, descriptors);
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

// For a configuration with a general media type.
async function requireImage(
  source: ImageSource,
  { config }: ImageManifest,
  what: string,
  signal: AbortSignal,
): Promise<void> {
  const value = parseObject(await readConfig(source, config, signal), `${what}: configuration`);
  if (!isConfigOfImage(value)) throw noImage(what, config);
}

function unique(blobs: readonly PlannedBlob[]): PlannedBlob[] {
  return [...new Map(blobs.map((blob) => [blob.key, blob])).values()];
}
