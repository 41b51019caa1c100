import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MediaType } from "../../registry-client";
import { TestImage } from "../../tests/registry-client/images";
import { storage } from "../bench-support/registries";
import { cpuSeconds } from "./cpu-time";
import { newUser } from "./drill-environment";
import { load, requestText } from "./load";
import type { LoadResult, LoadSettings } from "./load-process";
import { isNginxInstalled, type Nginx, startNginx } from "./nginx";
import { endTask, type RegistryTask, startRegistryTask } from "./registry-task";
import { storeImage } from "./store-image-files";

/** How much is measured. */
export interface ThroughputSize {
  readonly seconds: number;
  readonly clients: number;
  /** Of each of the image's 4 layers. */
  readonly layerBytes: number;
}

export const FULL_THROUGHPUT: ThroughputSize = { seconds: 8, clients: 200, layerBytes: 25_000_000 };

/** How fast servers respond, and what it costs. */
export interface Rate {
  /** Requests or bytes. */
  readonly perSecond: number;
  /** CPU seconds of the servers for one request or byte; `NaN` where the system does not tell. */
  readonly serverCpu: number;
  /** CPU seconds of the load generators for one request or byte. */
  readonly clientCpu: number;
}

/** What two processes of the registry serve. */
export interface Throughput {
  /** Requests with a password of `GET /v2/`, which only checks it. */
  readonly authentication: Rate;
  /** Requests with a password for a manifest by its digest. */
  readonly manifests: Rate;
  readonly clients: number;
  readonly imageBytes: number;
  /** Bytes that clients pull from two processes of the registry. */
  readonly registry: Rate;
  /** Bytes that the same clients pull from one nginx; undefined where it is not installed. */
  readonly nginx: Rate | undefined;
}

const REPOSITORY = "ml/large";
const LAYERS = 4;
const CONNECTIONS = 50;

/**
 * Measures two registry processes with the configuration for pulls; files in memory replace S3, which moto is too slow for. TLS is
 * not measured: the load balancer ends it.
 */
export async function measureThroughput(size: ThroughputSize): Promise<Throughput> {
  const { folder } = storage();
  const user = newUser("pull-a");
  const tasks: RegistryTask[] = [];
  try {
    const image = new TestImage({ layers: LAYERS, layerSize: size.layerBytes, compression: "none" });
    const [stored, served] = [join(folder, "registry"), join(folder, "nginx")];
    storeImage(image, REPOSITORY, stored);
    const paths = serveWithNginx(image, served);
    const settings = { service: "pull", users: [user], storage: { folder: stored }, folder } as const;
    tasks.push(await startRegistryTask(settings), await startRegistryTask(settings));
    const ports = tasks.map(({ port }) => port);
    const requests = paths.map((path) => requestText(path, MediaType.OciManifest, user));

    const pids = tasks.map(({ child }) => child.pid ?? 0);
    const requestRate = (request: string): Promise<Rate> => {
      const end = { afterSeconds: size.seconds };
      const settings = { ports, connections: CONNECTIONS, requests: [request], end };
      return rate(settings, pids, ({ responses }) => responses);
    };
    const pulls = { connections: size.clients, requests, end: { afterRounds: 1 } };
    const byteRate = (from: readonly number[], by: readonly number[]): Promise<Rate> =>
      rate({ ...pulls, ports: from }, by, ({ bytes }) => bytes);
    return {
      authentication: await requestRate(requestText("/v2/", "*/*", user)),
      manifests: await requestRate(requests[0] ?? ""),
      clients: size.clients,
      imageBytes: [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0),
      registry: await byteRate(ports, pids),
      nginx: await withNginx(folder, served, ({ port, pid }) => byteRate([port], [pid])),
    };
  } finally {
    for (const task of tasks) await endTask(task, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the manifest and the blobs under the paths of the registry's API, and returns these. */
function serveWithNginx(image: TestImage, root: string): string[] {
  const { content, blobs } = image;
  const files = new Map([
    [`/v2/${REPOSITORY}/manifests/${content.digest}`, content.bytes],
    ...[...blobs].map(([digest, bytes]) => [`/v2/${REPOSITORY}/blobs/${digest}`, bytes] as const),
  ]);
  for (const [path, bytes] of files) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return [...files.keys()];
}

async function withNginx<T>(
  folder: string,
  root: string,
  action: (server: Nginx) => Promise<T>,
): Promise<T | undefined> {
  if (!isNginxInstalled()) return undefined;
  const server = await startNginx(folder, root);
  try {
    return await action(server);
  } finally {
    await server.stop();
  }
}

async function rate(
  settings: LoadSettings,
  servers: readonly number[],
  unitsOf: (result: LoadResult) => number,
): Promise<Rate> {
  const before = cpuSeconds(servers);
  const result = await load(settings);
  const cpu = cpuSeconds(servers) - before;
  if (result.otherStatuses > 0) {
    throw new Error(`${result.otherStatuses} of ${result.responses} responses are not 200`);
  }
  const units = unitsOf(result);
  return {
    perSecond: (units / result.ms) * 1000,
    serverCpu: cpu / units,
    clientCpu: result.cpuMs / 1000 / units,
  };
}
