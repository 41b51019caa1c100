/**
 * The process of one Lambda function: it loads the code as Lambda does, and resolves every host name that it calls to a
 * server on this machine. Its parent process sends events, and ends it by closing the channel.
 */
import type * as dnsModule from "node:dns";
import { existsSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { basename, dirname, join } from "node:path";
import type * as netModule from "node:net";
import type * as tlsModule from "node:tls";
import { pathToFileURL } from "node:url";
import type {
  FunctionAnswer,
  FunctionError,
  FunctionLoaded,
  FunctionSetup,
  Invocation,
} from "./process-messages";

type Handler = (
  event: unknown,
  context: object,
  callback?: (error: unknown, result?: unknown) => void,
) => unknown;

// The modules themselves, where an import may be a copy.
const load = createRequire(__filename);
const dns = load("node:dns") as typeof dnsModule;
const net = load("node:net") as typeof netModule;
const tls = load("node:tls") as typeof tlsModule;

const LOOPBACK = "127.0.0.1";
const refused = new Set<string>();

/** Resolves host names to local ports. Other connections are unchanged, or refused. */
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
      refused.add(host);
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
    // Node passes its own calls as one list of options and callback.
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

/** Makes the process trust these certificate authorities, and no others. */
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

const EXTENSIONS = ["", ".js", ".mjs", ".cjs"];

/** Loads a handler as Lambda does: `src/app.lambda.handler` is the export `lambda.handler` of `src/app`. */
async function loadHandler({ root, handler: named }: FunctionSetup): Promise<Handler> {
  const [, name = "", exported = ""] = /^([^.]*)\.(.*)$/.exec(basename(named)) ?? [];
  const module = join(root, dirname(named), name);
  const file = EXTENSIONS.map((extension) => module + extension).find((each) => existsSync(each));
  if (file === undefined)
    throw new Error(`Cannot find the file ${join(dirname(named), name)}.js of the handler ${named}`);
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const handler = [loaded, loaded["default"]]
    .map((from) =>
      exported
        .split(".")
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], from),
    )
    .find((each) => typeof each === "function");
  if (handler === undefined) throw new Error(`${basename(file)} exports no function ${exported}`);
  return handler as Handler;
}

/** Calls a handler, which returns a promise or, in the older form, calls a callback. */
function call(handler: Handler, event: unknown, context: object): unknown {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const answered = handler(event, context, (error, result) => {
      if (error === null || error === undefined) resolve(result);
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
    if (answered instanceof Promise) answered.then(resolve, reject);
  });
}

function describe(error: unknown): FunctionError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const [, missing] = /^Cannot find (?:module|package) '([^']+)'/.exec(message) ?? [];
  return { errorType: name, errorMessage: message, ...(missing === undefined ? {} : { missing }) };
}

let loading: Promise<Handler> | undefined;

async function answer(invocation: Invocation): Promise<FunctionAnswer> {
  const { id, event, timeoutMs, context } = invocation;
  const until = Date.now() + timeoutMs;
  try {
    const handler = await (loading ?? Promise.reject(new Error("No function was set up")));
    const result = await call(handler, event, {
      ...context,
      getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
    });
    return { id, result: result === undefined ? "null" : JSON.stringify(result), refused: [...refused] };
  } catch (error) {
    return { id, error: describe(error), refused: [...refused] };
  }
}

process.on("message", (message: FunctionSetup | Invocation) => {
  if ("root" in message) {
    redirect(message);
    trust(message.authorities);
    loading = loadHandler(message);
    const tell = (): void => void process.send?.({ isLoaded: true } satisfies FunctionLoaded);
    // The response of an invocation says why it failed to load.
    loading.then(tell, tell);
  } else void answer(message).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
