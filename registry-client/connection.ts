import { setMaxListeners } from "node:events";
import { abortable } from "./transport/abort";
import { toResponseError } from "./transport/response-error";
import { Authorizer, type CredentialsSource, type Scope } from "./authentication/authorizer";
import { SYSTEM_CLOCK } from "./transport/clock";
import { AuthenticationError, displayUrl, ResponseError, TransportError } from "./errors";
import { Transport, type TransportOptions } from "./transport/http-transport";
import type { HttpRequest } from "./transport/http-request";
import type { HttpResponse } from "./transport/http-response";
import { Pacer } from "./transport/request-pacer";
import { registryHost } from "./images/reference";
import { DEFAULT_RETRY, type RetryPolicy, retrying } from "./transport/retry";

export interface ConnectionOptions extends TransportOptions {
  /** The registry's name, `host[:port]`, as in an image reference; Docker Hub is `docker.io`. */
  readonly registry: string;
  /** Default: anonymous. */
  readonly credentials?: CredentialsSource;
  readonly retry?: Partial<RetryPolicy>;
  /** Whether a server has named this one, so that its own addresses, too, must not be of this machine or its link. */
  readonly guarded?: boolean;
}

/** One request of the registry's API. */
export interface ApiRequest {
  readonly method: string;
  /** A path below the registry's root, or a URL from its response. */
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent once; its sender retries. */
  readonly body?: Buffer | AsyncIterable<Buffer>;
  readonly scopes?: readonly Scope[];
  /** The expected statuses; others are thrown. */
  readonly expect: readonly number[];
  /** Further expected statuses after a redirect to another host. */
  readonly expectElsewhere?: readonly number[];
  readonly headersTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

const MAXIMUM_REDIRECTS = 5;
const MAXIMUM_CHALLENGES = 2;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Requests to one registry with authentication, retries and redirects. */
export class RegistryConnection {
  /** The registry's name, as in an image reference. */
  readonly registry: string;
  readonly transport: Transport;
  private policy: RetryPolicy;
  private readonly origin: URL;
  private readonly isGuarded: boolean;
  /** Also of the token server, which belongs to the registry. */
  readonly pacer: Pacer;
  private readonly authorizer: Authorizer;
  // Tokens are requested for all requests: only closing the connection aborts that.
  private readonly closed = new AbortController();
  private first: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    this.registry = options.registry;
    this.origin = new URL(`https://${registryHost({ registry: options.registry })}/`);
    this.isGuarded = options.guarded ?? false;
    this.transport = new Transport(options);
    this.policy = { ...DEFAULT_RETRY, ...options.retry };
    this.pacer = new Pacer(() => this.policy);
    this.authorizer = new Authorizer(this.origin.host, options.credentials, (request) =>
      retrying(this.retry, this.closed.signal, () =>
        this.sendToTokenServer({ ...request, signal: this.closed.signal }),
      ),
    );
    setMaxListeners(0, this.closed.signal);
  }

  /**
   * Sends a request, passes an expected response to `read` and returns its result. Transient failures, also of `read`,
   * are retried unless the body is a stream.
   *
   * Throws {@link TransportError}, {@link ResponseError}, {@link AuthenticationError}, and what `read` throws.
   */
  request<T>(request: ApiRequest, read: (response: HttpResponse) => Promise<T>): Promise<T> {
    const once = async () => {
      const response = await this.authorized(request);
      if (!this.isExpected(response, request)) throw await this.failureOf(response);
      return read(response);
    };
    return isReplayable(request) ? retrying(this.retry, request.signal, once) : once();
  }

  private isExpected(response: HttpResponse, { expect, expectElsewhere }: ApiRequest): boolean {
    const isElsewhere = response.request.url.host !== this.origin.host;
    return (
      expect.includes(response.status) || (isElsewhere && expectElsewhere?.includes(response.status) === true)
    );
  }

  get retry(): RetryPolicy {
    return this.policy;
  }

  /** Sets the policy's deadline. */
  waitUntil(deadline: number): void {
    this.policy = { ...this.policy, deadline };
  }

  /** The host, `host[:port]`, that serves the API. */
  get host(): string {
    return this.origin.host;
  }

  /** Sends `GET` without credentials and returns the response regardless of its status. */
  async anonymous(path: string, signal?: AbortSignal): Promise<HttpResponse> {
    const request = { method: "GET", url: path, expect: [], ...(signal ? { signal } : {}) };
    return retrying(this.retry, signal, () => this.followed(request, undefined));
  }

  /** Records the registry's challenge, so that the next request is authenticated at once. */
  learn(field: string): void {
    try {
      this.authorizer.learn(field, undefined, []);
    } catch (error) {
      // The request that needs it fails with the reason.
      if (!(error instanceof AuthenticationError)) throw error;
    }
  }

  /** The error for an unexpected response; reads or closes its body. */
  failureOf(response: HttpResponse): Promise<ResponseError | AuthenticationError> {
    const clock = this.retry.clock ?? SYSTEM_CLOCK;
    return toResponseError(response, {
      host: this.origin.host,
      hasCredentials: this.authorizer.hasCredentials,
      now: () => clock.now(),
      redact: (text) => this.authorizer.redact(text),
    });
  }

  /** Aborts running requests. */
  close(): void {
    this.closed.abort(
      new TransportError(`The client of ${this.registry} was closed`, "connection", undefined, false),
    );
    this.transport.close();
  }

  // With credentials, the first request is sent alone: then the challenge is known to the others.
  private async authorized(request: ApiRequest): Promise<HttpResponse> {
    if (!this.authorizer.hasCredentials) return this.challenged(request);
    if (this.first) {
      await abortable(this.first, request.signal);
      return this.challenged(request);
    }
    const response = this.challenged(request);
    this.first = response.then(
      () => undefined,
      () => (this.first = undefined),
    );
    return response;
  }

  private async challenged(request: ApiRequest): Promise<HttpResponse> {
    const scopes = request.scopes ?? [];
    for (let challenges = 0; ; challenges++) {
      const authorization = await this.authorizer.header(scopes, request.signal);
      const response = await this.followed(request, authorization);
      const isChallenge = response.status === 401 && response.request.url.host === this.origin.host;
      if (!isChallenge) return response;
      const worthAnother = this.authorizer.learn(response.header("www-authenticate"), authorization, scopes);
      if (!worthAnother || challenges >= MAXIMUM_CHALLENGES || !isReplayable(request)) return response;
      await response.discard();
    }
  }

  private async followed(request: ApiRequest, authorization: string | undefined): Promise<HttpResponse> {
    let url = new URL(request.url, this.origin);
    let isAway = false;
    for (let redirects = 0; ; redirects++) {
      // Never to another host (OCI distribution 1.1, "Pulling blobs"), nor where another host sends back to.
      isAway ||= url.host !== this.origin.host;
      const response = await this.paced(
        this.toHttp(request, url, isAway ? undefined : authorization),
        isAway,
      );
      const location = response.header("location");
      if (!REDIRECTS.has(response.status) || location === undefined || !mayFollow(request, response.status)) {
        return response;
      }
      await response.discard();
      if (redirects >= MAXIMUM_REDIRECTS) {
        throw redirectError(request, url, `redirected more than ${MAXIMUM_REDIRECTS} times`);
      }
      if (!URL.canParse(location, url.href))
        throw redirectError(request, url, "redirected to what is no URL");
      url = new URL(location, url);
    }
  }

  private toHttp(request: ApiRequest, url: URL, authorization: string | undefined): HttpRequest {
    return {
      method: request.method,
      url,
      headers: { ...request.headers, ...(authorization === undefined ? {} : { authorization }) },
      foreign: this.isGuarded || url.host !== this.origin.host,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.headersTimeoutMs === undefined ? {} : { headersTimeoutMs: request.headersTimeoutMs }),
      ...(request.signal ? { signal: request.signal } : {}),
    };
  }

  // Credentials are sent within the registry's origin only.
  private async sendToTokenServer(request: HttpRequest): Promise<HttpResponse> {
    let { url } = request;
    for (let redirects = 0; ; redirects++) {
      const response = await this.paced({ ...request, url });
      if (response.status >= 500) throw await this.failureOf(response);
      const next = locationWithin(url.origin, response);
      if (!next || redirects >= MAXIMUM_REDIRECTS || !mayFollow(request, response.status)) return response;
      await response.discard();
      url = next;
    }
  }

  // A 429 is thrown, and delays later requests. A request that was redirected to another host is not paced again.
  private async paced(request: HttpRequest, isElsewhere = false): Promise<HttpResponse> {
    const pace = isElsewhere ? this.pacer.pace : await this.pacer.turn(request.signal);
    const response = await this.transport.send(request);
    if (response.status !== 429) {
      if (!isElsewhere) this.pacer.succeeded(pace);
      return response;
    }
    const refusal = await this.failureOf(response);
    if (refusal instanceof ResponseError) this.pacer.refused(pace, refusal);
    throw refusal;
  }
}

function locationWithin(origin: string, response: HttpResponse): URL | undefined {
  const location = response.header("location");
  const { url } = response.request;
  if (!REDIRECTS.has(response.status) || location === undefined || !URL.canParse(location, url.href)) {
    return undefined;
  }
  const next = new URL(location, url);
  return next.origin === origin ? next : undefined;
}

function isReplayable(request: Pick<ApiRequest, "body">): boolean {
  return request.body === undefined || Buffer.isBuffer(request.body);
}

// 301 to 303 may change the method to GET, 307 and 308 keep it (RFC 9110, section 15.4).
function mayFollow(request: Pick<ApiRequest, "method" | "body">, status: number): boolean {
  const isRead = request.method === "GET" || request.method === "HEAD";
  return isRead || (isReplayable(request) && (status === 307 || status === 308));
}

function redirectError(request: ApiRequest, url: URL, reason: string): TransportError {
  return new TransportError(`${request.method} ${displayUrl(url)}: ${reason}`, "redirect", undefined, false);
}
