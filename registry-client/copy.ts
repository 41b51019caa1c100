import { setMaxListeners } from "node:events";
import type { RegistryClient } from "./client";
import { type CopyForm, type CopyPlan, type PlannedBlob, planCopy } from "./copy-plan";
import { DeadlineError, ResponseError } from "./errors";
import type { ImageSource } from "./image-source";
import { Limit } from "./limit";
import type { Content } from "./manifest";
import { DEFAULT_RETRY, type RetryPolicy, retrying } from "./retry";
import type { UploadOutcome } from "./upload";

/** What stores an image: a registry, or what stands in for one. */
export type ImageStore = Pick<RegistryClient, "registry" | "headBlob" | "uploadBlob" | "putManifest">;

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
  /** Blobs that the destination holds now. */
  readonly copied: number;
  /** Blobs of the whole image. */
  readonly total: number;
}

export interface CopyOptions extends CopyForm {
  /** Blobs uploaded at once; 4 by default. */
  readonly concurrency?: number;
  /** Bytes of one upload request; a blob is one request by default. */
  readonly chunkSize?: number;
  /** When to give up with {@link DeadlineError}, in milliseconds since the epoch; never by default. */
  readonly deadline?: number;
  readonly signal?: AbortSignal;
  /** How often in all, and after what pauses, a registry is asked that says it lacks a blob that it was given. */
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

const DEFAULT_CONCURRENCY = 4;
const LOOKUPS_AT_ONCE = 64;

/**
 * Copies an image into a registry: several blobs at once, each as a stream of bounded memory, those present skipped,
 * the manifest last, so that an image is there whole or not at all. A run that failed can be repeated and goes on
 * from there; two at once do no harm.
 *
 * Throws {@link DeadlineError} when the time is up, `UnsupportedImageError` when the image has not what is asked for,
 * and what source and destination throw.
 */
export async function copyImage(
  source: ImageSource,
  destination: CopyDestination,
  options: CopyOptions,
): Promise<CopyResult> {
  return new Copy(source, destination, options).run();
}

// Timers take at most so many milliseconds, 24 days, and fire at once where it is more.
const LONGEST_TIMER = 2 ** 31 - 1;

function pauseUntil(deadline: number): number {
  return Math.min(LONGEST_TIMER, Math.max(0, deadline - Date.now()));
}

// Of blobs that it has just confirmed: distribution 2 while another copy writes the same link anew, as it empties the
// file first; any registry whose garbage collection came between. Spec: "Error Codes".
function lacksBlob(error: unknown): boolean {
  return error instanceof ResponseError && error.errors.some(({ code }) => code === "MANIFEST_BLOB_UNKNOWN");
}

class Copy {
  private readonly stop = new AbortController();
  private readonly uploads: Limit;
  private readonly lookups = new Limit(LOOKUPS_AT_ONCE);
  // By the key of the planned blob.
  private readonly outcomes = new Map<string, BlobEvent["outcome"]>();
  private uploadedBytes = 0;
  private total = 0;

  constructor(
    private readonly source: ImageSource,
    private readonly destination: CopyDestination,
    private readonly options: CopyOptions,
  ) {
    this.uploads = new Limit(options.concurrency ?? DEFAULT_CONCURRENCY);
    // One listener for each request under way.
    setMaxListeners(0, this.stop.signal);
  }

  async run(): Promise<CopyResult> {
    const { deadline, signal } = this.options;
    const abort = () => this.stop.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    const expire = () => this.stop.abort(new DeadlineError(this.outcomes.size, this.total));
    const timer = deadline === undefined ? undefined : setTimeout(expire, pauseUntil(deadline));
    try {
      return await this.copy();
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  private async copy(): Promise<CopyResult> {
    const { signal } = this.stop;
    const plan = await planCopy(this.source, this.options, signal);
    this.total = plan.blobs.length;
    const policy = { ...DEFAULT_RETRY, ...this.options.retry };
    const { digest, mediaType } = await retrying(policy, signal, () => this.store(plan), lacksBlob);
    const count = (outcome: BlobEvent["outcome"]) =>
      [...this.outcomes.values()].filter((one) => one === outcome).length;
    return {
      digest,
      mediaType,
      blobs: { uploaded: count("uploaded"), mounted: count("mounted"), present: count("present") },
      uploadedBytes: this.uploadedBytes,
    };
  }

  private async store(plan: CopyPlan): Promise<Content> {
    const { client, repository, tag } = this.destination;
    const { signal } = this.stop;
    await this.all(plan.blobs.map((blob) => () => this.copyBlob(blob)));
    const contents = [...(await plan.manifests())];
    const root = contents.pop();
    if (!root) throw new Error("A plan has at least one manifest");
    for (const content of contents) await client.putManifest(repository, content.digest, content, { signal });
    await client.putManifest(repository, tag ?? root.digest, root, { signal });
    return root;
  }

  // The first failure stops the others, and is thrown when all have come to rest.
  private async all(actions: ReadonlyArray<() => Promise<void>>): Promise<void> {
    const results = await Promise.allSettled(
      actions.map((action) =>
        action().catch((error: unknown) => {
          this.stop.abort(error);
          throw error;
        }),
      ),
    );
    if (results.some(({ status }) => status === "rejected")) throw this.stop.signal.reason;
  }

  private async copyBlob(planned: PlannedBlob): Promise<void> {
    const { client, repository } = this.destination;
    const { signal } = this.stop;
    // Preparing means compressing for some: that counts as an upload.
    const blob = planned.isMountable
      ? await planned.prepare(signal)
      : await this.uploads.run(() => planned.prepare(signal));
    const found = await this.lookups.run(() => client.headBlob(repository, blob.digest, { signal }));
    const isPresent = found !== undefined && (found.size ?? blob.size) === blob.size;
    if (isPresent && this.outcomes.has(planned.key)) return;
    const outcome = isPresent
      ? "present"
      : await this.uploads.run(() =>
          client.uploadBlob(repository, blob, {
            signal,
            ...(planned.isMountable ? this.mountOption() : {}),
            ...(this.options.chunkSize === undefined ? {} : { chunkSize: this.options.chunkSize }),
          }),
        );
    this.outcomes.set(planned.key, outcome);
    if (outcome === "uploaded") this.uploadedBytes += blob.size;
    const { digest, size } = blob;
    this.options.onBlob?.({ digest, size, outcome, copied: this.outcomes.size, total: this.total });
  }

  private mountOption(): { mountFrom?: string } {
    const { client, repository } = this.destination;
    const location = this.source.location;
    const isElsewhere = location?.registry === client.registry && location.repository !== repository;
    return isElsewhere ? { mountFrom: location.repository } : {};
  }
}
