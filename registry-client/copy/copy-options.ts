import type { RegistryClient } from "../client";
import type { CopyForm } from "./copy-plan";
import type { RetryPolicy } from "../transport/retry";
import type { UploadOutcome } from "../blobs/upload";

/** Destination of an image: a registry, or another store. */
export type ImageStore = Pick<
  RegistryClient,
  "registry" | "headBlob" | "uploadBlob" | "resolve" | "putManifest"
> &
  Partial<Pick<RegistryClient, "waitUntil">>;

/** Where an image is copied to. */
export interface CopyDestination {
  readonly client: ImageStore;
  readonly repository: string;
  /** The tag that will point to it; without one it can be had by its digest. */
  readonly tag?: string;
}

/** One blob is there. */
export interface BlobEvent {
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly outcome: UploadOutcome | "present";
  /** Blobs that the destination contains now. */
  readonly copied: number;
  /** Blobs of the image; of an index, those of the manifests that have been read so far. */
  readonly total: number;
}

export interface CopyOptions extends CopyForm {
  /** Blobs uploaded at once; 4 by default. */
  readonly concurrency?: number;
  /** Bytes of one upload request; a blob is one request by default. */
  readonly chunkSize?: number;
  /**
   * When to give up with {@link DeadlineError}, in milliseconds since the epoch; never by default. Until then registries
   * are asked again that refuse requests for being too many (429).
   */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /**
   * Whether a manifest that the destination has, the image's own without a tag or one that an index refers to, is taken
   * for whole: then neither it nor its blobs are read from the source or looked up. Default: `false`.
   */
  readonly skipStored?: boolean;
  /** Attempts and pauses when a registry reports a missing blob that was uploaded. */
  readonly retry?: Partial<RetryPolicy>;
  readonly onBlob?: (event: BlobEvent) => void;
}

export interface CopyResult {
  /** The digest of the manifest or index that was stored. */
  readonly digest: string;
  readonly mediaType: string;
  readonly blobs: Readonly<Record<UploadOutcome | "present", number>>;
  /** Bytes of the blobs that were uploaded. */
  readonly uploadedBytes: number;
}
