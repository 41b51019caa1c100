import type { Scope } from "../authentication/authorizer";
import type { ApiRequest, RegistryConnection } from "../connection";
import { ChunkReader } from "./chunk-reader";
import { pausing } from "../transport/clock";
import type { ExpectedContent } from "./digest";
import { blobPath } from "./download";
import { AuthenticationError, ContentError, displayUrl, ResponseError } from "../errors";
import type { HttpResponse } from "../transport/http-response";
import { atLocation, locationOf } from "./upload-location";
import { parseUploadRange } from "./range";
import { Attempts, isTransient, retrying } from "../transport/retry";

/** Re-readable blob. */
export interface UploadBlob extends ExpectedContent {
  /** The bytes from `start` on. */
  open(start: number): AsyncIterable<Buffer>;
}

export interface UploadOptions {
  /**
   * Size of one request in bytes, for registries behind proxies that limit it. A registry's `OCI-Chunk-Min-Length` is
   * respected. Default: a blob is sent as one request.
   */
  readonly chunkSize?: number;
  /** Another repository of the same registry that may contain the blob. */
  readonly mountFrom?: string;
  readonly signal?: AbortSignal;
}

/** Upload outcome. */
export type UploadOutcome = "uploaded" | "mounted";

interface Session {
  readonly location: URL;
  readonly minimumChunk: number;
}

/**
 * Uploads a blob; retries transient failures, and resumes chunked uploads at the offset that the registry reports.
 *
 * Source: OCI distribution 1.1, "Pushing blobs": "POST then PUT", "Pushing a blob in chunks", "Mounting a blob".
 */
export async function upload(
  connection: RegistryConnection,
  repository: string,
  blob: UploadBlob,
  options: UploadOptions,
): Promise<UploadOutcome> {
  const uploader = new Uploader(connection, repository, blob, options);
  return retrying(
    connection.retry,
    options.signal,
    () => uploader.run(),
    (error) => uploader.isRetryable(error),
  );
}

class Uploader {
  private readonly scopes: readonly Scope[];
  private runs = 0;
  private hasSession = false;
  // Whether the last request was one that only this class retries.
  private isStreaming = false;
  private sourceError: unknown;
  private wasBegunAgain = false;

  constructor(
    private readonly connection: RegistryConnection,
    private readonly repository: string,
    private readonly blob: UploadBlob,
    private readonly options: UploadOptions,
  ) {
    this.scopes = [{ repository, actions: ["pull", "push"] }];
  }

  async run(): Promise<UploadOutcome> {
    this.isStreaming = false;
    this.hasSession = false;
    // The blob may exist in spite of the failure: a response was lost, or a gateway timed out before the storage.
    if (this.runs++ > 0 && (await this.isThere())) return "uploaded";
    const session = await this.start();
    if (session === "mounted") return session;
    this.hasSession = true;
    const chunkSize = Math.max(this.options.chunkSize ?? Infinity, session.minimumChunk);
    const isWhole = this.blob.size <= chunkSize;
    const location = isWhole ? session.location : await this.sendChunks(session.location, chunkSize);
    await this.complete(location, isWhole);
    return "uploaded";
  }

  /**
   * Whether to restart the upload. Single requests and reads of the source have been retried already; the upload is
   * restarted once for corrupted content, an expired token, and a session that the registry has lost.
   */
  isRetryable(error: unknown): boolean {
    if (error !== this.sourceError && isTransient(error)) return this.isStreaming;
    if (error !== this.sourceError && this.hasSession && isLostSession(error)) return true;
    const isOnce =
      error === this.sourceError ? error instanceof ContentError : this.hasSession && isExpiry(error);
    if (!isOnce || this.wasBegunAgain) return false;
    this.wasBegunAgain = true;
    return true;
  }

  // The user may lack read access to the other repository, and some token servers grant one repository at a time: then
  // the blob is uploaded.
  private async start(): Promise<Session | "mounted"> {
    const { mountFrom } = this.options;
    if (mountFrom === undefined) return this.open("", this.scopes);
    const query = new URLSearchParams({ mount: this.blob.digest, from: mountFrom });
    try {
      return await this.open(`?${query.toString()}`, [
        ...this.scopes,
        { repository: mountFrom, actions: ["pull"] },
      ]);
    } catch (error) {
      const isRefusal =
        error instanceof AuthenticationError || (error instanceof ResponseError && !isTransient(error));
      if (!isRefusal) throw error;
      return this.open("", this.scopes);
    }
  }

  private open(query: string, scopes: readonly Scope[]): Promise<Session | "mounted"> {
    return this.connection.request(
      {
        method: "POST",
        url: `/v2/${this.repository}/blobs/uploads/${query}`,
        headers: { "content-length": "0" },
        expect: query ? [201, 202] : [202],
        ...this.common(),
        scopes,
      },
      async (response) => {
        await response.discard();
        if (response.status === 201) return "mounted";
        const minimum = Number(response.header("oci-chunk-min-length") ?? 0);
        return { location: locationOf(response), minimumChunk: Number.isSafeInteger(minimum) ? minimum : 0 };
      },
    );
  }

  private isThere(): Promise<boolean> {
    const url = blobPath(this.repository, this.blob.digest);
    return this.connection.request(
      { method: "HEAD", url, expect: [200, 404], ...this.common() },
      async (response) => {
        await response.discard();
        return response.status === 200;
      },
    );
  }

  private async sendChunks(first: URL, chunkSize: number): Promise<URL> {
    const reader = new ChunkReader((start) => this.read(start));
    let location = first;
    let offset = 0;
    const attempts = new Attempts(this.connection.retry);
    try {
      while (offset < this.blob.size) {
        const endExclusive = Math.min(offset + chunkSize, this.blob.size);
        try {
          location = await this.sendChunk(location, reader, offset, endExclusive);
          offset = endExclusive;
          attempts.progressed();
        } catch (error) {
          const isWorth = error !== this.sourceError && (isTransient(error) || isExpiry(error));
          const pause = isWorth ? attempts.pauseAfter(error) : undefined;
          if (pause === undefined) throw error;
          reader.close();
          await pausing(pause, this.options.signal);
          ({ location, offset } = await this.status(location));
        }
      }
      return location;
    } finally {
      reader.close();
    }
  }

  private async sendChunk(
    location: URL,
    reader: ChunkReader,
    start: number,
    endExclusive: number,
  ): Promise<URL> {
    await reader.prime(start);
    return this.at(
      {
        method: "PATCH",
        url: location,
        headers: {
          "content-type": "application/octet-stream",
          "content-length": String(endExclusive - start),
          "content-range": `${start}-${endExclusive - 1}`,
        },
        body: reader.take(start, endExclusive),
        expect: [202, 204],
        ...this.common(),
      },
      async (response) => {
        await response.discard();
        return locationOf(response);
      },
    );
  }

  private status(location: URL): Promise<{ location: URL; offset: number }> {
    return this.at({ method: "GET", url: location, expect: [204], ...this.common() }, async (response) => {
      await response.discard();
      const offset = parseUploadRange(response.header("range") ?? "0-0");
      if (offset === undefined || offset > this.blob.size) {
        throw new ContentError(`${displayUrl(location)}: the upload's range cannot be read`);
      }
      return {
        location: response.header("location") === undefined ? location : locationOf(response),
        offset,
      };
    });
  }

  private async complete(location: URL, withBody: boolean): Promise<void> {
    const { digest, size } = this.blob;
    const url = new URL(location);
    // Appended as text: URLSearchParams would rewrite the registry's own parameters.
    url.search = `${url.search}${url.search ? "&" : "?"}digest=${encodeURIComponent(digest)}`;
    const isStream = withBody && size > 0;
    this.isStreaming = isStream;
    const reader = new ChunkReader((start) => this.read(start));
    try {
      // A registry closes an idle connection, and the source may be slow.
      if (isStream) await reader.prime(0);
      await this.at(
        {
          method: "PUT",
          url,
          headers: {
            "content-type": "application/octet-stream",
            "content-length": String(withBody ? size : 0),
          },
          ...(isStream ? { body: reader.takeAll(0, size) } : {}),
          expect: [201, 202, 204],
          headersTimeoutMs: this.connection.transport.timeouts.commitMs,
          ...this.common(),
        },
        (response) => response.discard(),
      );
    } finally {
      reader.close();
    }
  }

  private at<T>(
    request: ApiRequest & { readonly url: URL },
    read: (response: HttpResponse) => Promise<T>,
  ): Promise<T> {
    return atLocation(this.connection.host, request.url, () => this.connection.request(request, read));
  }

  private async *read(start: number): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* this.blob.open(start);
    } catch (error) {
      this.sourceError = error;
      throw error;
    }
  }

  private common(): { scopes: readonly Scope[]; signal?: AbortSignal } {
    return { scopes: this.scopes, ...(this.options.signal ? { signal: this.options.signal } : {}) };
  }
}

function isExpiry(error: unknown): boolean {
  return error instanceof AuthenticationError && error.status === 401;
}

// The session was lost by a restarted instance, or has another offset.
function isLostSession(error: unknown): boolean {
  return error instanceof ResponseError && (error.status === 404 || error.status === 416);
}
