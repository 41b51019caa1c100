/** How long to wait, in milliseconds. */
export interface Timeouts {
  /** For the connection including name resolution, proxy and TLS; 10,000 by default. */
  readonly connectMs: number;
  /** From the end of the request to the answer's header; 60,000 by default. */
  readonly headersMs: number;
  /** Between two pieces of a body, either way; 60,000 by default. */
  readonly idleMs: number;
  /** In place of `headersMs` for the request that completes an upload, while storage moves it; 900,000 by default. */
  readonly commitMs: number;
}

/** One exchange as an observer sees it. */
export interface RequestEvent {
  readonly method: string;
  /** Origin and path, without the query. */
  readonly url: string;
  /** The status, or `undefined` when no answer came. */
  readonly status: number | undefined;
  /** The message of what went wrong in transport, if anything. */
  readonly error: string | undefined;
  /** Bytes of the request's body. */
  readonly sentBytes: number;
  /** Bytes of the answer's body that were read. */
  readonly receivedBytes: number;
  /** When it began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds from the beginning to the answer's header, if it came. */
  readonly headersMs: number | undefined;
  /** Milliseconds from the beginning to the end of the answer's body. */
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
  /** In place of the transport's `headersMs`. */
  readonly headersTimeoutMs?: number;
  readonly signal?: AbortSignal;
}
