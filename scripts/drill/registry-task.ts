import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  CONFIGURATION_FOLDER,
  type RegistryEndpoint,
  registryConfiguration,
  START_SCRIPT,
} from "../../components/registry-host/configuration";
import { htpasswd, type RegistryUser } from "../../components/registry-host/htpasswd";
import { freePort } from "../../cli/local/loopback";

export const BUCKET = "registry-images";

/** What a task of the registry runs with. */
export interface TaskSettings {
  readonly service: RegistryEndpoint;
  readonly users: readonly RegistryUser[];
  /** The key that signs the state of uploads, of the service that takes images. */
  readonly httpSecret?: string;
  /** The storage that replaces the bucket: S3 at another URL, or files in a folder. */
  readonly storage: { readonly s3Url: string } | { readonly folder: string };
  /** Where the task keeps its configuration and log. */
  readonly folder: string;
}

/** A task of the registry: one process. */
export interface RegistryTask {
  readonly port: number;
  readonly child: ChildProcess;
}

/**
 * Starts a task as its container does, with the configuration, script, users and key that `RegistryHost` deploys. Only the address
 * to listen on and the location of the storage differ.
 */
export async function startRegistryTask(settings: TaskSettings): Promise<RegistryTask> {
  const { service, users, httpSecret } = settings;
  const port = await freePort();
  const home = mkdtempSync(join(settings.folder, `${service}-`));
  const inHome = (text: string): string => text.replaceAll(CONFIGURATION_FOLDER, home);
  const log = openSync(join(home, "log"), "w");
  const child = spawn("sh", ["-c", inHome(START_SCRIPT)], {
    env: {
      PATH: process.env.PATH,
      OTEL_TRACES_EXPORTER: "none",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      CONFIGURATION: inHome(JSON.stringify(configurationOf(settings, port))),
      HTPASSWD: htpasswd(users),
      ...(httpSecret === undefined ? {} : { REGISTRY_HTTP_SECRET: httpSecret }),
    },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  await responding(port, child);
  return { port, child };
}

/** Ends a task with a signal, and waits for its end. */
export async function endTask({ child }: RegistryTask, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}

function configurationOf({ service, storage }: TaskSettings, port: number): object {
  const generated = registryConfiguration({
    endpoint: service,
    bucketName: BUCKET,
    region: "us-east-1",
    dnsSuffix: "amazonaws.com",
    blobRedirects: false,
  });
  const { s3, ...others } = generated.storage as Readonly<Record<string, object>>;
  return {
    ...generated,
    storage: {
      ...others,
      ...("s3Url" in storage
        ? { s3: { ...s3, regionendpoint: storage.s3Url, forcepathstyle: true } }
        : { filesystem: { rootdirectory: storage.folder } }),
    },
    http: { ...(generated.http as object), addr: `127.0.0.1:${port}` },
  };
}

async function responding(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (child.exitCode !== null) throw new Error(`The registry ended with status ${child.exitCode}`);
    const isThere = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.ok,
      () => false,
    );
    if (isThere || child.signalCode !== null) return;
    await pause(50);
  }
  throw new Error("The registry does not respond");
}
