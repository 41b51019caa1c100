import type * as http from "node:http";
import * as https from "node:https";
import type { TLSSocket } from "node:tls";
import { displayUrl, RegistryError, TransportError } from "../errors";
import type { HttpRequest, RequestEvent, Timeouts } from "./http-request";
import { HttpResponse } from "./http-response";
import { toTransportError } from "./transport-errors";

/** One HTTP request with its response; `onRequest` is called exactly once, at its end. */
export class Exchange {
  private readonly startedAt = Date.now();
  private readonly started = performance.now();
  private sentBytes = 0;
  private headersMs: number | undefined;
  private connectTimer: NodeJS.Timeout | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    private readonly request: HttpRequest,
    private readonly timeouts: Timeouts,
    private readonly onRequest: ((event: RequestEvent) => void) | undefined,
  ) {}

  /** Resolves when the response headers have arrived. */
  run(options: https.RequestOptions): Promise<HttpResponse> {
    const { method, url, headers, body, signal } = this.request;
    return new Promise((resolve, reject) => {
      const outgoing = https.request(url, { ...options, method, headers: { ...headers } });
      const abort = () => outgoing.destroy(signal?.reason instanceof Error ? signal.reason : undefined);
      signal?.addEventListener("abort", abort, { once: true });
      // Also without a response: an exchange ends exactly once.
      outgoing.once("close", () => signal?.removeEventListener("abort", abort));
      const fail = (error: unknown) => {
        const reason: unknown = signal?.aborted === true ? signal.reason : error;
        this.end(undefined, 0, reason);
        outgoing.destroy();
        reject(reason);
      };
      outgoing.on("error", (error) => fail(toTransportError(error, this.request)));
      outgoing.once("response", (incoming) => {
        clearTimeout(this.timer);
        this.headersMs = performance.now() - this.started;
        const done = (received: number, error: unknown) => this.end(incoming.statusCode, received, error);
        resolve(new HttpResponse(this.request, incoming, outgoing, this.timeouts.idleMs, done));
      });
      outgoing.once("finish", () => {
        // The response can arrive before `finish`.
        const waitMs = this.request.headersTimeoutMs ?? this.timeouts.headersMs;
        if (this.headersMs === undefined) this.timer = this.limit(outgoing, "response", waitMs);
      });
      this.connectTimer = this.limit(outgoing, "connection", this.timeouts.connectMs);
      whenConnected(outgoing, () => {
        clearTimeout(this.connectTimer);
        // Not before: without a connection, the source of a stream is not opened.
        if (isStream(body)) this.writeBody(outgoing, body).catch(fail);
      });
      if (isStream(body)) return;
      this.sentBytes = body?.length ?? 0;
      outgoing.end(body);
    });
  }

  private limit(outgoing: http.ClientRequest, what: string, ms: number): NodeJS.Timeout {
    clearTimeout(this.timer);
    return setTimeout(() => {
      const text = `${this.request.method} ${displayUrl(this.request.url)}: no ${what} within ${ms} ms`;
      outgoing.destroy(new TransportError(text, "timeout", undefined, true));
    }, ms);
  }

  private async writeBody(outgoing: http.ClientRequest, body: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of body) {
      // A response before the end of the body is a refusal: sending the rest would be useless.
      if (this.headersMs !== undefined || outgoing.destroyed) return;
      this.sentBytes += chunk.length;
      if (!outgoing.write(chunk)) await this.drained(outgoing);
    }
    outgoing.end();
  }

  private drained(outgoing: http.ClientRequest): Promise<void> {
    return new Promise((resolve) => {
      if (this.headersMs !== undefined || outgoing.destroyed) return resolve();
      this.timer = this.limit(outgoing, "progress of the upload", this.timeouts.idleMs);
      const go = () => {
        clearTimeout(this.timer);
        outgoing.off("drain", go).off("close", go).off("response", go);
        resolve();
      };
      outgoing.on("drain", go).on("close", go).on("response", go);
    });
  }

  private end(status: number | undefined, receivedBytes: number, error: unknown): void {
    clearTimeout(this.connectTimer);
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

function isStream(body: HttpRequest["body"]): body is AsyncIterable<Buffer> {
  return body !== undefined && !Buffer.isBuffer(body);
}

function whenConnected(outgoing: http.ClientRequest, connected: () => void): void {
  outgoing.once("socket", (socket) => {
    if (outgoing.reusedSocket) connected();
    else (socket as TLSSocket).once("secureConnect", connected);
  });
}
