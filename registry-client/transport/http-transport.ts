import * as https from "node:https";
import type { LookupFunction } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import { checkLiteralAddress, refusingLookup } from "./addresses";
import { displayUrl, TransportError } from "../errors";
import { Exchange } from "./http-exchange";
import type { HttpResponse } from "./http-response";
import { proxyFor, ProxyAgent, type ProxyEnvironment } from "./proxy";
import { USER_AGENT } from "./user-agent";
import type { Timeouts, RequestEvent, HttpRequest } from "./http-request";

export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  headersMs: 60_000,
  idleMs: 60_000,
  commitMs: 900_000,
};

// Buffer of each connection in bytes: larger chunks than with Node's 16 KiB make copies faster.
const SOCKET_BUFFER = 64 * 1024;
// To one host. A copy within one registry reads and writes at most 16 blobs at once, with one connection for each.
const MAXIMUM_SOCKETS = 32;
// Google Artifact Registry sends 21 KB of headers when an upload starts; Go's clients accept up to 10 MB.
const MAXIMUM_HEADER = 1024 * 1024;

export interface TransportOptions {
  /** Trusted certificate authorities in PEM. Default: those of Node.js. */
  readonly ca?: string | Buffer | ReadonlyArray<string | Buffer>;
  readonly timeouts?: Partial<Timeouts>;
  /** Source of `HTTPS_PROXY` and `NO_PROXY`. Default: `process.env`. */
  readonly environment?: ProxyEnvironment;
  /** Name resolution. Default: the system's resolver. */
  readonly lookup?: LookupFunction;
  /** Allows redirects to loopback addresses, for registries on this machine. Default: `false`. */
  readonly allowLoopbackRedirects?: boolean;
  /** Called once for every request, when it has ended. */
  readonly onRequest?: (event: RequestEvent) => void;
}

// No encoding is requested, because digests are of the stored bytes.
const DEFAULT_HEADERS = { "user-agent": USER_AGENT, "accept-encoding": "identity" };

// Node would send them as Basic credentials to a host that a server chose.
function withoutUser(url: URL): URL {
  const clean = new URL(url);
  clean.username = "";
  clean.password = "";
  return clean;
}

/** Sends single HTTPS requests: no retries, no redirects, no authentication. */
export class Transport {
  readonly timeouts: Timeouts;
  private readonly agents = new Map<string, https.Agent>();
  private readonly secureContext: SecureContext | undefined;
  private isClosed = false;

  constructor(private readonly options: TransportOptions = {}) {
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    // Once for all connections: parsing more than a hundred authorities takes tens of milliseconds.
    this.secureContext =
      options.ca === undefined ? undefined : createSecureContext({ ca: [options.ca].flat() });
  }

  /**
   * Sends a request and resolves when the response headers have arrived; the body must be read or discarded.
   *
   * Throws {@link TransportError}, what the body throws, or the signal's reason.
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    request.signal?.throwIfAborted();
    if (this.isClosed) {
      const text = `${request.method} ${displayUrl(request.url)}: the client was closed`;
      throw new TransportError(text, "connection", undefined, false);
    }
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
    const headers = { ...DEFAULT_HEADERS, ...request.headers };
    const sent = { ...request, url: withoutUser(request.url), headers };
    const exchange = new Exchange(sent, this.timeouts, this.options.onRequest);
    return exchange.run({
      agent: this.agentFor(request.url),
      maxHeaderSize: MAXIMUM_HEADER,
      // As Go's clients do, accepts what proxies send against RFC 9112: Content-Length with chunks, bare line feeds.
      insecureHTTPParser: true,
      ...this.lookupOption(guarded),
    });
  }

  /** Closes idle and running connections; nothing is sent from then on. */
  close(): void {
    this.isClosed = true;
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
    const options: https.AgentOptions & { readonly highWaterMark: number } = {
      keepAlive: true,
      maxSockets: MAXIMUM_SOCKETS,
      // Regardless of NODE_TLS_REJECT_UNAUTHORIZED.
      rejectUnauthorized: true,
      highWaterMark: SOCKET_BUFFER,
      ...(this.secureContext ? { secureContext: this.secureContext } : {}),
    };
    const agent = proxy ? new ProxyAgent(proxy, this.timeouts.connectMs, options) : new https.Agent(options);
    this.agents.set(key, agent);
    return agent;
  }
}
