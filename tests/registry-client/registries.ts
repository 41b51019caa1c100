import { hashSync } from "bcryptjs";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, RegistryClient } from "../../registry-client";
import { freePort } from "../../cli/local/loopback";
import { type Certificate, CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { ISSUER, SERVICE, TokenServer, type User } from "../../cli/local/embedded-registry/token-server";

export const USER: User = { username: "publisher", password: "s3cret-of-the-tests" };

const NAMES = ["127.0.0.1", "localhost"];

export const authority = new CertificateAuthority();
export const certificate: Certificate = authority.issue({ names: NAMES });

export type Authentication = "none" | "basic" | "bearer";

export interface RegistryOptions {
  readonly authentication: Authentication;
  readonly readOnly?: boolean;
  readonly relativeLocations?: boolean;
  /** For registries that run as processes: the storage section of their configuration, in place of a folder. */
  readonly storage?: object;
  /** For registries that run as processes: signs the state of uploads; all instances should have the same. */
  readonly httpSecret?: string;
}

/** A registry that runs, with the token server it needs. */
export interface RunningRegistry {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly tokenServer: TokenServer | undefined;
  stop(): Promise<void>;
}

/** A kind of registry that the suites run against. */
export interface RegistryKind {
  readonly name: string;
  start(options: RegistryOptions): Promise<RunningRegistry>;
}

const embedded: RegistryKind = {
  name: "embedded registry",
  async start({ authentication, ...options }) {
    const tokenServer = await startTokenServer(authentication);
    const registry = await EmbeddedRegistry.start({
      ...options,
      certificate,
      ...(authentication === "basic" ? { basic: USER } : {}),
      ...(tokenServer ? { realm: tokenServer.realm } : {}),
    });
    const stop = async () => {
      await registry.stop();
      await tokenServer?.stop();
    };
    return { host: registry.host, tokenServer, stop };
  },
};

/** Every kind of registry that is on this machine; what is missing is said on the console, or is an error. */
export const installedRegistries: readonly RegistryKind[] = ["registry", "docker-registry"]
  .filter(isInstalled)
  .map((command) => ({
    name: `${command} ${versionOf(command)}`,
    start: (options) => startBinary(command, options),
  }));

export const registryKinds: readonly RegistryKind[] = [embedded, ...installedRegistries];

/**
 * Whether a command is on the PATH. Says on the console what the tests skip without it; throws when the environment
 * has REQUIRE_REGISTRIES=1.
 */
export function isInstalled(command: string): boolean {
  if (spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined) return true;
  if (process.env["REQUIRE_REGISTRIES"] === "1") {
    throw new Error(`REQUIRE_REGISTRIES=1, but there is no ${command} on the PATH`);
  }
  console.log(`  skipped: no ${command} on the PATH, so nothing is tested against it`);
  return false;
}

/** A client that trusts the tests' authority, with short pauses between attempts. */
export function clientOf(host: string, options: Partial<ConnectionOptions> = {}): RegistryClient {
  return new RegistryClient({
    registry: host,
    ca: authority.certificate,
    allowLoopbackRedirects: true,
    environment: {},
    ...options,
    retry: { baseMs: 5, ...options.retry },
  });
}

async function startTokenServer(authentication: Authentication): Promise<TokenServer | undefined> {
  return authentication === "bearer" ? TokenServer.start(certificate, USER) : undefined;
}

function versionOf(command: string): string {
  return /v?\d+\.\d+\.\d+/.exec(spawnSync(command, ["--version"], { encoding: "utf8" }).stdout)?.[0] ?? "";
}

async function startBinary(command: string, options: RegistryOptions): Promise<RunningRegistry> {
  const folder = await mkdtemp(join(tmpdir(), "registry-"));
  const port = await freePort();
  const tokenServer = await startTokenServer(options.authentication);
  await writeFile(join(folder, "certificate.pem"), certificate.certificate);
  await writeFile(join(folder, "key.pem"), certificate.key, { mode: 0o600 });
  await writeFile(join(folder, "authority.pem"), authority.certificate);
  await writeFile(join(folder, "htpasswd"), `${USER.username}:${hashSync(USER.password, 4)}\n`);
  await writeFile(
    join(folder, "config.yml"),
    JSON.stringify(configuration(folder, port, options, tokenServer), null, 2),
  );
  const child = spawn(command, ["serve", join(folder, "config.yml")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: process.env["PATH"],
      OTEL_TRACES_EXPORTER: "none",
      SSL_CERT_FILE: join(folder, "authority.pem"),
    },
  });
  const log: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  const stop = async () => {
    await ended(child);
    await tokenServer?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(port, child);
  } catch (error) {
    await stop();
    throw new Error(`${command} did not start: ${String(error)}\n${log.join("")}`, { cause: error });
  }
  return { host: `127.0.0.1:${port}`, tokenServer, stop };
}

// JSON is YAML.
function configuration(
  folder: string,
  port: number,
  options: RegistryOptions,
  tokenServer: TokenServer | undefined,
): object {
  const bearer = tokenServer && {
    token: {
      realm: tokenServer.realm,
      service: SERVICE,
      issuer: ISSUER,
      rootcertbundle: join(folder, "authority.pem"),
    },
  };
  const basic = { htpasswd: { realm: "tests", path: join(folder, "htpasswd") } };
  return {
    version: 0.1,
    log: { level: "error" },
    storage: {
      ...(options.storage ?? { filesystem: { rootdirectory: join(folder, "storage") } }),
      maintenance: { readonly: { enabled: options.readOnly === true } },
    },
    http: {
      addr: `127.0.0.1:${port}`,
      secret: options.httpSecret ?? "5ec7e7",
      relativeurls: options.relativeLocations === true,
      tls: { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") },
    },
    ...(options.authentication === "none" ? {} : { auth: bearer ?? basic }),
  };
}

/** Waits until an HTTPS server answers on a port; throws when its process ends before, or a minute is over. */
export async function answering(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    const isThere = await new Promise<boolean>((resolve) => {
      const request = https.get(
        { host: "127.0.0.1", port, path: "/v2/", ca: authority.certificate, agent: false },
        (response) => {
          response.resume();
          resolve(true);
        },
      );
      request.on("error", () => resolve(false));
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it does not answer");
}

/** Kills a process and waits for its end. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exit;
}
