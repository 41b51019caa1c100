import { type BlobEvent, copyImage, DeadlineError, NO_PROGRESS } from "../../registry-client";
import type { CopyImageResult } from "../contract";
import type { CopyRequest } from "./event";
import { explainFailure } from "./explain-failure";
import type { Destination } from "./open-destination";
import type { Source } from "./open-source";

/** Settings of a copy. */
export interface ImageCopy {
  readonly request: CopyRequest;
  readonly source: Source;
  readonly destination: Destination;
  /** When to stop, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly onBlob?: (event: BlobEvent) => void;
}

/** Time that the copy itself needs to stop at the deadline. Reads of S3, which it waits for, end after it. */
const GRACE_MILLISECONDS = 500;

/**
 * Copies an image as streams: of each blob only few parts are held in memory. Blobs come first, those present are skipped,
 * and the manifest comes last: the next run continues one that stopped, and two at the same time do no harm.
 * @throws ExplainedError
 */
export async function copy({
  request,
  source,
  destination,
  deadline,
  onBlob,
}: ImageCopy): Promise<CopyImageResult> {
  const { platform, format, recompressZstd } = request;
  const startedAt = Date.now();
  const progress = { uploaded: 0, size: 0 };
  const reads = new AbortController();
  // Before the image is open there is no copy that knows its progress.
  const expire = () => reads.abort(new DeadlineError(NO_PROGRESS));
  const timer = setTimeout(expire, deadline + GRACE_MILLISECONDS - startedAt);
  try {
    const present = await presentDigest(request, destination);
    if (present !== undefined) {
      return { digest: present, blobs: { uploaded: 0, present: 0 }, uploadedBytes: 0 };
    }
    const image = await source.open(reads.signal);
    const { digest, mediaType, blobs, uploadedBytes } = await copyImage(
      destination.resume?.(image) ?? image,
      destination.to,
      {
        format,
        zstdLayers: recompressZstd ? "recompress" : "refuse",
        ...(platform === undefined ? {} : { platform }),
        skipStored: destination.skipStored,
        deadline,
        signal: reads.signal,
        onBlob: (event) => {
          progress.size += event.size;
          if (event.outcome === "uploaded") progress.uploaded += 1;
          onBlob?.(event);
        },
      },
    );
    const { uploaded, present: found } = blobs;
    const layout = await destination.complete?.(digest);
    return {
      digest,
      mediaType,
      ...(destination.skipStored ? {} : { size: progress.size }),
      blobs: { uploaded, present: found },
      uploadedBytes,
      ...(layout === undefined ? {} : { layout }),
    };
  } catch (error) {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    throw explainFailure(error, { request, source, destination, seconds, uploaded: progress.uploaded });
  } finally {
    clearTimeout(timer);
    // Whatever is still being read is no longer needed.
    reads.abort();
  }
}

/** The digest of an image of all platforms that the destination has; then nothing is read from the source. */
async function presentDigest(
  { source, platform }: CopyRequest,
  destination: Destination,
): Promise<string | undefined> {
  if (!("registry" in source) || destination.has === undefined) return undefined;
  const { digest } = source.registry;
  const isPresent = await destination.has(digest);
  return isPresent && platform === undefined ? digest : undefined;
}
