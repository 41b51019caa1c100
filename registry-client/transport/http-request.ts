/** Timeouts in milliseconds. */
export interface Timeouts {
  /** Connection timeout, with name resolution, proxy and TLS. Default: 10,000. */
  readonly connectMs: number;
  /** From the end of the request to the response headers. Default: 60,000. */
  readonly headersMs: number;
  /** Idle timeout between two chunks of a request or response body. Default: 60,000. */
  readonly idleMs: number;
  /** Instead of `headersMs` for the request that completes an upload, while storage moves it. Default: 900,000. */
  readonly commitMs: number;
}

/** One HTTP request with its response, for observers. */
export interface RequestEvent {
  readonly method: string;
  /** Origin and path, without the query. */
  readonly url: string;
  /** The status; `undefined` without a response. */
  readonly status: number | undefined;
  /** The message of the transport error, if any. */
  readonly error: string | undefined;
  /** Bytes of the request's body. */
  readonly sentBytes: number;
  /** Bytes of the response body that were read. */
  readonly receivedBytes: number;
  /** When it began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds from the start to the response headers, if they arrived. */
  readonly headersMs: number | undefined;
  /** Milliseconds from the start to the end of the response body. */
  readonly ms: number;
}

export interface HttpRequest {
  readonly method: string;
  /** An `https:` URL. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | AsyncIterable<Buffer>;
  /** Whether a server chose the URL (redirect, token server, upload location on another host). */
  readonly foreign?: boolean;
  /** Instead of the transport's `headersMs`. */
  readonly headersTimeoutMs?: number;
  readonly signal?: AbortSignal;
}
