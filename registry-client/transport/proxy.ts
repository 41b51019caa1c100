import * as http from "node:http";
import * as https from "node:https";
import { BlockList, isIP, Socket } from "node:net";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import { codeOf, messageOf, TransportError } from "../errors";
import { USER_AGENT } from "./user-agent";

/** Environment variables: `HTTPS_PROXY` and `NO_PROXY` are read, or their lower-case forms. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for an `https:` URL, or `undefined` for a direct connection. `NO_PROXY` lists, separated by commas, host
 * names (which include their subdomains), `.suffixes`, addresses and CIDR blocks, names and addresses with an
 * optional `:port`, or `*`. Loopback is never proxied. A proxy without a scheme is an `http:` one.
 *
 * Throws {@link TransportError} when the proxy's URL cannot be read.
 * Source: https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config, which docker, containerd and crane follow.
 */
export function proxyFor(url: URL, environment: ProxyEnvironment): URL | undefined {
  const proxy = environment["HTTPS_PROXY"] || environment["https_proxy"];
  if (!proxy) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || inBlock(host, "127.0.0.0/8") || host === "::1") return undefined;
  const exceptions = (environment["NO_PROXY"] || environment["no_proxy"] || "").toLowerCase().split(",");
  if (exceptions.some((entry) => isException(entry.trim(), host, url.port || "443"))) return undefined;
  const text = proxy.includes("://") ? proxy : `http://${proxy}`;
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") {
    throw new TransportError("HTTPS_PROXY is not an http: or https: URL", "proxy", undefined, false);
  }
  proxyAuthorization(parsed);
  return parsed;
}

/**
 * The value of `Proxy-Authorization` for the user and password of a proxy's URL; `undefined` where it has none. Throws
 * {@link TransportError} when they cannot be read.
 */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(credentials).toString("base64")}`;
  } catch {
    // A URIError, which names nothing.
    const text = "HTTPS_PROXY has a % in its user or password that begins no escape: write %25 for it";
    throw new TransportError(text, "proxy", undefined, false);
  }
}

/** The remedy for a proxy's status in response to `CONNECT`, as part of a message. */
export function proxyHint(status: number | undefined): string {
  if (status !== 407) return "";
  return ": it requires a user and a password; write them into HTTPS_PROXY: http://user:password@host:port";
}

function isException(entry: string, host: string, port: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  if (entry.includes("/")) return inBlock(host, entry);
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry);
  const name = (match?.[1] ?? match?.[2] ?? entry).replace(/^\*\./, ".");
  if (match?.[3] !== undefined && match[3] !== port) return false;
  return name.startsWith(".") ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

function inBlock(address: string, block: string): boolean {
  const [network = "", prefix] = block.split("/");
  const family = isIP(network);
  const bits = Number(prefix);
  if (family === 0 || isIP(address) !== family || !(bits >= 0 && bits <= (family === 4 ? 32 : 128)))
    return false;
  const blocks = new BlockList();
  blocks.addSubnet(network, bits, family === 4 ? "ipv4" : "ipv6");
  return blocks.check(address, family === 4 ? "ipv4" : "ipv6");
}

type CreateConnectionCallback = (error: Error | null, socket: Duplex) => void;

/**
 * HTTPS agent that connects through a proxy by `CONNECT`; the user and password of the proxy's URL are sent to the
 * proxy alone.
 *
 * Source: RFC 9110, section 9.3.6.
 */
export class ProxyAgent extends https.Agent {
  constructor(
    private readonly proxy: URL,
    private readonly connectTimeoutMs: number,
    options: https.AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: https.RequestOptions, callback?: CreateConnectionCallback): undefined {
    const target = (options.host ?? "").replace(/^\[|\]$/g, "");
    const authority = `${isIP(target) === 6 ? `[${target}]` : target}:${options.port ?? 443}`;
    const authorization = proxyAuthorization(this.proxy);
    const proxyHost = this.proxy.hostname.replace(/^\[|\]$/g, "");
    const request = (this.proxy.protocol === "https:" ? https : http).request({
      host: proxyHost,
      // Node would check the proxy's certificate against the Host header, which names the registry.
      servername: isIP(proxyHost) === 0 ? proxyHost : "",
      port: this.proxy.port || (this.proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: authority,
      agent: false,
      timeout: this.connectTimeoutMs,
      rejectUnauthorized: true,
      ...(this.options.secureContext ? { secureContext: this.options.secureContext } : {}),
      headers: {
        host: authority,
        "user-agent": USER_AGENT,
        ...(authorization === undefined ? {} : { "proxy-authorization": authorization }),
      },
    });
    const fail = (reason: string, code: string | undefined, retryable: boolean) =>
      callback?.(
        new TransportError(`The proxy ${this.proxy.host} ${reason}`, "proxy", code, retryable),
        new Socket(),
      );
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", (error) => fail(`cannot be reached: ${messageOf(error)}`, codeOf(error), true));
    request.on("connect", (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        fail(
          `returned ${response.statusCode} for CONNECT ${authority}${proxyHint(response.statusCode)}`,
          undefined,
          response.statusCode === 503,
        );
        return;
      }
      socket.setTimeout(0);
      const { host, servername } = options;
      const { secureContext } = this.options;
      const name = servername ?? (isIP(host ?? "") === 0 ? (host ?? undefined) : undefined);
      callback?.(
        null,
        tls.connect({
          socket,
          rejectUnauthorized: true,
          ...(host ? { host } : {}),
          ...(name === undefined ? {} : { servername: name }),
          ...(secureContext ? { secureContext } : {}),
        }),
      );
    });
    request.end();
    return undefined;
  }
}
