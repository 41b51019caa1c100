import {
  type BlobEvent,
  copyImage,
  DeadlineError,
  type ImageSource,
  NO_PROGRESS,
  type RegistryClient,
} from "../../registry-client";
import { toPublishError } from "./describe";
import type { PublishImageAnswer, PublishRequest } from "./event";

/** What a publication works with. */
export interface Publication {
  readonly request: PublishRequest;
  /** Opens the image in S3; the signal ends every read. */
  readonly open: (signal: AbortSignal) => Promise<ImageSource>;
  readonly client: RegistryClient;
  /** ARN of the secret with the credentials, for messages. */
  readonly secretArn: string;
  /** When to stop, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly onBlob?: (event: BlobEvent) => void;
}

/** What the copy itself needs to stop at the deadline. Reads of S3, which it waits for, are ended after it. */
const GRACE_MILLISECONDS = 500;

/**
 * Copies an image out of S3 into a registry, as streams: nothing is held in memory or on disk. Blobs come
 * first, those present are skipped, and the manifest comes last: a run that stopped is gone on with by the next, and
 * two at once do no harm.
 * @throws PublishError
 */
export async function publish(publication: Publication): Promise<PublishImageAnswer> {
  const { request, open, client, secretArn, deadline } = publication;
  const startedAt = Date.now();
  const progress = { uploaded: 0, size: 0 };
  const reads = new AbortController();
  const timer = setTimeout(
    // Only while the image is opened is there no copy that says how far it has come.
    () => reads.abort(new DeadlineError(NO_PROGRESS)),
    deadline + GRACE_MILLISECONDS - startedAt,
  );
  try {
    const image = await open(reads.signal);
    const { repository, tag, platform, format, recompressZstd } = request;
    const { digest, mediaType, blobs, uploadedBytes } = await copyImage(
      image,
      { client, repository, ...(tag === undefined ? {} : { tag }) },
      {
        format,
        zstdLayers: recompressZstd ? "recompress" : "refuse",
        ...(platform === undefined ? {} : { platform }),
        deadline,
        signal: reads.signal,
        onBlob: (event) => {
          progress.size += event.size;
          if (event.outcome === "uploaded") progress.uploaded += 1;
          publication.onBlob?.(event);
        },
      },
    );
    const { uploaded, present } = blobs;
    return { digest, mediaType, size: progress.size, blobs: { uploaded, present }, uploadedBytes };
  } catch (error) {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const { registry } = client;
    const { uploaded } = progress;
    throw toPublishError(error, { request, registry, secretArn, seconds, uploaded });
  } finally {
    clearTimeout(timer);
    // Whatever is still being read is read for nothing.
    reads.abort();
  }
}
