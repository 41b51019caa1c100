import {
  type ImageReference,
  InvalidReferenceError,
  parseReference,
  type Platform,
  type ReferencePart,
} from "../../registry-client";
import { PublishError } from "./publish-error";

/** One version of an object in S3. */
export interface ArchiveLocation {
  readonly bucket: string;
  readonly key: string;
  /** The object's version; this or `etag` is needed, so that what is published does not change under way. */
  readonly versionId?: string;
  /** The object's entity tag, for a bucket without versions. */
  readonly etag?: string;
  /** Which image, by its name or digest in the archive; needed when the archive holds several. */
  readonly image?: string;
}

/** What the function is called with. */
export interface PublishImageEvent {
  /** Where the image is read from: an archive of `docker save` or an OCI image layout, as an uncompressed tar. */
  readonly source: { readonly archive: ArchiveLocation };
  /** The repository that the image is put into. */
  readonly repository: string;
  /** The tag that will point to it; none by default. */
  readonly tag?: string;
  /** The one image taken from several, `os/architecture[/variant]`; `linux/amd64` by default for `DockerSchema2`, otherwise all. */
  readonly platform?: string;
  /**
   * The media types of the manifest: `DockerSchema2`, which changes the digest unless it had them, or `Preserve`,
   * byte for byte. `DockerSchema2` by default.
   */
  readonly mediaTypes?: "DockerSchema2" | "Preserve";
  /** Whether layers that are compressed with zstd, which Docker schema 2 does not know, become gzip; `false` by default. */
  readonly recompressZstd?: boolean;
}

/** What the function answers. */
export interface PublishImageAnswer {
  /** The digest of the manifest or index that the registry now holds. */
  readonly digest: string;
  /** Its media type. */
  readonly mediaType: string;
  /** Bytes of the image's blobs: configuration and layers, as they are stored. */
  readonly size: number;
  /** How many blobs were uploaded, and how many were there before. */
  readonly blobs: { readonly uploaded: number; readonly present: number };
  /** Bytes that were uploaded. */
  readonly uploadedBytes: number;
}

/** An event whose every value has been checked. */
export interface PublishRequest {
  readonly archive: ArchiveLocation;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly platform: Platform | undefined;
  readonly format: "docker" | "preserve";
  readonly recompressZstd: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks an event. A property that is not known is refused: an older function would otherwise leave it out silently.
 * @throws PublishError naming every problem
 */
export function parseEvent(event: unknown): PublishRequest {
  const problems: string[] = [];
  const reader = new Reader(problems);
  const fields = reader.object("event", event, [
    "source",
    "repository",
    "tag",
    "platform",
    "mediaTypes",
    "recompressZstd",
  ]);
  const source = reader.object("source", fields["source"], ["archive"]);
  const archive = reader.object("source.archive", source["archive"], [
    "bucket",
    "key",
    "versionId",
    "etag",
    "image",
  ]);
  const versionId = reader.text("source.archive.versionId", archive["versionId"]);
  const etag = reader.text("source.archive.etag", archive["etag"]);
  if (versionId === undefined && etag === undefined) {
    problems.push(
      "source.archive needs versionId or etag, so that what is published does not change under way",
    );
  }
  const image = reader.text("source.archive.image", archive["image"]);
  const request: PublishRequest = {
    archive: {
      bucket: reader.required("source.archive.bucket", archive["bucket"]),
      key: reader.required("source.archive.key", archive["key"]),
      ...(versionId === undefined ? {} : { versionId }),
      ...(etag === undefined ? {} : { etag }),
      ...(image === undefined ? {} : { image }),
    },
    repository: reader.part("repository", reader.required("repository", fields["repository"])) ?? "",
    tag: reader.part("tag", reader.text("tag", fields["tag"])),
    platform: reader.platform(reader.text("platform", fields["platform"])),
    format: reader.mediaTypes(fields["mediaTypes"]) === "Preserve" ? "preserve" : "docker",
    recompressZstd: reader.boolean("recompressZstd", fields["recompressZstd"]) ?? false,
  };
  if (problems.length > 0) {
    throw new PublishError(`The event of the publishing function is not valid: ${problems.join("; ")}.`);
  }
  return request;
}

/** Reads values out of an event, and notes what is wrong with them. */
class Reader {
  constructor(private readonly problems: string[]) {}

  object(path: string, value: unknown, known: readonly string[]): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.problems.push(`${path} must be an object with ${known.join(", ")}`);
      return {};
    }
    const unknown = Object.keys(value).filter((key) => !known.includes(key));
    if (unknown.length > 0) {
      this.problems.push(
        `${path} has ${unknown.map((key) => JSON.stringify(key)).join(", ")}, which this function does not know; ` +
          `known are ${known.join(", ")}; the stack with the ImagePublisher may need a newer version of the package`,
      );
    }
    return value as Fields;
  }

  text(path: string, value: unknown): string | undefined {
    if (value === undefined || (typeof value === "string" && value !== "")) return value;
    this.problems.push(`${path} must be a text that is not empty`);
    return undefined;
  }

  required(path: string, value: unknown): string {
    if (value === undefined) this.problems.push(`${path} is missing`);
    return this.text(path, value) ?? "";
  }

  boolean(path: string, value: unknown): boolean | undefined {
    if (value === undefined || typeof value === "boolean") return value;
    this.problems.push(`${path} must be true or false`);
    return undefined;
  }

  mediaTypes(value: unknown): unknown {
    if (value !== undefined && value !== "DockerSchema2" && value !== "Preserve") {
      this.problems.push(`mediaTypes is ${JSON.stringify(value)}, but must be DockerSchema2 or Preserve`);
    }
    return value;
  }

  platform(text: string | undefined): Platform | undefined {
    if (text === undefined) return undefined;
    const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text);
    const [, os, architecture, variant] = match ?? [];
    if (os !== undefined && architecture !== undefined) {
      return { os, architecture, ...(variant === undefined ? {} : { variant }) };
    }
    this.problems.push(
      `platform is ${JSON.stringify(text)}, but must be os/architecture or os/architecture/variant, as linux/arm64`,
    );
    return undefined;
  }

  /** A repository or a tag, after the grammar of image references. */
  part(part: ReferencePart & keyof ImageReference, value: string | undefined): string | undefined {
    if (value === undefined || value === "") return value;
    try {
      const separator = part === "tag" ? "repository:" : "";
      if (parseReference(`registry.invalid/${separator}${value}`)[part] === value) return value;
      this.problems.push(`${part} ${JSON.stringify(value)} is not a ${part} alone`);
    } catch (error) {
      if (!(error instanceof InvalidReferenceError)) throw error;
      this.problems.push(`${part} ${JSON.stringify(value)} is not valid: the ${error.part} ${error.reason}`);
    }
    return undefined;
  }
}
