import type { Scope } from "./authorization";
import type { RegistryConnection } from "./connection";
import type { ExpectedContent } from "./digest";
import { AuthenticationError, ContentError, displayUrl, ResponseError } from "./errors";
import type { HttpResponse } from "./http-response";
import { parseUploadRange } from "./range";
import { isTransient, pauseBefore, pausing, retrying } from "./retry";

/** A blob that can be read as often as needed. */
export interface UploadBlob extends ExpectedContent {
  /** Its bytes from `start` on. */
  open(start: number): AsyncIterable<Buffer>;
}

export interface UploadOptions {
  /**
   * Bytes of one request, for registries behind proxies that bound them; a blob is sent as one request by default.
   * A registry's `OCI-Chunk-Min-Length` is kept.
   */
  readonly chunkSize?: number;
  /** Another repository of the same registry that may hold the blob. */
  readonly mountFrom?: string;
  readonly signal?: AbortSignal;
}

/** How the blob came to be there. */
export type UploadOutcome = "uploaded" | "mounted";

interface Session {
  readonly location: URL;
  readonly minimumChunk: number;
}

/**
 * Uploads a blob; what fails for the moment is begun again, with chunks from where the registry is.
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
  return retrying(connection.retry, options.signal, () => uploader.run(), isWorthAnother);
}

// Beside transient failures: a session that another instance has forgotten, a token that ran out under way,
// and content that arrived wrong once.
function isWorthAnother(error: unknown, failed: number): boolean {
  if (isTransient(error)) return true;
  const isOnce =
    error instanceof ContentError ||
    (error instanceof AuthenticationError && error.status === 401) ||
    (error instanceof ResponseError && (error.status === 404 || error.status === 416));
  return isOnce && failed === 1;
}

class Uploader {
  private readonly scopes: readonly Scope[];

  constructor(
    private readonly connection: RegistryConnection,
    private readonly repository: string,
    private readonly blob: UploadBlob,
    private readonly options: UploadOptions,
  ) {
    this.scopes = [
      { repository, actions: ["pull", "push"] },
      ...(options.mountFrom === undefined
        ? []
        : [{ repository: options.mountFrom, actions: ["pull"] as const }]),
    ];
  }

  async run(): Promise<UploadOutcome> {
    const session = await this.start();
    if (session === "mounted") return session;
    const chunkSize = Math.max(this.options.chunkSize ?? Infinity, session.minimumChunk);
    const location =
      this.blob.size > chunkSize ? await this.sendChunks(session.location, chunkSize) : session.location;
    await this.complete(location, this.blob.size <= chunkSize);
    return "uploaded";
  }

  private start(): Promise<Session | "mounted"> {
    const query = new URLSearchParams(
      this.options.mountFrom === undefined ? {} : { mount: this.blob.digest, from: this.options.mountFrom },
    ).toString();
    return this.connection.request(
      {
        method: "POST",
        url: `/v2/${this.repository}/blobs/uploads/${query ? `?${query}` : ""}`,
        headers: { "content-length": "0" },
        expect: query ? [201, 202] : [202],
        ...this.common(),
      },
      async (response) => {
        await response.discard();
        if (response.status === 201) return "mounted";
        const minimum = Number(response.header("oci-chunk-min-length") ?? 0);
        return { location: locationOf(response), minimumChunk: Number.isSafeInteger(minimum) ? minimum : 0 };
      },
    );
  }

  private async sendChunks(first: URL, chunkSize: number): Promise<URL> {
    let location = first;
    let offset = 0;
    let failed = 0;
    while (offset < this.blob.size) {
      const endExclusive = Math.min(offset + chunkSize, this.blob.size);
      try {
        location = await this.sendChunk(location, offset, endExclusive);
        offset = endExclusive;
        failed = 0;
      } catch (error) {
        const pause = isTransient(error)
          ? pauseBefore(this.connection.retry, ++failed, undefined)
          : undefined;
        if (pause === undefined) throw error;
        await pausing(pause, this.options.signal);
        ({ location, offset } = await this.status(location));
      }
    }
    return location;
  }

  private sendChunk(location: URL, start: number, endExclusive: number): Promise<URL> {
    return this.connection.request(
      {
        method: "PATCH",
        url: location,
        headers: {
          "content-type": "application/octet-stream",
          "content-length": String(endExclusive - start),
          "content-range": `${start}-${endExclusive - 1}`,
        },
        body: take(this.blob.open(start), endExclusive - start),
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
    return this.connection.request(
      { method: "GET", url: location, expect: [204], ...this.common() },
      async (response) => {
        await response.discard();
        const offset = parseUploadRange(response.header("range") ?? "0-0");
        if (offset === undefined || offset > this.blob.size) {
          throw new ContentError(`${displayUrl(location)}: the upload's range cannot be read`);
        }
        return {
          location: response.header("location") === undefined ? location : locationOf(response),
          offset,
        };
      },
    );
  }

  private complete(location: URL, withBody: boolean): Promise<void> {
    const { digest, size } = this.blob;
    const url = new URL(location);
    // Appended by hand: going through URLSearchParams would write the registry's own parameters anew.
    url.search = `${url.search}${url.search ? "&" : "?"}digest=${encodeURIComponent(digest)}`;
    return this.connection.request(
      {
        method: "PUT",
        url,
        headers: {
          "content-type": "application/octet-stream",
          "content-length": String(withBody ? size : 0),
        },
        ...(withBody && size > 0 ? { body: this.blob.open(0) } : {}),
        expect: [201, 202, 204],
        headersTimeoutMs: this.connection.transport.timeouts.commitMs,
        ...this.common(),
      },
      (response) => response.discard(),
    );
  }

  private common(): { scopes: readonly Scope[]; signal?: AbortSignal } {
    return { scopes: this.scopes, ...(this.options.signal ? { signal: this.options.signal } : {}) };
  }
}

// Relative or absolute (RFC 9110, section 10.2.2), both are in use.
function locationOf(response: HttpResponse): URL {
  const { method, url } = response.request;
  const location = response.header("location");
  if (location === undefined || !URL.canParse(location, url.href)) {
    throw new ContentError(`${method} ${displayUrl(url)}: the answer has no valid Location`);
  }
  const next = new URL(location, url);
  if (next.protocol === "http:") {
    throw new ContentError(
      `${method} ${displayUrl(url)}: the registry sends the upload to ${displayUrl(next)}, without TLS; ` +
        "what terminates TLS in front of it must set X-Forwarded-Proto, or the registry use relative URLs",
    );
  }
  return next;
}

async function* take(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer, void, undefined> {
  let left = count;
  for await (const chunk of chunks) {
    yield chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= chunk.length;
    if (left <= 0) return;
  }
  throw new ContentError(`The blob ended ${left} bytes early`);
}
