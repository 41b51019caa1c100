import { setMaxListeners } from "node:events";
import { abortable } from "./abort";
import { Authorizer, type CredentialsSource, type Scope } from "./authorization";
import { SYSTEM_CLOCK } from "./clock";
import { AuthenticationError, displayUrl, type ErrorEntry, ResponseError, TransportError } from "./errors";
import { type HttpRequest, Transport, type TransportOptions } from "./http";
import { type HttpResponse, rateLimitOf } from "./http-response";
import { Pacer } from "./pacer";
import { describeRateLimit } from "./rate-limit";
import { registryHost } from "./reference";
import { DEFAULT_RETRY, parseRetryAfter, type RetryPolicy, retrying } from "./retry";

export interface ConnectionOptions extends TransportOptions {
  /** The registry's name, `host[:port]`, as in an image reference; Docker Hub is `docker.io`. */
  readonly registry: string;
  /** Anonymous unless given. */
  readonly credentials?: CredentialsSource;
  readonly retry?: Partial<RetryPolicy>;
}

/** One request of the registry's API. */
export interface ApiRequest {
  readonly method: string;
  /** A path below the registry's root, or a URL that it answered with. */
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent once; who sends one retries by himself. */
  readonly body?: Buffer | AsyncIterable<Buffer>;
  readonly scopes?: readonly Scope[];
  /** The statuses that are passed on; every other one is thrown. */
  readonly expect: readonly number[];
  readonly headersTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

const MAXIMUM_REDIRECTS = 5;
const MAXIMUM_CHALLENGES = 2;
const ERROR_ANSWER_LIMIT = 64 * 1024;
const ERROR_TEXT_LIMIT = 300;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Requests to one registry with authentication, retries and redirects. */
export class RegistryConnection {
  /** The name given, as in an image reference. */
  readonly registry: string;
  readonly transport: Transport;
  private policy: RetryPolicy;
  private readonly origin: URL;
  /** Also of the token server, which belongs to the registry. */
  readonly pacer: Pacer;
  private readonly authorizer: Authorizer;
  // Tokens are asked for on behalf of all requests: only the end of the connection ends that.
  private readonly closed = new AbortController();
  private first: Promise<void> | undefined;

  constructor(options: ConnectionOptions) {
    this.registry = options.registry;
    this.origin = new URL(`https://${registryHost({ registry: options.registry })}/`);
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
   * Sends a request and hands an expected answer to `read`, whose result is returned. Transient failures, also of
   * `read`, are retried unless the body is a stream.
   *
   * Throws {@link TransportError}, {@link ResponseError}, {@link AuthenticationError}, and what `read` throws.
   */
  request<T>(request: ApiRequest, read: (response: HttpResponse) => Promise<T>): Promise<T> {
    const once = async () => {
      const response = await this.authorized(request);
      if (!request.expect.includes(response.status)) throw await this.failureOf(response);
      return read(response);
    };
    return isReplayable(request) ? retrying(this.retry, request.signal, once) : once();
  }

  get retry(): RetryPolicy {
    return this.policy;
  }

  /** Sets the policy's deadline. */
  waitUntil(deadline: number): void {
    this.policy = { ...this.policy, deadline };
  }

  /** The host, `host[:port]`, that answers the API. */
  get host(): string {
    return this.origin.host;
  }

  /** Sends `GET` without credentials and returns the answer whatever its status is. */
  async anonymous(path: string, signal?: AbortSignal): Promise<HttpResponse> {
    const url = new URL(path, this.origin);
    return retrying(this.retry, signal, () =>
      this.paced({ method: "GET", url, ...(signal ? { signal } : {}) }),
    );
  }

  /** Takes note of how the registry asks for authentication, so that the next request need not be refused first. */
  learn(field: string): void {
    try {
      this.authorizer.learn(field, undefined, []);
    } catch (error) {
      // The request that needs it says so.
      if (!(error instanceof AuthenticationError)) throw error;
    }
  }

  /** What an answer that was not expected amounts to; reads or closes its body. */
  async failureOf(response: HttpResponse): Promise<ResponseError | AuthenticationError> {
    const { status } = response;
    const { method, url } = response.request;
    const retryAfter = parseRetryAfter(
      response.header("retry-after"),
      (this.retry.clock ?? SYSTEM_CLOCK).now(),
    );
    const errors = await this.readErrors(response);
    const details = errors.map(({ code, message }) => (message ? `${code} (${message})` : code)).join(", ");
    const what = `${method} ${displayUrl(url)} answered ${status}${details ? `: ${details}` : ""}`;
    if ((status === 401 || status === 403) && url.host === this.origin.host) {
      const reason = this.authorizer.hasCredentials
        ? "the credentials were not accepted or do not allow this"
        : "no credentials were given";
      return new AuthenticationError(`${what}; ${reason}`, status);
    }
    const limit = status === 429 ? rateLimitOf(response) : undefined;
    const wait = retryAfter === undefined ? "" : `; it asks to wait ${Math.ceil(retryAfter)} s`;
    const text = `${what}${limit ? `; ${describeRateLimit(limit)}` : ""}${wait}${hintFor(status, errors)}`;
    return new ResponseError(text, status, method, displayUrl(url), errors, retryAfter, limit);
  }

  /** Ends everything that is under way. */
  close(): void {
    this.closed.abort(
      new TransportError(`The client of ${this.registry} was closed`, "connection", undefined, false),
    );
    this.transport.close();
  }

  // With credentials, the first request goes alone: what the registry asks for is then known to all others.
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
      foreign: url.host !== this.origin.host,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.headersTimeoutMs === undefined ? {} : { headersTimeoutMs: request.headersTimeoutMs }),
      ...(request.signal ? { signal: request.signal } : {}),
    };
  }

  private async sendToTokenServer(request: HttpRequest): Promise<HttpResponse> {
    const response = await this.paced(request);
    if (response.status < 500) return response;
    throw await this.failureOf(response);
  }

  // A refusal for being one too many (429) is thrown, and holds back what is sent after it. Where a redirect leads to
  // another host, the request has had its turn.
  private async paced(request: HttpRequest, isElsewhere = false): Promise<HttpResponse> {
    const pace = isElsewhere ? this.pacer.pace : await this.pacer.turn(request.signal);
    const response = await this.transport.send(request);
    if (response.status !== 429) {
      if (!isElsewhere) this.pacer.answered(pace);
      return response;
    }
    const refusal = await this.failureOf(response);
    if (refusal instanceof ResponseError) this.pacer.refused(pace, refusal);
    throw refusal;
  }

  private async readErrors(response: HttpResponse): Promise<ErrorEntry[]> {
    try {
      const answer: unknown = JSON.parse((await response.bytes(ERROR_ANSWER_LIMIT)).toString("utf8"));
      const entries =
        typeof answer === "object" && answer !== null && "errors" in answer ? answer.errors : [];
      return Array.isArray(entries) ? entries.flatMap((entry: unknown) => this.readError(entry)) : [];
    } catch {
      // Not every proxy between here and the registry answers as a registry does.
      return [];
    }
  }

  private readError(entry: unknown): ErrorEntry[] {
    if (typeof entry !== "object" || entry === null) return [];
    const text = (value: unknown) =>
      typeof value === "string" ? this.authorizer.redact(value).slice(0, ERROR_TEXT_LIMIT) : "";
    const code = text("code" in entry ? entry.code : undefined);
    return code === "" ? [] : [{ code, message: text("message" in entry ? entry.message : undefined) }];
  }
}

function isReplayable(request: ApiRequest): boolean {
  return request.body === undefined || Buffer.isBuffer(request.body);
}

// 301 to 303 may change the method to GET, 307 and 308 keep it (RFC 9110, section 15.4).
function mayFollow(request: ApiRequest, status: number): boolean {
  const isRead = request.method === "GET" || request.method === "HEAD";
  return isRead || (isReplayable(request) && (status === 307 || status === 308));
}

function redirectError(request: ApiRequest, url: URL, reason: string): TransportError {
  return new TransportError(`${request.method} ${displayUrl(url)}: ${reason}`, "redirect", undefined, false);
}

// Where the answer alone leaves everyone in the dark, but has one cause in most cases.
function hintFor(status: number, errors: readonly ErrorEntry[]): string {
  const isUploadLost = errors.some(({ code }) => code.startsWith("BLOB_UPLOAD_"));
  if (status === 404 && isUploadLost) {
    return "; where several instances answer, all need the same HTTP secret (http.secret) and storage";
  }
  if (status === 413) {
    return "; something in front of the registry limits the size of a request: raise its limit, or send chunks";
  }
  return "";
}
