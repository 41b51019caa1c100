import { setMaxListeners } from "node:events";
import type { BlobEvent, CopyDestination, CopyOptions, CopyResult } from "./copy-options";
import { MAXIMUM_INDEX_DEPTH, tooDeep } from "../images/choose-image";
import { chooseRoot, type Named, parse, type PlannedBlob, planImage } from "./copy-plan";
import { AuthenticationError, DeadlineError, ResponseError } from "../errors";
import type { ImageSource } from "../images/image-source";
import { Limit } from "../transport/limit";
import type { Content, Descriptor, ImageIndex, ImageManifest } from "../images/manifest";
import type { CopyProgress } from "./progress";
import { DEFAULT_RETRY, retrying } from "../transport/retry";

const DEFAULT_CONCURRENCY = 4;
const LOOKUPS_AT_ONCE = 16;
const IMAGES_AT_ONCE = 2;

/**
 * Copies an image into a registry: several blobs at once, each as a stream of bounded memory, those present skipped,
 * the manifest last, so that an image is complete or absent. The images of an index are copied a few at once, the index
 * last. A failed run can be repeated and resumes; two concurrent runs do no harm.
 *
 * Throws {@link DeadlineError} after the deadline, `UnsupportedImageError` when the image lacks what is requested,
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
// file first; any registry whose garbage collection ran in between. Spec: "Error Codes".
function lacksBlob(error: unknown): boolean {
  return error instanceof ResponseError && error.errors.some(({ code }) => code === "MANIFEST_BLOB_UNKNOWN");
}

// Of a tag that may not be moved: 403 in Artifactory, 412 in Harbor, 400 or 409 elsewhere.
function isRefusal(error: unknown): boolean {
  if (error instanceof AuthenticationError) return true;
  return error instanceof ResponseError && error.status >= 400 && error.status < 429 && !lacksBlob(error);
}

class Copy {
  private readonly stop = new AbortController();
  private readonly uploads: Limit;
  private readonly lookups = new Limit(LOOKUPS_AT_ONCE);
  private readonly images = new Limit(IMAGES_AT_ONCE);
  // By the key of the planned blob; one that several images share is copied once.
  private readonly blobs = new Map<string, Promise<void>>();
  private readonly outcomes = new Map<string, BlobEvent["outcome"]>();
  private readonly known = new Set<string>();
  // By digest; one that several indexes share is read once.
  private readonly children = new Map<string, Promise<void>>();
  private readonly stored = new Set<string>();
  private hasRoot = false;
  private skipStored: boolean;
  private uploadedBytes = 0;

  constructor(
    private readonly source: ImageSource,
    private readonly destination: CopyDestination,
    private readonly options: CopyOptions,
  ) {
    this.uploads = new Limit(options.concurrency ?? DEFAULT_CONCURRENCY);
    this.skipStored = options.skipStored ?? false;
    // One listener for each running request.
    setMaxListeners(0, this.stop.signal);
  }

  async run(): Promise<CopyResult> {
    const { deadline, signal } = this.options;
    const abort = () => this.stop.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    const expire = () => this.stop.abort(new DeadlineError(this.progress()));
    const timer = deadline === undefined ? undefined : setTimeout(expire, pauseUntil(deadline));
    if (deadline !== undefined) {
      this.source.waitUntil?.(deadline);
      this.destination.client.waitUntil?.(deadline);
    }
    try {
      return await this.copy();
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  private progress(): CopyProgress {
    return {
      blobs: { copied: this.outcomes.size, total: this.known.size },
      manifests: { stored: this.stored.size, total: this.hasRoot ? this.children.size + 1 : 0 },
    };
  }

  private async copy(): Promise<CopyResult> {
    const { digest, mediaType } = await this.storeRoot();
    const count = (outcome: BlobEvent["outcome"]) =>
      [...this.outcomes.values()].filter((one) => one === outcome).length;
    return {
      digest,
      mediaType,
      blobs: { uploaded: count("uploaded"), mounted: count("mounted"), present: count("present") },
      uploadedBytes: this.uploadedBytes,
    };
  }

  private async storeRoot(): Promise<Named> {
    const { tag } = this.destination;
    const isThere = async (digest: string) => tag === undefined && this.isStored(digest);
    const root = await chooseRoot(this.source, this.options, isThere, this.stop.signal);
    this.hasRoot = true;
    if (!("bytes" in root) || (await isThere(root.digest))) return root;
    return this.store(root, 0, tag);
  }

  private async store(content: Content, depth: number, tag?: string): Promise<Content> {
    const manifest = parse(content, this.source);
    return manifest.kind === "image"
      ? this.storeImage(content, manifest, tag)
      : this.storeIndex(content, manifest, depth, tag);
  }

  private async storeImage(content: Content, manifest: ImageManifest, tag?: string): Promise<Content> {
    const { signal } = this.stop;
    const plan = await planImage(this.source, content, manifest, this.options, signal);
    for (const { key } of plan.blobs) this.known.add(key);
    const attempt = async () => {
      await this.all(plan.blobs.map((blob) => () => once(this.blobs, blob.key, () => this.copyBlob(blob))));
      return this.put(await plan.manifest(), tag);
    };
    return this.untilWhole(attempt, () => plan.blobs.forEach(({ key }) => this.blobs.delete(key)));
  }

  // Children before their index: a registry refuses an index whose manifests it does not have.
  private async storeIndex(
    content: Content,
    { manifests }: ImageIndex,
    depth: number,
    tag?: string,
  ): Promise<Content> {
    if (depth >= MAXIMUM_INDEX_DEPTH) throw tooDeep(this.source);
    const attempt = async () => {
      await this.all(
        manifests.map(
          (child) => () => once(this.children, child.digest, () => this.storeChild(child, depth + 1)),
        ),
      );
      return this.put(content, tag);
    };
    return this.untilWhole(attempt, () => {
      this.skipStored = false;
      this.children.clear();
    });
  }

  // Few images at once, so that each is soon complete, and the source does not get all manifest requests at the same time.
  private async storeChild(child: Descriptor, depth: number): Promise<void> {
    const { signal } = this.stop;
    const index = await this.images.run(async () => {
      signal.throwIfAborted();
      if (await this.isStored(child.digest)) return undefined;
      const content = await this.source.manifest(child, signal);
      const manifest = parse(content, this.source);
      if (manifest.kind === "index") return content;
      await this.storeImage(content, manifest);
      return undefined;
    });
    if (index !== undefined) await this.store(index, depth);
  }

  private async isStored(digest: string): Promise<boolean> {
    if (!this.skipStored) return false;
    const { client, repository } = this.destination;
    if ((await client.resolve(repository, digest, { signal: this.stop.signal })) === undefined) return false;
    this.stored.add(digest);
    return true;
  }

  private async put(content: Content, tag: string | undefined): Promise<Content> {
    const { client, repository } = this.destination;
    const { signal } = this.stop;
    try {
      await client.putManifest(repository, tag ?? content.digest, content, { signal });
    } catch (error) {
      if (tag === undefined || !isRefusal(error) || !(await this.isTagged(tag, content.digest))) throw error;
    }
    this.stored.add(content.digest);
    return content;
  }

  // A registry whose tags are immutable refuses one again, although it points to this already.
  private async isTagged(tag: string, digest: string): Promise<boolean> {
    const { client, repository } = this.destination;
    const { signal } = this.stop;
    try {
      return (await client.resolve(repository, tag, { signal })) === digest;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }

  // Starts again without cached knowledge when the registry reports a missing blob that was uploaded.
  private untilWhole<T>(attempt: () => Promise<T>, forget: () => void): Promise<T> {
    const policy = { ...DEFAULT_RETRY, ...this.options.retry };
    return retrying(policy, this.stop.signal, attempt, (error) => {
      if (!lacksBlob(error)) return false;
      forget();
      return true;
    });
  }

  // The first failure stops the others, and is thrown when all have ended.
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
    const { copied, total } = this.progress().blobs;
    this.options.onBlob?.({ digest, size, outcome, copied, total });
  }

  private mountOption(): { mountFrom?: string } {
    const { client, repository } = this.destination;
    const location = this.source.location;
    const isElsewhere = location?.registry === client.registry && location.repository !== repository;
    return isElsewhere ? { mountFrom: location.repository } : {};
  }
}

// Runs once for each key.
function once(begun: Map<string, Promise<void>>, key: string, action: () => Promise<void>): Promise<void> {
  const known = begun.get(key);
  if (known) return known;
  const running = action();
  begun.set(key, running);
  return running;
}
