import type * as http from "node:http";
import { decodedBytes } from "./content-encoding";
import { ContentError, displayUrl, TransportError } from "../errors";
import { parseRateLimit, type RateLimit } from "./rate-limit";
import { toTransportError } from "./transport-errors";

/** HTTP response whose headers have arrived. Its body must be read once, or discarded. */
export class HttpResponse {
  readonly status: number;
  private received = 0;

  constructor(
    /** The request of this response. */
    readonly request: { readonly method: string; readonly url: URL; readonly signal?: AbortSignal },
    private readonly incoming: http.IncomingMessage,
    private readonly outgoing: http.ClientRequest,
    private readonly idleMs: number,
    private readonly done: (receivedBytes: number, error: unknown) => void,
  ) {
    this.status = incoming.statusCode ?? 0;
  }

  /** A header by its name in lower case; repeated headers are joined with ", ". */
  header(name: string): string | undefined {
    const value = this.incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  /** The `Content-Encoding`, such as `gzip`; `undefined` without one. This client never requests one. */
  get contentEncoding(): string | undefined {
    const field = this.header("content-encoding")?.trim().toLowerCase() ?? "";
    return field === "" || field === "identity" ? undefined : field;
  }

  /**
   * The body in chunks. Leaving the loop early closes the connection.
   *
   * Throws {@link TransportError} when the connection breaks or stalls, or the signal's reason.
   */
  async *body(): AsyncGenerator<Buffer, void, undefined> {
    let failure: unknown;
    let timer = this.arm();
    try {
      for await (const chunk of this.incoming as AsyncIterable<Buffer>) {
        clearTimeout(timer);
        this.received += chunk.length;
        yield chunk;
        timer = this.arm();
      }
    } catch (error) {
      const { signal } = this.request;
      failure = signal?.aborted === true ? signal.reason : toTransportError(error, this.request);
      throw failure;
    } finally {
      clearTimeout(timer);
      // The server responded before it read the complete request body: the connection cannot be reused.
      if (!this.outgoing.writableFinished || !this.incoming.complete) this.outgoing.destroy();
      this.done(this.received, failure);
    }
  }

  /**
   * The complete body, within one idle timeout in total. Throws {@link ContentError} when it has more than `limit` bytes,
   * and what {@link body} throws.
   */
  async bytes(limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    // A server that sends a byte from time to time never reaches the idle timeout.
    const timer = this.timeout("is not complete after");
    try {
      for await (const chunk of this.body()) {
        chunks.push(chunk);
        if (this.received > limit) {
          throw new ContentError(
            `${this.request.method} ${displayUrl(this.request.url)}: the response has more than ${limit} bytes`,
          );
        }
      }
    } finally {
      clearTimeout(timer);
    }
    return Buffer.concat(chunks);
  }

  /**
   * The complete body, decoded from an unrequested `Content-Encoding` unless `isRight` accepts the bytes as they are.
   * `what` begins messages. Throws as {@link bytes}, also where it is larger when decoded, or cannot be decoded.
   */
  async decoded(limit: number, isRight: (bytes: Buffer) => boolean, what: string): Promise<Buffer> {
    return decodedBytes(await this.bytes(limit), this.contentEncoding, isRight, limit, what);
  }

  /** Reads a short rest of the body so that the connection can be reused; closes the connection otherwise. */
  async discard(): Promise<void> {
    try {
      await this.bytes(64 * 1024);
    } catch {
      this.outgoing.destroy();
    }
  }

  /** Closes the connection without reading the body. */
  abandon(): void {
    this.outgoing.destroy();
    this.done(0, undefined);
  }

  private arm(): NodeJS.Timeout {
    return this.timeout("stalled for");
  }

  private timeout(what: string): NodeJS.Timeout {
    return setTimeout(() => {
      const text = `${this.request.method} ${displayUrl(this.request.url)}: the response ${what} ${this.idleMs} ms`;
      this.incoming.destroy(new TransportError(text, "timeout", undefined, true));
    }, this.idleMs);
  }
}

/** The rate limit in a response's headers; `undefined` without one. */
export function rateLimitOf(response: HttpResponse): RateLimit | undefined {
  return parseRateLimit(response.header("ratelimit-limit"), response.header("ratelimit-remaining"));
}
