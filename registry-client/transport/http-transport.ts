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

// Bytes under way in each connection: a layer that is copied goes on in fewer and larger pieces than with Node's 16 KiB.
const SOCKET_BUFFER = 64 * 1024;
// To one host. A copy within one registry reads and writes at most 16 blobs at once, each by a connection of its own.
const MAXIMUM_SOCKETS = 32;
// Google Artifact Registry answers the beginning of an upload with 21 KB, and Go's clients take up to 10 MB.
const MAXIMUM_HEADER = 1024 * 1024;

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

// Who decodes for himself asks for no encoding: digests are of what the registry stores.
const DEFAULT_HEADERS = { "user-agent": USER_AGENT, "accept-encoding": "identity" };

// Node would make Basic credentials of them, for a host that a server chose.
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
      // As Go's clients do, takes what proxies write against the letter: Content-Length beside chunks, bare line feeds.
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
      // Whatever the environment says (NODE_TLS_REJECT_UNAUTHORIZED).
      rejectUnauthorized: true,
      highWaterMark: SOCKET_BUFFER,
      ...(this.secureContext ? { secureContext: this.secureContext } : {}),
    };
    const agent = proxy ? new ProxyAgent(proxy, this.timeouts.connectMs, options) : new https.Agent(options);
    this.agents.set(key, agent);
    return agent;
  }
}
