import type * as http from "node:http";
import * as https from "node:https";
import type { LookupFunction } from "node:net";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { checkLiteralAddress, refusingLookup } from "./addresses";
import { displayUrl, RegistryError, TransportError } from "./errors";
import { HttpResponse } from "./http-response";
import { proxyFor, ProxyAgent, type ProxyEnvironment } from "./proxy";
import { toTransportError } from "./transport-errors";

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

export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  headersMs: 60_000,
  idleMs: 60_000,
  commitMs: 900_000,
};

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

export interface TransportOptions {
  /** The certificate authorities to trust, in PEM, in place of those that Node ships. */
  readonly ca?: string | Buffer | ReadonlyArray<string | Buffer>;
  readonly timeouts?: Partial<Timeouts>;
  /** Where `HTTPS_PROXY` and `NO_PROXY` are read; `process.env` by default. */
  readonly environment?: ProxyEnvironment;
  /** How names are resolved; the system's resolver by default. */
  readonly lookup?: LookupFunction;
  /** Lets servers point to loopback addresses, for registries on this machine; `false` by default. */
  readonly allowLoopbackRedirects?: boolean;
  /** Called once for every exchange, when it has ended. */
  readonly onRequest?: (event: RequestEvent) => void;
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

/** Sends single HTTPS requests: no retries, no redirects, no authentication. */
export class Transport {
  readonly timeouts: Timeouts;
  private readonly agents = new Map<string, https.Agent>();
  private readonly secureContext: SecureContext | undefined;

  constructor(private readonly options: TransportOptions = {}) {
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    // Once for all connections: reading a hundred and more authorities takes tens of milliseconds.
    this.secureContext =
      options.ca === undefined ? undefined : createSecureContext({ ca: [options.ca].flat() });
  }

  /**
   * Sends a request and returns once the answer's header is there; its body must be read or discarded.
   *
   * Throws {@link TransportError}, what the body throws, or the signal's reason.
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    if (request.url.protocol !== "https:") {
      throw new TransportError(
        `Refused ${displayUrl(request.url)}: only https: is allowed`,
        "redirect",
        undefined,
        false,
      );
    }
    const guarded = request.foreign === true && this.options.allowLoopbackRedirects !== true;
    if (guarded) checkLiteralAddress(request.url);
    const exchange = new Exchange(request, this.timeouts, this.options.onRequest);
    return exchange.run({ agent: this.agentFor(request.url), ...this.lookupOption(guarded) });
  }

  /** Closes idle and running connections. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private lookupOption(guarded: boolean): { lookup?: LookupFunction } {
    if (guarded) return { lookup: refusingLookup(this.options.lookup) };
    return this.options.lookup ? { lookup: this.options.lookup } : {};
  }

  private agentFor(url: URL): https.Agent {
    const proxy = proxyFor(url, this.options.environment ?? process.env);
    const key = proxy?.href ?? "";
    const known = this.agents.get(key);
    if (known) return known;
    const options: https.AgentOptions = {
      keepAlive: true,
      ...(this.secureContext ? { secureContext: this.secureContext } : {}),
    };
    const agent = proxy ? new ProxyAgent(proxy, this.timeouts.connectMs, options) : new https.Agent(options);
    this.agents.set(key, agent);
    return agent;
  }
}

class Exchange {
  private readonly startedAt = Date.now();
  private readonly started = performance.now();
  private sentBytes = 0;
  private headersMs: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    private readonly request: HttpRequest,
    private readonly timeouts: Timeouts,
    private readonly onRequest: ((event: RequestEvent) => void) | undefined,
  ) {}

  run(options: https.RequestOptions): Promise<HttpResponse> {
    const { method, url, headers, body, signal } = this.request;
    return new Promise((resolve, reject) => {
      const outgoing = https.request(url, { ...options, method, headers: { ...headers } });
      const abort = () => outgoing.destroy(signal?.reason instanceof Error ? signal.reason : undefined);
      signal?.addEventListener("abort", abort, { once: true });
      // Also when the answer never comes: an exchange ends exactly once.
      outgoing.once("close", () => signal?.removeEventListener("abort", abort));
      const fail = (error: unknown) => {
        const reason: unknown = signal?.aborted === true ? signal.reason : error;
        this.end(undefined, 0, reason);
        outgoing.destroy();
        reject(reason);
      };
      outgoing.on("error", (error) => fail(toTransportError(error, this.request)));
      this.watchConnect(outgoing);
      outgoing.once("response", (incoming) => {
        clearTimeout(this.timer);
        this.headersMs = performance.now() - this.started;
        const done = (received: number, error: unknown) => this.end(incoming.statusCode, received, error);
        resolve(new HttpResponse(this.request, incoming, outgoing, this.timeouts.idleMs, done));
      });
      outgoing.once("finish", () => {
        // The answer can come before the end of the body is reported.
        const waitMs = this.request.headersTimeoutMs ?? this.timeouts.headersMs;
        if (this.headersMs === undefined) this.arm(outgoing, "answer", waitMs);
      });
      if (body === undefined || Buffer.isBuffer(body)) {
        this.sentBytes = body?.length ?? 0;
        outgoing.end(body);
      } else {
        this.writeBody(outgoing, body).catch(fail);
      }
    });
  }

  private watchConnect(outgoing: http.ClientRequest): void {
    this.arm(outgoing, "connection", this.timeouts.connectMs);
    outgoing.once("socket", (socket) => {
      const connected = () => clearTimeout(this.timer);
      if (outgoing.reusedSocket) connected();
      else (socket as TLSSocket).once("secureConnect", connected);
    });
  }

  private arm(outgoing: http.ClientRequest, what: string, ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const text = `${this.request.method} ${displayUrl(this.request.url)}: no ${what} within ${ms} ms`;
      outgoing.destroy(new TransportError(text, "timeout", undefined, true));
    }, ms);
  }

  private async writeBody(outgoing: http.ClientRequest, body: AsyncIterable<Buffer>): Promise<void> {
    let answered = false;
    outgoing.once("response", () => (answered = true));
    for await (const chunk of body) {
      // An answer before the end of the body is a refusal: the rest would be sent for nothing.
      if (answered || outgoing.destroyed) return;
      this.sentBytes += chunk.length;
      if (!outgoing.write(chunk)) await this.drained(outgoing);
    }
    outgoing.end();
  }

  private drained(outgoing: http.ClientRequest): Promise<void> {
    return new Promise((resolve) => {
      this.arm(outgoing, "progress of the upload", this.timeouts.idleMs);
      const go = () => {
        clearTimeout(this.timer);
        outgoing.off("drain", go).off("close", go).off("response", go);
        resolve();
      };
      outgoing.on("drain", go).on("close", go).on("response", go);
    });
  }

  private end(status: number | undefined, receivedBytes: number, error: unknown): void {
    clearTimeout(this.timer);
    if (this.ended) return;
    this.ended = true;
    this.onRequest?.({
      method: this.request.method,
      url: displayUrl(this.request.url),
      status,
      error: error === undefined ? undefined : error instanceof RegistryError ? error.message : "aborted",
      sentBytes: this.sentBytes,
      receivedBytes,
      startedAt: this.startedAt,
      headersMs: this.headersMs,
      ms: performance.now() - this.started,
    });
  }
}
