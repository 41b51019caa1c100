import { type BlobEvent, copyImage, type RegistryClient, RegistrySource } from "../../registry-client";
import { toStageError } from "./describe";
import type { StageImageAnswer, StageRequest } from "./event";
import { ResumedSource } from "./resumed-source";
import type { S3Layout } from "./s3-layout";

/** What a staging works with. */
export interface Staging {
  readonly request: StageRequest;
  /** The registry that the image lies in. */
  readonly client: RegistryClient;
  readonly layout: S3Layout;
  /** ARN of the secret with the credentials, for messages; none where the registry is read anonymously. */
  readonly secretArn: string | undefined;
  /** When to stop, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly onBlob?: (event: BlobEvent) => void;
}

/**
 * Copies an image out of a registry into S3 as an OCI image layout, as streams: of each blob few parts are held in memory.
 * Manifests are kept byte for byte. Blobs come first, those present are skipped, and the layout's index comes last: a run
 * that stopped is gone on with by the next, and two at once do no harm.
 * @throws ExplainedError
 */
export async function stage(staging: Staging): Promise<StageImageAnswer> {
  const { request, client, layout, secretArn, deadline, onBlob } = staging;
  const { repository, digest } = request.source;
  const startedAt = Date.now();
  const progress = { uploaded: 0, size: 0 };
  try {
    const staged = await copyImage(
      new ResumedSource(new RegistrySource(client, repository, digest), layout),
      { client: layout, repository },
      {
        format: "preserve",
        ...(request.platform === undefined ? {} : { platform: request.platform }),
        deadline,
        onBlob: (event) => {
          progress.size += event.size;
          if (event.outcome === "uploaded") progress.uploaded += 1;
          onBlob?.(event);
        },
      },
    );
    const { uploaded, present } = staged.blobs;
    return {
      digest: staged.digest,
      mediaType: staged.mediaType,
      size: progress.size,
      blobs: { uploaded, present },
      uploadedBytes: staged.uploadedBytes,
      layout: await layout.complete(staged.digest),
    };
  } catch (error) {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    throw toStageError(error, { request, client, secretArn, seconds, uploaded: progress.uploaded });
  }
}
