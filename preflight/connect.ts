import { lookup as systemLookup } from "node:dns";
import * as http from "node:http";
import * as https from "node:https";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import * as tls from "node:tls";
import {
  proxyAuthorization,
  proxyFor,
  proxyHint,
  type ProxyEnvironment,
  USER_AGENT,
} from "../registry-client";

/** How connections are made. */
export interface Route {
  readonly lookup: LookupFunction;
  /** Where `HTTPS_PROXY` and `NO_PROXY` are read. */
  readonly environment: ProxyEnvironment;
  /** For a name, a connection, a handshake, in milliseconds each. */
  readonly timeoutMs: number;
  /** The certificate authorities that are trusted, in PEM. */
  readonly certificateAuthorities: readonly string[];
}

export interface Endpoint {
  /** A name, or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** What a TLS server shows. */
export interface Handshake {
  /** As `TLSv1.3`. */
  readonly protocol: string;
  /** Why the chain of certificates is not trusted, as a code of OpenSSL; `undefined` when it is. */
  readonly distrust: string | undefined;
  /** The server's certificate, which knows its issuers. */
  readonly certificate: tls.DetailedPeerCertificate;
}

/** The time for a name, a connection or a handshake is over. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  readonly code = "ETIMEDOUT";
}

/** The proxy took the connection, and refused to make one to the registry. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

export const defaultLookup: LookupFunction = systemLookup;

/** The host and port of a URL with `https:`. */
export function endpointOf(url: URL): Endpoint {
  return { hostname: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 443) };
}

/** The proxy that leads to an endpoint, as its address without a password. */
export function proxyOf({ environment }: Route, endpoint: Endpoint): URL | undefined {
  return proxyFor(urlOf(endpoint), environment);
}

/** All addresses of a name. */
export function addressesOf({ lookup, timeoutMs }: Route, hostname: string): Promise<readonly string[]> {
  if (isIP(hostname) !== 0) return Promise.resolve([hostname]);
  return within(timeoutMs, `no answer from DNS within ${timeoutMs} ms`, (done, fail) => {
    lookup(hostname, { all: true }, (error, addresses) => {
      if (error) fail(error);
      else done(typeof addresses === "string" ? [addresses] : addresses.map(({ address }) => address));
    });
    return () => undefined;
  });
}

/** Connects, through the proxy if there is one. Who calls destroys the socket. */
export function openSocket(route: Route, endpoint: Endpoint): Promise<Socket> {
  const { lookup, timeoutMs, certificateAuthorities } = route;
  const proxy = proxyOf(route, endpoint);
  return within(timeoutMs, `no answer within ${timeoutMs} ms`, (done, fail) => {
    if (proxy) return throughProxy(proxy, urlOf(endpoint), certificateAuthorities, done, fail);
    const socket = connect({ host: endpoint.hostname, port: endpoint.port, lookup });
    // Errors go on to arrive after the connection is made.
    socket.on("error", fail);
    socket.once("connect", () => done(socket));
    return () => socket.destroy();
  });
}

/** Shakes hands over TLS, says what the server shows, and hangs up: nothing is sent to a server that is not trusted. */
export async function shakeHands(route: Route, endpoint: Endpoint): Promise<Handshake> {
  const socket = await openSocket(route, endpoint);
  const { timeoutMs, certificateAuthorities } = route;
  try {
    return await within(timeoutMs, `no TLS handshake within ${timeoutMs} ms`, (done, fail) => {
      const secured = tls.connect({
        socket,
        ca: [...certificateAuthorities],
        // To see what is wrong, rather than that something is.
        rejectUnauthorized: false,
        ...(isIP(endpoint.hostname) === 0 ? { servername: endpoint.hostname } : {}),
      });
      secured.on("error", fail);
      secured.once("close", () => fail(new Error("the server closed the connection")));
      secured.once("secureConnect", () => {
        // A name that does not fit is looked at on its own.
        const reason = secured.authorized ? undefined : String(secured.authorizationError);
        done({
          protocol: secured.getProtocol() ?? "",
          distrust: reason === "ERR_TLS_CERT_ALTNAME_INVALID" ? undefined : reason,
          certificate: secured.getPeerCertificate(true),
        });
      });
      return () => secured.destroy();
    });
  } finally {
    socket.destroy();
  }
}

function throughProxy(
  proxy: URL,
  target: URL,
  certificateAuthorities: readonly string[],
  done: (socket: Socket) => void,
  fail: (error: Error) => void,
): () => void {
  const authority = `${target.hostname}:${target.port || 443}`;
  const authorization = proxyAuthorization(proxy);
  const host = proxy.hostname.replace(/^\[|\]$/g, "");
  const request = (proxy.protocol === "https:" ? https : http).request({
    host,
    // Otherwise the certificate would be checked against the Host header, which names the target.
    servername: isIP(host) === 0 ? host : "",
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: authority,
    agent: false,
    ca: [...certificateAuthorities],
    rejectUnauthorized: true,
    headers: {
      host: authority,
      "user-agent": USER_AGENT,
      ...(authorization === undefined ? {} : { "proxy-authorization": authorization }),
    },
  });
  request.on("error", fail);
  request.once("connect", ({ statusCode }, socket) => {
    socket.on("error", fail);
    if (statusCode === 200) return done(socket);
    socket.destroy();
    const hint = proxyHint(statusCode);
    fail(new ProxyError(`the proxy ${proxy.host} returned ${statusCode} for CONNECT ${authority}${hint}`));
  });
  request.end();
  return () => request.destroy();
}

/** Waits for one of two calls; when neither comes in time, what was started is ended. */
function within<T>(
  timeoutMs: number,
  message: string,
  start: (done: (value: T) => void, fail: (error: Error) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let stop: () => void = () => undefined;
    const timer = setTimeout(() => {
      reject(new TimeoutError(message));
      stop();
    }, timeoutMs);
    const settled =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        clearTimeout(timer);
        settle(value);
      };
    const fail = settled<Error>(reject);
    try {
      stop = start(settled<T>(resolve), fail);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function urlOf({ hostname, port }: Endpoint): URL {
  return new URL(`https://${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}/`);
}
