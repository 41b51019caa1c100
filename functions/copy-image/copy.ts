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
 * Copies an image into ECR byte for byte: all of its platforms under its own digest, or the image of one platform under the
 * digest that the verified index lists for it. ECR refuses an index whose manifests it does not hold, so that manifests
 * come after what they refer to: whatever manifest ECR has is complete, and is not read from its source again.
 * @throws CopyError
 */
export async function copy(settings: ImageCopy): Promise<CopyImageAnswer> {
  const { request, source, target, deadline, onBlob } = settings;
  const { targetRepository: repository, platform } = request;
  const { digest } = request.source;
  const startedAt = Date.now();
  let uploadedBlobs = 0;
  try {
    target.waitUntil(deadline);
    const permissions = new FreshPermissions(deadline);
    const present = await permissions.call(() => target.resolve(repository, digest));
    if (present !== undefined && platform === undefined) {
      return { digest, uploadedBlobs, uploadedBytes: 0 };
    }
    const copied = await copyImage(
      new RegistrySource(source, request.source.repository, digest),
      { client: target, repository },
      {
        format: "preserve",
        ...(platform === undefined ? {} : { platform }),
        skipStored: true,
        deadline,
        onBlob: (event) => {
          if (event.outcome === "uploaded") uploadedBlobs += 1;
          onBlob?.(event);
        },
      },
    );
    return { digest: copied.digest, uploadedBlobs, uploadedBytes: copied.uploadedBytes };
  } catch (error) {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    throw toCopyError(error, { request, source, target: target.registry, seconds, uploadedBlobs });
  }
}
