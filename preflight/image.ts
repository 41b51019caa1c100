import {
  type BlobStart,
  choosePlatform,
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  isForeign,
  isPlatform,
  Limit,
  MediaType,
  parseManifest,
  type Platform,
  platformOf,
  type ServedContent,
  UnsupportedImageError,
} from "../registry-client";
import type { Context } from "./context";

/** What the reference leads to. */
export interface Manifest {
  readonly content: ServedContent;
  readonly parsed: ImageManifest | ImageIndex;
}

/** The one image that an instance runs. */
export interface Image {
  readonly digest: string;
  readonly manifest: ImageManifest;
}

/** The beginning of one blob, or why it could not be read. */
export type BlobAttempt =
  | { readonly blob: Descriptor; readonly start: BlobStart }
  | { readonly blob: Descriptor; readonly error: unknown };

// A configuration is some kilobytes; more would be read for nothing.
const CONFIG_LIMIT = 4 * 1024 * 1024;
const FIRST_BYTES = 512;
// Each takes a connection while the registry answers.
const BLOBS_AT_ONCE = 16;

/** The manifest or index, by digest or tag. */
export async function manifestOf(context: Context): Promise<Manifest> {
  const { repository, tag, digest } = context.reference;
  const content = await context.client.manifest(repository, digest ?? tag ?? "latest", {
    signal: context.signal,
  });
  return { content, parsed: parseManifest(content.bytes, content.mediaType, context.options.image) };
}

/** The image for the platform that is wanted: out of an index, or the only one that there is. */
export async function imageOf(context: Context): Promise<Image> {
  const { content, parsed } = await context.once(manifestOf);
  if (parsed.kind === "image") return { digest: content.digest, manifest: parsed };
  const what = context.options.image;
  const { digest } = choosePlatform(parsed.manifests, context.platform, what);
  const child = await context.client.manifest(context.reference.repository, digest, {
    signal: context.signal,
  });
  const manifest = parseManifest(child.bytes, child.mediaType, `${what}: ${digest}`);
  if (manifest.kind === "image") return { digest, manifest };
  throw new UnsupportedImageError(`${what}: the entry ${digest} for this platform is an index itself`);
}

/** The image's configuration; `undefined` when it has none that can be understood. */
async function configOf(context: Context): Promise<unknown> {
  const { manifest } = await context.once(imageOf);
  const { config } = manifest;
  if (config.size > CONFIG_LIMIT || !isImageConfig(config)) return undefined;
  const chunks: Buffer[] = [];
  const { repository } = context.reference;
  for await (const chunk of context.client.blob(repository, config, { signal: context.signal })) {
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** The platform that the image's configuration names; `undefined` when it names none. */
export async function platformOfImage(context: Context): Promise<Platform | undefined> {
  const config = await context.once(configOf);
  return isPlatform(config) && config.os !== "" && config.architecture !== ""
    ? platformOf(config)
    : undefined;
}

/** The labels that the image's configuration gives its containers; `undefined` when there is no configuration. */
export async function labelsOfImage(
  context: Context,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const config = fieldsOf(await context.once(configOf));
  return config && (fieldsOf(fieldsOf(config["config"])?.["Labels"]) ?? {});
}

/** Whether the configuration is one of the blobs that cannot be read, which another check tells. */
export async function isConfigUnreadable(
  { manifest: { config } }: Image,
  context: Context,
): Promise<boolean> {
  const attempts = await context.once(blobsOf);
  return attempts.some((attempt) => "error" in attempt && attempt.blob.digest === config.digest);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? { ...value } : undefined;
}

/** Whether a configuration is that of an image that can run, and not of another artifact. */
export function isImageConfig({ mediaType }: Descriptor): boolean {
  return mediaType === MediaType.OciConfig || mediaType === MediaType.DockerConfig;
}

/** The first bytes of all blobs that the registry should have, a limited number requested at once. */
export async function blobsOf(context: Context): Promise<readonly BlobAttempt[]> {
  const { repository } = context.reference;
  const own = distinct(await context.once(imageOf)).filter((blob) => !isForeign(blob));
  const limit = new Limit(BLOBS_AT_ONCE);
  const { signal } = context;
  const read = async (blob: Descriptor): Promise<BlobAttempt> => {
    try {
      signal.throwIfAborted();
      const { digest, size } = blob;
      return {
        blob,
        start: await context.client.blobStart(repository, digest, FIRST_BYTES, { signal, size }),
      };
    } catch (error) {
      return { blob, error };
    }
  };
  return Promise.all(own.map((blob) => limit.run(() => read(blob))));
}

/** Bytes of the configuration and all layers, as they are stored. */
export function sizeOf(image: Image): number {
  return distinct(image).reduce((sum, { size }) => sum + size, 0);
}

/** The configuration and the layers, each once. */
export function distinct({ manifest }: Image): readonly Descriptor[] {
  return [...new Map([manifest.config, ...manifest.layers].map((blob) => [blob.digest, blob])).values()];
}
