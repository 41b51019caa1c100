import { ContentError } from "../errors";
import type { ImageSource } from "./image-source";
import {
  type Descriptor,
  isObject,
  isPlatform,
  MANIFEST_LIMIT,
  MediaType,
  parseObject,
  type Platform,
  platformOf,
} from "./manifest";

// Docker 1.10 wrote the first, and registries of that time made the others of it. Source:
// https://github.com/distribution/distribution/issues/1621, https://github.com/moby/moby/issues/30083
const GENERAL_TYPES: ReadonlySet<string> = new Set([
  "application/octet-stream",
  "application/json",
  "text/html",
  "",
]);

/** Whether a configuration has the media type of an image's configuration. */
export function isImageConfig({ mediaType }: Descriptor): boolean {
  return mediaType === MediaType.OciConfig || mediaType === MediaType.DockerConfig;
}

/** Whether a configuration has a general media type, so that its content must be read. */
export function isGeneralConfig({ mediaType }: Descriptor): boolean {
  return GENERAL_TYPES.has(mediaType.split(";")[0]?.trim().toLowerCase() ?? "");
}

/** Whether JSON is the configuration of an image. Source: OCI image-spec 1.1, config.md, "Properties". */
export function isConfigOfImage(value: unknown): boolean {
  return isPlatform(value) && isObject(value) && isObject(value["rootfs"]);
}

/** The bytes of an image's configuration. Throws {@link ContentError} beyond 4 MiB, and what the source does. */
export async function readConfig(
  source: ImageSource,
  config: Descriptor,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  if (config.size > MANIFEST_LIMIT) {
    throw new ContentError(
      `${source.name}: the configuration has ${config.size} bytes, at most ${MANIFEST_LIMIT} are read`,
    );
  }
  const pieces: Buffer[] = [];
  for await (const piece of source.blob(config, 0, signal)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The platform that an image's configuration names; `undefined` where it is no image's, or names none. */
export async function platformOfConfig(
  source: ImageSource,
  config: Descriptor,
  signal: AbortSignal | undefined,
): Promise<Platform | undefined> {
  if (!isImageConfig(config) && !isGeneralConfig(config)) return undefined;
  const value: unknown = parseObject(
    await readConfig(source, config, signal),
    `${source.name}: configuration`,
  );
  return isPlatform(value) && value.os !== "" && value.architecture !== "" ? platformOf(value) : undefined;
}
