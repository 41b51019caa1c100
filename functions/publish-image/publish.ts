import {
  type BlobEvent,
  copyImage,
  DeadlineError,
  openArchive,
  type RangeSource,
  type RegistryClient,
} from "../../registry-client";
import { toPublishError } from "./describe";
import type { PublishImageAnswer, PublishRequest } from "./event";
import { nameOf } from "./s3-range-source";

/** What a publication works with. */
export interface Publication {
  readonly request: PublishRequest;
  /** Opens the archive; the signal ends every read. */
  readonly open: (signal: AbortSignal) => Promise<RangeSource>;
  readonly client: RegistryClient;
  /** ARN of the secret with the credentials, for messages. */
  readonly secretArn: string;
  /** When to stop, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly onBlob?: (event: BlobEvent) => void;
}

/** What the copy itself needs to stop at the deadline. Reads of the archive, which it waits for, are ended after it. */
const GRACE_MILLISECONDS = 500;

/**
 * Copies an image out of an archive into a registry, as streams: nothing is held in memory or on disk. Blobs come
 * first, those present are skipped, and the manifest comes last: a run that stopped is gone on with by the next, and
 * two at once do no harm.
 * @throws PublishError
 */
export async function publish(publication: Publication): Promise<PublishImageAnswer> {
  const { request, open, client, secretArn, deadline } = publication;
  const startedAt = Date.now();
  const progress = { copied: 0, total: 0, uploaded: 0, size: 0 };
  const reads = new AbortController();
  const timer = setTimeout(
    () => reads.abort(new DeadlineError(progress.copied, progress.total)),
    deadline + GRACE_MILLISECONDS - startedAt,
  );
  try {
    const { image } = request.archive;
    const archive = await openArchive(await open(reads.signal), {
      name: nameOf(request.archive),
      ...(image === undefined ? {} : { image }),
    });
    const { repository, tag, platform, format, recompressZstd } = request;
    const { digest, mediaType, blobs, uploadedBytes } = await copyImage(
      archive,
      { client, repository, ...(tag === undefined ? {} : { tag }) },
      {
        format,
        zstdLayers: recompressZstd ? "recompress" : "refuse",
        ...(platform === undefined ? {} : { platform }),
        deadline,
        signal: reads.signal,
        onBlob: (event) => {
          progress.copied = event.copied;
          progress.total = event.total;
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
    throw toPublishError(error, { registry, repository: request.repository, secretArn, seconds, uploaded });
  } finally {
    clearTimeout(timer);
    // Whatever is still being read is read for nothing.
    reads.abort();
  }
}
