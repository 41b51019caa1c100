import { execFile, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Header } from "tar";
import type { Cleanup } from "../cleanup";
import type { ImageFiles } from "../pull/pull-image";
import { OutputTail, type Container } from "./started-container";
import { limitArguments, networkArguments, writeEnvironmentFile } from "./engine-limits";
import { DEFAULT_PORT } from "./image-config";

/** A container engine that works here. */
export interface Engine {
  readonly runtime: "docker" | "podman";
}

const ENGINES = ["docker", "podman"] as const;
const INFO_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 20_000;
/** Timeout for a container's last lines after its end. */
const LAST_LINES_MS = 2_000;
const run = promisify(execFile);

/** The first container engine that works: the command alone is not enough. */
export async function findEngine(environment: NodeJS.ProcessEnv): Promise<Engine | undefined> {
  for (const runtime of ENGINES) {
    try {
      await run(runtime, ["info"], { env: environment, timeout: INFO_TIMEOUT_MS });
      return { runtime };
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The settings of a container. */
export interface EngineRun {
  readonly files: ImageFiles;
  /** As `linux/amd64`. */
  readonly platform: string;
  readonly modelEnvironment: Readonly<Record<string, string>>;
}

/**
 * Loads an image into an engine and starts it as SageMaker does, without capabilities, with limits, and in a network of
 * its own without routes. Container, image and network are deleted at the end.
 * @throws Error with what the engine says
 */
export async function startContainer(
  { runtime }: Engine,
  { files, platform, modelEnvironment }: EngineRun,
  environment: NodeJS.ProcessEnv,
  cleanup: Cleanup,
): Promise<Container> {
  const name = `sagemaker-rehearsal-${randomBytes(6).toString("hex")}`;
  let isThere = true;
  const remove = (): void => {
    if (!isThere) return;
    isThere = false;
    for (const args of [
      ["rm", "--force", "--volumes", name],
      ["image", "rm", "--force", `${name}:latest`],
      ["network", "rm", name],
    ]) {
      spawnSync(runtime, args, { env: environment, stdio: "ignore", timeout: STOP_TIMEOUT_MS });
    }
  };
  cleanup.add(remove);
  await load(runtime, files, `${name}:latest`, environment, cleanup);
  await run(runtime, [...networkArguments(runtime, name)], { env: environment });
  await run(
    runtime,
    [
      "run",
      "--detach",
      "--name",
      name,
      "--platform",
      platform,
      "--publish",
      `127.0.0.1::${DEFAULT_PORT}`,
      "--network",
      name,
      ...limitArguments(),
      "--env-file",
      writeEnvironmentFile(modelEnvironment, cleanup),
      `${name}:latest`,
      "serve",
    ],
    { env: environment },
  );
  const { tail, ended, end, stop } = follow(runtime, name, environment, cleanup);
  return {
    runtime,
    how: `with ${runtime === "docker" ? "Docker" : "Podman"}`,
    port: await publishedPort(runtime, name, environment, end),
    ended,
    lastLines: () => tail.toString(),
    stop: async () => {
      stop();
      remove();
    },
  };
}

/** Follows what a container says, and its end, which counts once its last lines are there. */
function follow(runtime: string, name: string, environment: NodeJS.ProcessEnv, cleanup: Cleanup) {
  const tail = new OutputTail();
  const logs = spawn(runtime, ["logs", "--follow", name], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  cleanup.process(logs);
  logs.stdout.on("data", (chunk: Buffer) => tail.add(chunk));
  logs.stderr.on("data", (chunk: Buffer) => tail.add(chunk));
  const allLogged = new Promise((resolve) => logs.once("close", resolve).once("error", resolve));
  const wait = spawn(runtime, ["wait", name], { env: environment, stdio: ["ignore", "pipe", "ignore"] });
  cleanup.process(wait);
  let how: string | undefined;
  const end = new Promise<true>((resolve) => {
    wait.stdout.once("data", (chunk: Buffer) => {
      // Its last lines come from another process.
      void Promise.race([allLogged, sleep(LAST_LINES_MS, undefined, { ref: false })]).then(() => {
        how = `ended with status ${chunk.toString().trim()}`;
        resolve(true);
      });
    });
  });
  const stop = (): void => {
    logs.kill("SIGKILL");
    wait.kill("SIGKILL");
  };
  return { tail, ended: () => how, end, stop };
}

/** The port of loopback that leads to the container's, or 0 for one that has ended: how it ended says more. */
async function publishedPort(
  runtime: string,
  name: string,
  environment: NodeJS.ProcessEnv,
  end: Promise<true>,
): Promise<number> {
  try {
    const { stdout } = await run(runtime, ["port", name, `${DEFAULT_PORT}/tcp`], { env: environment });
    return Number(/:(\d+)\s*$/m.exec(stdout)?.[1]);
  } catch (error) {
    const hasEnded = await Promise.race([end, sleep(2 * LAST_LINES_MS, false, { ref: false })]);
    if (!hasEnded) throw error;
    return 0;
  }
}

async function load(
  runtime: string,
  files: ImageFiles,
  tag: string,
  environment: NodeJS.ProcessEnv,
  cleanup: Cleanup,
): Promise<void> {
  const child = spawn(runtime, ["load"], { env: environment, stdio: ["pipe", "ignore", "pipe"] });
  cleanup.process(child);
  const tail = new OutputTail();
  child.stderr.on("data", (chunk: Buffer) => tail.add(chunk));
  const status = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // Whoever does not read to the end says why by how it ends.
  const sent = pipeline(Readable.from(dockerArchive(files, tag)), child.stdin).catch(
    (error: unknown) => error,
  );
  const ended = await status;
  await sent;
  if (ended !== 0) throw new Error(`\`${runtime} load\` failed: ${tail.toString()}`);
}

/** An image as `docker save` writes it. */
export async function* dockerArchive(
  { config, layers }: ImageFiles,
  tag: string,
): AsyncGenerator<Buffer, void, undefined> {
  const names = layers.map((_, index) => `layer-${index}.tar`);
  const manifest = [{ Config: "config.json", RepoTags: [tag], Layers: names }];
  yield* member("config.json", config);
  for (const [index, { file }] of layers.entries()) {
    const { size } = await stat(file);
    yield header(names[index] ?? "", size);
    yield* createReadStream(file) as AsyncIterable<Buffer>;
    yield padding(size);
  }
  yield* member("manifest.json", Buffer.from(JSON.stringify(manifest)));
  yield Buffer.alloc(2 * BLOCK);
}

const BLOCK = 512;

function* member(path: string, content: Buffer): Generator<Buffer, void, undefined> {
  yield header(path, content.length);
  yield content;
  yield padding(content.length);
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  new Header({ path, size, type: "File", mode: 0o644, mtime: new Date(0) }).encode(block);
  return block;
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}
