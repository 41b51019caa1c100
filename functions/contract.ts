/**
 * Events and results of the package's Lambda functions. Components write events and read results, handlers do the reverse.
 * Types only: a component that imports them loads no code of a function.
 */
import type { Capability, CheckId, PreflightReport, Severity } from "../preflight";

/** An object with exactly one of the properties of `T`. */
export type OneOf<T> = { [K in keyof T]: { readonly [P in K]: T[P] } }[keyof T];

/** Event of the copy-image function. */
export interface CopyImageEvent {
  readonly source: CopySource;
  readonly destination: CopyDestination;
  /**
   * The one image copied from a multi-platform index, `os/architecture[/variant]`. Default: all of them, with
   * `DockerSchema2` `linux/amd64`.
   */
  readonly platform?: string;
  /**
   * Media types of the copied manifest: `Preserve` copies it byte for byte; `DockerSchema2` converts it, which changes its
   * digest unless it had them. Default: `Preserve`.
   */
  readonly mediaTypes?: "DockerSchema2" | "Preserve";
  /** Whether zstd layers, which Docker schema 2 does not allow, are recompressed with gzip. Default: false. */
  readonly recompressZstd?: boolean;
}

/** Location that an image is read from. */
export type CopySource = OneOf<CopySources>;

export interface CopySources {
  /** A registry that the function's environment names. */
  readonly registry: RegistryImage;
  /** An archive in S3. */
  readonly archive: ArchiveLocation;
  /** An image that a copy to S3 has staged there. */
  readonly layout: StagedLayout;
}

/** Image in a registry. */
export interface RegistryImage {
  /** Reference by digest, `host/repository@sha256:…`. */
  readonly image: string;
}

/** One version of an archive in S3: an uncompressed tar of `docker save`, or of an OCI image layout. */
export interface ArchiveLocation {
  readonly bucket: string;
  readonly key: string;
  /** Version of the object; this or `etag` is required, so that the object cannot change during the copy. */
  readonly versionId?: string;
  /** Entity tag of the object, for a bucket without versions. */
  readonly etag?: string;
  /** Name or digest of the image in the archive; required where the archive contains several. */
  readonly image?: string;
}

/**
 * Image staged in S3. Below the prefix is an OCI image layout per image, `images/<algorithm>/<digits>/index.json` and
 * `oci-layout`, and the one blob folder that all share, `blobs/<algorithm>/<digits>`: what several images have in common is
 * stored once, and no two copies write one file with different content. Tools call it a shared blob directory
 * (`skopeo copy --src-shared-blob-dir`).
 *
 * Source: OCI image-spec 1.1, image-layout.md.
 */
export interface StagedLayout {
  readonly bucket: string;
  /** Prefix of all keys, without the slash after it. */
  readonly prefix: string;
  /** Digest of the image's manifest or index, `sha256:<64 hexadecimal digits>`. */
  readonly digest: string;
}

/** Location that an image is written to. A deployment of the function writes to one kind of location. */
export type CopyDestination = OneOf<CopyDestinations>;

export interface CopyDestinations {
  /** A repository of the registry that the function's environment names. */
  readonly registry: RegistryDestination;
  /** The bucket that the function's environment names, as a `StagedLayout`. */
  readonly layout: LayoutDestination;
  /** A repository in Amazon ECR, in the function's account and Region. */
  readonly ecr: EcrDestination;
}

export interface RegistryDestination {
  readonly repository: string;
  /** Tag of the copied image. Default: none. */
  readonly tag?: string;
}

export interface LayoutDestination {
  readonly bucket: string;
}

export interface EcrDestination {
  /** Name of the repository, for example `registry-image-1a2b3c4`. */
  readonly repository: string;
}

/** Result of the copy-image function. */
export interface CopyImageResult {
  /** Digest of the manifest or index at the destination. */
  readonly digest: string;
  /** Media type of that manifest; absent where the destination had the image and nothing was read. */
  readonly mediaType?: string;
  /** Bytes of the configuration and layers at the destination; absent for ECR, where copied images are not read again. */
  readonly size?: number;
  /** Number of blobs that this run uploaded, and of those that were present before. */
  readonly blobs: { readonly uploaded: number; readonly present: number };
  /** Bytes that this run uploaded. */
  readonly uploadedBytes: number;
  /** Location of the staged image, where the destination is a layout. */
  readonly layout?: StagedLayout;
}

/** Registry that a copy-image function reads from, as its environment variable SOURCE_REGISTRIES describes it. */
export interface SourceRegistrySettings {
  /** ARN of the secret with the credentials. Default: none, anonymous access. */
  readonly secretArn?: string;
  /** Keys of the secret's JSON object. Default: `username` and `password`. */
  readonly keys?: SecretKeys;
}

/** The registries by name, `host[:port]`, as complete image references begin with them. */
export type SourceRegistriesSettings = Readonly<Record<string, SourceRegistrySettings>>;

/** Keys of a secret's JSON object with a user name and a password. */
export interface SecretKeys {
  readonly username: string;
  readonly password: string;
}

/** Event of the preflight function from a deployment: one image. */
export interface PreflightEvent {
  /** Image reference, with a tag or a digest, of the function's own registry. */
  readonly image: string;
  /** Platform of the instance, `os/architecture[/variant]`. Default: `linux/amd64`. */
  readonly platform?: string;
  /** Severity of a problem, by the id of the check, in place of the check's own. */
  readonly severities?: Readonly<Partial<Record<CheckId, Severity>>>;
  /** Storage of an instance in GB, compared with the size of the image. */
  readonly volumeSizeInGb?: number;
  /** Seconds until the container must be healthy, compared with the size of the image. */
  readonly startupTimeoutSeconds?: number;
  /** Name of the endpoint, which must not be that of a failed one. */
  readonly endpointName?: string;
  /** Capabilities that the labels of the image must state. Default: none. */
  readonly capabilities?: readonly Capability[];
}

/** Result of the preflight function for one image. */
export type PreflightResult = PreflightReport;

/** Event of the preflight function from a schedule: the images of one endpoint. */
export interface ScheduledPreflightEvent {
  readonly scheduled: {
    /** Name of the endpoint as the value of the metrics' dimension: 1 to 255 printable ASCII characters. */
    readonly endpoint: string;
    /** 1 to 50 images. */
    readonly images: readonly PreflightEvent[];
  };
}

/** Result of the preflight function for a schedule. */
export interface ScheduledPreflightResult {
  /** Number of images that failed. */
  readonly failed: number;
  /** Number of images that passed with warnings. */
  readonly warned: number;
  /** Result per image, in the event's order. */
  readonly images: ReadonlyArray<Pick<PreflightReport, "image" | "passed" | "summary">>;
}

/** Result of the credentials function, in the form that SageMaker reads. The event of SageMaker is not documented. */
export interface CredentialsResult {
  readonly Credentials: { readonly Username: string; readonly Password: string };
}
