import { type BlobEvent, copyImage, type RegistryClient, RegistrySource } from "../../registry-client";
import { FreshPermissions } from "../shared/fresh-permissions";
import { toCopyError } from "./describe";
import type { CopyImageAnswer, CopyRequest } from "./event";

/** What a copy works with. */
export interface ImageCopy {
  readonly request: CopyRequest;
  readonly source: RegistryClient;
  /** The account's registry in ECR. */
  readonly target: RegistryClient;
  /** When to stop, in milliseconds since the epoch. */
  readonly deadline: number;
  readonly onBlob?: (event: BlobEvent) => void;
}

/**
 * Copies an image under its own digest, byte for byte. Of an image for several platforms all are copied: one platform alone
 * has another digest, and ECR refuses an index whose manifests it does not hold. The manifest that gives the digest comes
 * last, so that an image whose digest is there is whole, and its source is not even asked.
 * @throws CopyError
 */
export async function copy(settings: ImageCopy): Promise<CopyImageAnswer> {
  const { request, source, target, deadline, onBlob } = settings;
  const { targetRepository: repository } = request;
  const { digest } = request.source;
  const startedAt = Date.now();
  let uploadedBlobs = 0;
  try {
    const permissions = new FreshPermissions(deadline);
    const present = await permissions.call(() => target.resolve(repository, digest));
    if (present !== undefined) {
      return { digest, uploadedBlobs, uploadedBytes: 0 };
    }
    const { uploadedBytes } = await copyImage(
      new RegistrySource(source, request.source.repository, digest),
      { client: target, repository },
      {
        format: "preserve",
        deadline,
        onBlob: (event) => {
          if (event.outcome === "uploaded") uploadedBlobs += 1;
          onBlob?.(event);
        },
      },
    );
    return { digest, uploadedBlobs, uploadedBytes };
  } catch (error) {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    throw toCopyError(error, { request, target: target.registry, seconds, uploadedBlobs });
  }
}
