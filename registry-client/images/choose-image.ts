import { ContentError } from "../errors";
import { platformOfConfig } from "./image-config";
import type { ImageSource } from "./image-source";
import { type Content, type Descriptor, type ImageManifest, parseManifest, type Platform } from "./manifest";
import { choosePlatform, findPlatform, isAttestation } from "./platform";

/** How many indexes may be nested. */
export const MAXIMUM_INDEX_DEPTH = 4;
// Each costs two requests.
const MAXIMUM_CONFIGURATIONS = 16;

/**
 * The one entry of an index for a platform. The platform of an entry is optional: where no entry with one fits, those
 * without are judged by the configurations of their images. A single entry that nothing contradicts is chosen.
 *
 * Throws {@link UnsupportedImageError} with the platforms that there are, and what the source throws.
 * Source: OCI image-spec 1.1, image-index.md.
 */
export async function chooseEntry(
  source: ImageSource,
  manifests: readonly Descriptor[],
  platform: Platform,
  signal?: AbortSignal,
): Promise<Descriptor> {
  const images = [...new Map(manifests.map((entry) => [entry.digest, entry])).values()].filter(
    (entry) => !isAttestation(entry),
  );
  const unnamed = images.filter((entry) => entry.platform === undefined);
  const named = findPlatform(images, platform);
  if (named || unnamed.length === 0) return named ?? choosePlatform(manifests, platform, source.name);
  const judged = new Map<Descriptor, Descriptor>();
  for (const entry of unnamed.slice(0, MAXIMUM_CONFIGURATIONS)) {
    const found = await platformOfEntry(source, entry, signal);
    if (found) judged.set({ ...entry, platform: found }, entry);
    else if (images.length === 1) return entry;
  }
  const others = images.filter((entry) => entry.platform !== undefined);
  const chosen = choosePlatform([...others, ...judged.keys()], platform, source.name);
  return judged.get(chosen) ?? chosen;
}

async function platformOfEntry(
  source: ImageSource,
  entry: Descriptor,
  signal: AbortSignal | undefined,
): Promise<Platform | undefined> {
  const content = await source.manifest(entry, signal);
  const manifest = parseManifest(content.bytes, content.mediaType, `${source.name}@${content.digest}`);
  return manifest.kind === "image" ? platformOfConfig(source, manifest.config, signal) : undefined;
}

/** The image for a platform: the root itself, or out of an index and the indexes in it. Throws as {@link chooseEntry}. */
export async function chooseImage(
  source: ImageSource,
  root: Content,
  platform: Platform,
  signal?: AbortSignal,
): Promise<{ readonly content: Content; readonly manifest: ImageManifest }> {
  let content = root;
  for (let depth = 0; ; depth++) {
    const manifest = parseManifest(content.bytes, content.mediaType, `${source.name}@${content.digest}`);
    if (manifest.kind === "image") return { content, manifest };
    if (depth >= MAXIMUM_INDEX_DEPTH) throw tooDeep(source);
    content = await source.manifest(await chooseEntry(source, manifest.manifests, platform, signal), signal);
  }
}

/** An index whose indexes refer to indexes, and so on. */
export function tooDeep(source: ImageSource): ContentError {
  return new ContentError(`${source.name}: more than ${MAXIMUM_INDEX_DEPTH} indexes are nested`);
}
