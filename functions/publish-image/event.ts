import {
  type ImageReference,
  InvalidReferenceError,
  isDigest,
  parseReference,
  type Platform,
  type ReferencePart,
} from "../../registry-client";
import { EventReader } from "../shared/event-reader";
import type { StagedLayout } from "../shared/staged-layout";
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

/** Where an image is read from; exactly one of the two. */
export interface ImageLocation {
  /** An archive of `docker save` or an OCI image layout, as an uncompressed tar. */
  readonly archive?: ArchiveLocation;
  /** What the staging function has put into S3. */
  readonly layout?: StagedLayout;
}

/** What the function is called with. */
export interface PublishImageEvent {
  readonly source: ImageLocation;
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
  readonly source: { readonly archive: ArchiveLocation } | { readonly layout: StagedLayout };
  readonly repository: string;
  readonly tag: string | undefined;
  readonly platform: Platform | undefined;
  readonly format: "docker" | "preserve";
  readonly recompressZstd: boolean;
}

const PROPERTIES = ["source", "repository", "tag", "platform", "mediaTypes", "recompressZstd"];

/**
 * Checks an event.
 * @throws PublishError naming every problem
 */
export function parseEvent(event: unknown): PublishRequest {
  const reader = new EventReader();
  const { problems } = reader;
  const fields = reader.object("event", event, PROPERTIES);
  const request: PublishRequest = {
    source: readSource(reader, fields["source"]),
    repository: part(reader, "repository", reader.required("repository", fields["repository"])) ?? "",
    tag: part(reader, "tag", reader.text("tag", fields["tag"])),
    platform: reader.platform("platform", fields["platform"]),
    format: fields["mediaTypes"] === "Preserve" ? "preserve" : "docker",
    recompressZstd: reader.boolean("recompressZstd", fields["recompressZstd"]) ?? false,
  };
  if (![undefined, "DockerSchema2", "Preserve"].includes(fields["mediaTypes"] as string | undefined)) {
    const given = JSON.stringify(fields["mediaTypes"]);
    problems.push(`mediaTypes is ${given}, but must be DockerSchema2 or Preserve`);
  }
  if (problems.length > 0) {
    throw new PublishError(`The event of the publishing function is not valid: ${problems.join("; ")}.`);
  }
  return request;
}

function readSource(reader: EventReader, value: unknown): PublishRequest["source"] {
  const source = reader.object("source", value, ["archive", "layout"]);
  if (source["layout"] === undefined) return { archive: readArchive(reader, source["archive"]) };
  if (source["archive"] !== undefined) {
    reader.problems.push("source must have one of archive and layout, but has both");
  }
  return { layout: readLayout(reader, source["layout"]) };
}

function readArchive(reader: EventReader, value: unknown): ArchiveLocation {
  const path = "source.archive";
  const archive = reader.object(path, value, ["bucket", "key", "versionId", "etag", "image"]);
  const versionId = reader.text(`${path}.versionId`, archive["versionId"]);
  const etag = reader.text(`${path}.etag`, archive["etag"]);
  if (versionId === undefined && etag === undefined) {
    reader.problems.push(
      `${path} needs versionId or etag, so that what is published does not change under way`,
    );
  }
  const image = reader.text(`${path}.image`, archive["image"]);
  return {
    bucket: reader.required(`${path}.bucket`, archive["bucket"]),
    key: reader.required(`${path}.key`, archive["key"]),
    ...(versionId === undefined ? {} : { versionId }),
    ...(etag === undefined ? {} : { etag }),
    ...(image === undefined ? {} : { image }),
  };
}

function readLayout(reader: EventReader, value: unknown): StagedLayout {
  const path = "source.layout";
  const layout = reader.object(path, value, ["bucket", "prefix", "digest"]);
  const digest = reader.required(`${path}.digest`, layout["digest"]);
  if (digest !== "" && !isDigest(digest)) {
    reader.problems.push(`${path}.digest is ${JSON.stringify(digest)}, but must be a digest, sha256:…`);
  }
  return {
    bucket: reader.required(`${path}.bucket`, layout["bucket"]),
    prefix: reader.required(`${path}.prefix`, layout["prefix"]),
    digest,
  };
}

/** A repository or a tag, after the grammar of image references. */
function part(
  { problems }: EventReader,
  name: ReferencePart & keyof ImageReference,
  value: string | undefined,
): string | undefined {
  if (value === undefined || value === "") return value;
  try {
    const separator = name === "tag" ? "repository:" : "";
    if (parseReference(`registry.invalid/${separator}${value}`)[name] === value) return value;
    problems.push(`${name} ${JSON.stringify(value)} is not a ${name} alone`);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    problems.push(`${name} ${JSON.stringify(value)} is not valid: the ${error.part} ${error.reason}`);
  }
  return undefined;
}
