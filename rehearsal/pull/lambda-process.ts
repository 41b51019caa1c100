/**
 * The process in which one Lambda function runs: its code is loaded as Lambda loads it, and every name that it calls is
 * led to a server on this machine. The process that started it sends events, and ends it by closing the channel.
 */
import type * as dnsModule from "node:dns";
import { createRequire, Module } from "node:module";
import type * as netModule from "node:net";
import type * as tlsModule from "node:tls";
import { pathToFileURL } from "node:url";
import type { FunctionAnswer, FunctionLoaded, FunctionSetup, Invocation } from "./lambda-protocol";

type Handler = (event: unknown, context: object) => unknown;

// The modules themselves, where an import may be a copy.
const load = createRequire(__filename);
const dns = load("node:dns") as typeof dnsModule;
const net = load("node:net") as typeof netModule;
const tls = load("node:tls") as typeof tlsModule;

const LOOPBACK = "127.0.0.1";

/** Leads names to ports of loopback. Connections to anywhere else are left alone, or refused. */
function redirect({ routes, reachElsewhere }: FunctionSetup): void {
  const routeTo = (host: string, port?: number) =>
    routes.find(
      (route) =>
        (port === undefined || route.port === port) &&
        (route.host === host || (route.host.startsWith("*.") && host.endsWith(route.host.slice(1)))),
    );
  const lookup = dns.lookup;
  type Callback = (error: NodeJS.ErrnoException | null, address: unknown, family?: number) => void;
  const led = (host: string, options: unknown, callback?: Callback): void => {
    const done = typeof options === "function" ? (options as Callback) : callback;
    if (routeTo(host.toLowerCase()) === undefined) {
      if (reachElsewhere || net.isIP(host) !== 0)
        return void Reflect.apply(lookup, dns, [host, options, callback]);
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
        code: "ENOTFOUND",
        hostname: host,
      });
      return process.nextTick(() => done?.(error, undefined));
    }
    const isAll = typeof options === "object" && (options as dnsModule.LookupOptions | null)?.all === true;
    process.nextTick(() =>
      isAll ? done?.(null, [{ address: LOOPBACK, family: 4 }]) : done?.(null, LOOPBACK, 4),
    );
  };
  Reflect.set(dns, "lookup", led);
  const connect = Reflect.get(net.Socket.prototype, "connect") as (...args: unknown[]) => netModule.Socket;
  Reflect.set(net.Socket.prototype, "connect", function (this: netModule.Socket, ...args: unknown[]) {
    // Node hands on its own calls as one list of options and callback.
    const list = Array.isArray(args[0]) ? args[0] : args;
    const options: unknown = list[0];
    if (typeof options === "object" && options !== null) {
      const { host = "localhost", port } = options as { host?: string; port?: number | string };
      const route = routeTo(host.toLowerCase(), Number(port));
      if (route !== undefined) {
        list[0] = { ...options, host: LOOPBACK, port: route.to, lookup: undefined };
      }
    }
    return Reflect.apply(connect, this, args);
  });
}

/** Has the process trust these authorities, and no others. */
function trust(authorities: readonly string[]): void {
  const ca = [...authorities];
  const create = tls.createSecureContext;
  Reflect.set(tls, "createSecureContext", (options: tlsModule.SecureContextOptions = {}) =>
    create({ ...options, ca: options.ca ?? ca }),
  );
  const own = Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(tls),
      rootCertificates: { value: Object.freeze(ca), enumerable: true },
    },
  );
  // The list of public authorities cannot be replaced in the module itself.
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const loadModule = loader._load;
  loader._load = (request, ...rest) =>
    request === "node:tls" || request === "tls" ? own : loadModule.call(loader, request, ...rest);
}

async function loadHandler({ file, handler }: FunctionSetup): Promise<Handler> {
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown> & { default?: unknown };
  const exported = (loaded[handler] ?? (loaded.default as Record<string, unknown> | undefined)?.[handler]) as
    Handler | undefined;
  if (typeof exported !== "function") throw new Error(`${file} exports no function ${handler}`);
  return exported;
}

let loading: Promise<Handler> | undefined;

async function answer(invocation: Invocation): Promise<FunctionAnswer> {
  const { id, event, timeoutMs, context } = invocation;
  const until = Date.now() + timeoutMs;
  try {
    const handler = await (loading ?? Promise.reject(new Error("No function was set up")));
    const result = await handler(event, {
      ...context,
      getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
    });
    return { id, result: result === undefined ? "null" : JSON.stringify(result) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { errorType: name, errorMessage: message } };
  }
}

process.on("message", (message: FunctionSetup | Invocation) => {
  if ("file" in message) {
    redirect(message);
    trust(message.authorities);
    loading = loadHandler(message);
    const tell = (): void => void process.send?.({ isLoaded: true } satisfies FunctionLoaded);
    // Whoever invokes it is told why it cannot be loaded.
    loading.then(tell, tell);
  } else void answer(message).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
