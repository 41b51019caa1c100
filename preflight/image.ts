import {
  type BlobStart,
  chooseImage,
  type Content,
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  type ImageSource,
  isConfigOfImage,
  isForeign,
  isGeneralConfig,
  isImageConfig,
  isPlatform,
  Limit,
  MANIFEST_LIMIT,
  parseManifest,
  type Platform,
  platformOf,
  readConfig,
  RegistrySource,
  type ServedContent,
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
  const chosen = await chooseImage(sourceOf(context), content, context.platform, context.signal);
  return { digest: chosen.content.digest, manifest: chosen.manifest };
}

/** The image's repository, each manifest read once. */
function sourceOf({ client, reference: { repository, tag, digest }, options, signal }: Context): ImageSource {
  const source = new RegistrySource(client, repository, digest ?? tag ?? "latest");
  const known = new Map<string, Promise<Content>>();
  return {
    name: options.image,
    root: () => source.root(signal),
    manifest(descriptor) {
      const content = known.get(descriptor.digest) ?? source.manifest(descriptor, signal);
      known.set(descriptor.digest, content);
      return content;
    },
    blob: (descriptor, start) => source.blob(descriptor, start, signal),
  };
}

/** The image's configuration; `undefined` when it has none that can be understood. */
async function configOf(context: Context): Promise<unknown> {
  const { manifest } = await context.once(imageOf);
  const { config } = manifest;
  if (config.size > MANIFEST_LIMIT || !(isImageConfig(config) || isGeneralConfig(config))) return undefined;
  const bytes = await readConfig(sourceOf(context), config, context.signal);
  try {
    return JSON.parse(bytes.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether the configuration is that of an image, and not of another artifact. */
export async function isImage(context: Context): Promise<boolean> {
  const { config } = (await context.once(imageOf)).manifest;
  return isImageConfig(config) || isConfigOfImage(await context.once(configOf));
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
