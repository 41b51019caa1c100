import { ContentError, UnsupportedImageError } from "../errors";
import { isDigest } from "../blobs/digest";

/** The media types of images. Source: OCI image-spec 1.1, media-types.md; Docker's image manifest v2, schema 2. */
export const MediaType = {
  OciIndex: "application/vnd.oci.image.index.v1+json",
  OciManifest: "application/vnd.oci.image.manifest.v1+json",
  OciConfig: "application/vnd.oci.image.config.v1+json",
  OciLayerTar: "application/vnd.oci.image.layer.v1.tar",
  OciLayerGzip: "application/vnd.oci.image.layer.v1.tar+gzip",
  OciLayerZstd: "application/vnd.oci.image.layer.v1.tar+zstd",
  DockerManifestList: "application/vnd.docker.distribution.manifest.list.v2+json",
  DockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  DockerConfig: "application/vnd.docker.container.image.v1+json",
  DockerLayerTar: "application/vnd.docker.image.rootfs.diff.tar",
  DockerLayerGzip: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  DockerLayerZstd: "application/vnd.docker.image.rootfs.diff.tar.zstd",
  DockerForeignLayer: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
} as const;

/** The media types in `Accept` of a manifest request. */
export const MANIFEST_MEDIA_TYPES: readonly string[] = [
  MediaType.OciIndex,
  MediaType.OciManifest,
  MediaType.DockerManifestList,
  MediaType.DockerManifest,
];

/** The largest manifest or index that is read, in bytes: 4 MiB, which registries must take at least. */
export const MANIFEST_LIMIT = 4 * 1024 * 1024;

/** The most layers of an image; Docker's storage drivers take 127 or 128. */
export const MAXIMUM_LAYERS = 500;
/** The most entries of an index. */
export const MAXIMUM_ENTRIES = 1_000;

/** What an image runs on, such as `linux`, `arm64`, `v8`. Source: OCI image-spec 1.1, image-index.md. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Points to content. Source: OCI image-spec 1.1, descriptor.md. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly urls?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Platform;
}

/** A manifest or index as it is stored, byte for byte. */
export interface Content {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** The manifest of one image. */
export interface ImageManifest {
  readonly kind: "image";
  readonly mediaType: string;
  readonly config: Descriptor;
  /** From the lowest to the topmost. */
  readonly layers: readonly Descriptor[];
}

/** An index of images (Docker: manifest list). */
export interface ImageIndex {
  readonly kind: "index";
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
}

/**
 * Reads a manifest or index. `what` begins the messages.
 *
 * Throws {@link ContentError} when it is none, and {@link UnsupportedImageError} for Docker's schema 1.
 * Source: OCI image-spec 1.1, manifest.md and image-index.md.
 */
export function parseManifest(
  bytes: Buffer,
  mediaType: string | undefined,
  what: string,
): ImageManifest | ImageIndex {
  const value = parseObject(bytes, what);
  if (value["schemaVersion"] === 1) {
    throw new UnsupportedImageError(
      `${what} is a Docker schema 1 manifest, deprecated since 2017; push the image again with a current tool`,
    );
  }
  const type = effectiveMediaType(value, mediaType, what);
  if (type === MediaType.OciIndex || type === MediaType.DockerManifestList) {
    return {
      kind: "index",
      mediaType: type,
      manifests: descriptors(value["manifests"], `${what}: manifests`, MAXIMUM_ENTRIES),
    };
  }
  if (type === MediaType.OciManifest || type === MediaType.DockerManifest) {
    return {
      kind: "image",
      mediaType: type,
      config: descriptor(value["config"], `${what}: config`, ""),
      layers: descriptors(value["layers"], `${what}: layers`, MAXIMUM_LAYERS),
    };
  }
  throw new ContentError(`${what} is no image manifest, but ${JSON.stringify(type.slice(0, 100))}`);
}

/** Parses JSON that must be an object. Throws {@link ContentError}; `what` begins its message. */
export function parseObject(bytes: Buffer, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    const kind = /^\s*</.test(bytes.toString("utf8", 0, 200)) ? "an HTML or XML page" : "no JSON";
    throw new ContentError(`${what} is ${kind} instead of a JSON object`);
  }
  if (!isObject(value)) throw new ContentError(`${what} is JSON, but no object`);
  return value;
}

/** Whether the value is an object with members, and no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// `Content-Type` and `mediaType` must agree, or two clients see two different images
// (CVE-2021-41190). OCI documents may lack the member, and some servers send a general type.
function effectiveMediaType(value: Record<string, unknown>, outer: string | undefined, what: string): string {
  const inner = typeof value["mediaType"] === "string" ? value["mediaType"] : undefined;
  const specific = outer !== undefined && MANIFEST_MEDIA_TYPES.includes(outer) ? outer : undefined;
  if (inner !== undefined && specific !== undefined && inner !== specific) {
    throw new ContentError(
      `${what} says it is ${JSON.stringify(inner.slice(0, 100))}, but was served as ${specific}`,
    );
  }
  if (value["manifests"] !== undefined && (value["layers"] !== undefined || value["config"] !== undefined)) {
    throw new ContentError(`${what} is both an index and an image`);
  }
  const guessed = value["manifests"] === undefined ? MediaType.OciManifest : MediaType.OciIndex;
  return inner ?? specific ?? (value["schemaVersion"] === 2 ? guessed : (outer ?? "nothing"));
}

function descriptors(value: unknown, what: string, maximum: number): Descriptor[] {
  // What Go writes of a list that was never filled.
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ContentError(`${what} is not a list`);
  if (value.length > maximum) {
    throw new UnsupportedImageError(`${what} has ${value.length} entries, at most ${maximum} are supported`);
  }
  return value.map((entry: unknown, index) => descriptor(entry, `${what}[${index}]`));
}

// Docker 1.10 and registries of that time left the media type of configurations out.
function descriptor(value: unknown, what: string, defaultType?: string): Descriptor {
  if (!isObject(value)) throw new ContentError(`${what} is no descriptor`);
  const { mediaType = defaultType, digest, size, urls, annotations, platform } = value;
  if (typeof mediaType !== "string") throw new ContentError(`${what} has no media type`);
  if (typeof digest !== "string" || !isDigest(digest)) throw new ContentError(`${what} has no valid digest`);
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0) {
    throw new ContentError(`${what} has no valid size`);
  }
  return {
    mediaType,
    digest,
    size,
    ...(Array.isArray(urls) ? { urls: urls.filter((url): url is string => typeof url === "string") } : {}),
    ...(isObject(annotations) ? { annotations: strings(annotations) } : {}),
    ...(isPlatform(platform) && platform.os !== "" && platform.architecture !== ""
      ? { platform: platformOf(platform) }
      : {}),
  };
}

function strings(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Whether the value names a platform; a config blob does, too. */
export function isPlatform(value: unknown): value is Platform {
  return isObject(value) && typeof value["os"] === "string" && typeof value["architecture"] === "string";
}

/** The platform's fields of a larger object. */
export function platformOf({ os, architecture, variant }: Platform): Platform {
  return { os, architecture, ...(typeof variant === "string" && variant !== "" ? { variant } : {}) };
}
