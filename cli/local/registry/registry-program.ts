import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import { join } from "node:path";
import { freePort } from "../loopback";
import type { Cleanup } from "../cleanup";
import { adapted, withDeployedStorage, type RegistryConfiguration } from "./registry-configuration";
import type { PlannedService } from "./planned-registry";

/** A registry's program on the PATH. */
export interface RegistryProgram {
  readonly kind: "distribution" | "docker-registry";
  readonly command: string;
  readonly version: string;
}

const CANDIDATES = [
  { kind: "distribution", command: "registry" },
  { kind: "docker-registry", command: "docker-registry" },
] as const;

/** The first of CNCF distribution's `registry` and Debian's `docker-registry` on the PATH. */
export function findRegistryProgram(environment: NodeJS.ProcessEnv): RegistryProgram | undefined {
  for (const { kind, command } of CANDIDATES) {
    const { stdout } = spawnSync(command, ["--version"], {
      encoding: "utf8",
      env: environment,
      timeout: 5_000,
    });
    const [, version] = /distribution\S*\s+v?(\d+\.\d+\.\d+)/.exec(stdout ?? "") ?? [];
    if (version !== undefined) return { kind, command, version };
  }
  return undefined;
}

/** The registry's process did not start; the message ends with its log. */
export class RegistryStartError extends Error {
  override readonly name = "RegistryStartError";
}

const ATTEMPTS = 3;
const START_TIMEOUT_MS = 30_000;
const PAUSE_MS = 20;
const LOG_LIMIT = 20_000;
const REASON_LIMIT = 2_000;

/** The folders of a registry's service on this machine. */
export interface RegistryFolders {
  /** A folder for the service's own files. */
  readonly home: string;
  /** The folder that replaces the bucket. */
  readonly images: string;
}

/**
 * Starts a service as its container does, but for what cannot be on this machine, and returns its port of loopback.
 * @throws RegistryStartError
 */
export async function startRegistryProgram(
  binary: RegistryProgram,
  service: PlannedService,
  place: RegistryFolders,
  cleanup: Cleanup,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const configurationAt = (port: number) => adapted(service.configuration, { ...place, port }).configuration;
  const { port } = await startProcess(binary, service, place.home, configurationAt, cleanup, environment);
  return port;
}

/**
 * Starts a service with the storage configuration that is deployed, and stops it as soon as it answers. Nothing is read from S3
 * or written to it: the driver checks its configuration when it starts, and makes its first request for a client.
 * @throws RegistryStartError
 */
export async function tryDeployedStorage(
  binary: RegistryProgram,
  service: PlannedService,
  place: RegistryFolders,
  cleanup: Cleanup,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const configurationAt = (port: number) => withDeployedStorage(service.configuration, { ...place, port });
  const { child } = await startProcess(binary, service, place.home, configurationAt, cleanup, environment);
  child.kill("SIGKILL");
}

async function startProcess(
  { command }: RegistryProgram,
  service: PlannedService,
  home: string,
  configurationAt: (port: number) => RegistryConfiguration,
  cleanup: Cleanup,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly port: number; readonly child: ChildProcess }> {
  mkdirSync(home, { recursive: true });
  let failure = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort();
    const file = join(home, "config.yml");
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(configurationAt(port)), { mode: 0o600 });
    if (service.htpasswd !== undefined) {
      writeFileSync(join(home, "htpasswd"), `${service.htpasswd}\n`, { mode: 0o600 });
    }
    const child = spawn(command, ["serve", file], {
      env: {
        PATH: environment["PATH"],
        OTEL_TRACES_EXPORTER: "none",
        AWS_EC2_METADATA_DISABLED: "true",
        ...service.environment,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    cleanup.process(child);
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(0, LOG_LIMIT)));
    let hasEnded = false;
    child.once("exit", () => (hasEnded = true));
    child.once("error", (error) => {
      hasEnded = true;
      log += error.message;
    });
    if (await answers(port, () => hasEnded)) return { port, child };
    child.kill("SIGKILL");
    failure = reasonIn(log);
    // Another process took the port.
    if (!failure.includes("address already in use")) break;
  }
  throw new RegistryStartError(`${command} did not start: ${failure || "no response"}`);
}

/** The reason in the log of a registry that ended: its error line, or the end of its log. */
export function reasonIn(log: string): string {
  const line = /^(?:panic|configuration error): (.+)$/m.exec(log)?.[1];
  return line?.trim() ?? log.trim().slice(-REASON_LIMIT);
}

async function answers(port: number, hasEnded: () => boolean): Promise<boolean> {
  const until = Date.now() + START_TIMEOUT_MS;
  while (!hasEnded() && Date.now() < until) {
    const isThere = await new Promise<boolean>((resolve) => {
      const signal = AbortSignal.timeout(Math.max(0, until - Date.now()));
      const request = http.get({ host: "127.0.0.1", port, path: "/", agent: false, signal }, (response) => {
        response.resume();
        resolve(true);
      });
      request.on("error", () => resolve(false));
    });
    if (isThere) return !hasEnded();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}
