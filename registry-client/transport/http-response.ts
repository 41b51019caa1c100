import type * as http from "node:http";
import { decodedBytes } from "./content-encoding";
import { ContentError, displayUrl, TransportError } from "../errors";
import { parseRateLimit, type RateLimit } from "./rate-limit";
import { toTransportError } from "./transport-errors";

/** An answer whose header is there and whose body is still to be read, once, or discarded. */
export class HttpResponse {
  readonly status: number;
  private received = 0;

  constructor(
    /** The request that this answers. */
    readonly request: { readonly method: string; readonly url: URL; readonly signal?: AbortSignal },
    private readonly incoming: http.IncomingMessage,
    private readonly outgoing: http.ClientRequest,
    private readonly idleMs: number,
    private readonly done: (receivedBytes: number, error: unknown) => void,
  ) {
    this.status = incoming.statusCode ?? 0;
  }

  /** A field of the header by its name in lower case; several fields of that name are joined with ", ". */
  header(name: string): string | undefined {
    const value = this.incoming.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  /** How the body is encoded beside what it is, such as `gzip`; `undefined` where it is not. Nobody asks for that. */
  get contentEncoding(): string | undefined {
    const field = this.header("content-encoding")?.trim().toLowerCase() ?? "";
    return field === "" || field === "identity" ? undefined : field;
  }

  /**
   * The body, piece by piece. Leaving the loop early closes the connection.
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
      // The server answered before it had read all of the request's body: the connection is of no more use.
      if (!this.outgoing.writableFinished || !this.incoming.complete) this.outgoing.destroy();
      this.done(this.received, failure);
    }
  }

  /**
   * The complete body, which must not take longer than one pause within a body may. Throws {@link ContentError} when it
   * has more than `limit` bytes, and what {@link body} throws.
   */
  async bytes(limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    // A server that sends a byte now and then never stalls.
    const timer = this.timeout("is not complete after");
    try {
      for await (const chunk of this.body()) {
        chunks.push(chunk);
        if (this.received > limit) {
          throw new ContentError(
            `${this.request.method} ${displayUrl(this.request.url)}: the answer has more than ${limit} bytes`,
          );
        }
      }
    } finally {
      clearTimeout(timer);
    }
    return Buffer.concat(chunks);
  }

  /**
   * The complete body, without a `Content-Encoding` that nobody requested, unless `isRight` says that it is as it should be.
   * `what` begins messages. Throws as {@link bytes}, also where it is larger when decoded, or cannot be decoded.
   */
  async decoded(limit: number, isRight: (bytes: Buffer) => boolean, what: string): Promise<Buffer> {
    return decodedBytes(await this.bytes(limit), this.contentEncoding, isRight, limit, what);
  }

  /** Reads a short rest so that the connection can be used again; closes it when there is more, or an error. */
  async discard(): Promise<void> {
    try {
      await this.bytes(64 * 1024);
    } catch {
      this.outgoing.destroy();
    }
  }

  /** Closes the connection, as the body is of no interest. */
  abandon(): void {
    this.outgoing.destroy();
    this.done(0, undefined);
  }

  private arm(): NodeJS.Timeout {
    return this.timeout("stalled for");
  }

  private timeout(what: string): NodeJS.Timeout {
    return setTimeout(() => {
      const text = `${this.request.method} ${displayUrl(this.request.url)}: the answer ${what} ${this.idleMs} ms`;
      this.incoming.destroy(new TransportError(text, "timeout", undefined, true));
    }, this.idleMs);
  }
}

/** What an answer says of how much may still be asked for. */
export function rateLimitOf(response: HttpResponse): RateLimit | undefined {
  return parseRateLimit(response.header("ratelimit-limit"), response.header("ratelimit-remaining"));
}
