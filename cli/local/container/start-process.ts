import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { freePort } from "../loopback";
import { kill, type Cleanup } from "../cleanup";
import { OutputTail, type Container } from "./started-container";
import { NeedsEngineError, processCommandOf } from "./executable";
import { DEFAULT_PORT, PORT_VARIABLE, type ImageConfig } from "./image-config";
import { resolveInside } from "./image-paths";
import { canNobodyRun, findIsolation, giveToNobody, isRoot, killMarked, MARK_VARIABLE } from "./isolation";

/**
 * Starts an unpacked image's program as a plain process of whoever runs this, but never as root: in namespaces of its
 * own where this machine allows them, in a process group and with a mark by which all that it starts is found and ended.
 * @throws NeedsEngineError where only a container engine can start it
 */
export async function startProcess(
  root: string,
  config: ImageConfig,
  modelEnvironment: Readonly<Record<string, string>>,
  cleanup: Cleanup,
): Promise<Container> {
  const hostPath = [process.env["PATH"] ?? "", dirname(process.execPath)].join(delimiter);
  const { command, args, how } = processCommandOf(root, config, hostPath);
  if (isRoot()) {
    giveToNobody(dirname(root));
    if (!canNobodyRun(command)) {
      throw new NeedsEngineError(
        `No image's program is started as root, and the user nobody cannot run ${command}: a folder above it is closed to others`,
      );
    }
  }
  const isolation = findIsolation(process.env);
  const mark = randomBytes(16).toString("hex");
  const { port, release } = await takePort();
  const folder = join(root, resolveInside(root, config.workingDirectory));
  const inImage = (config.environment["PATH"] ?? "").split(":").filter((each) => each !== "");
  const [program = "", ...rest] = [...isolation.prefix, command, ...args];
  const child = spawn(program, rest, {
    cwd: existsSync(folder) ? folder : root,
    env: {
      ...config.environment,
      ...modelEnvironment,
      PATH: [...inImage.map((each) => join(root, each)), hostPath].join(delimiter),
      [PORT_VARIABLE]: String(port),
      [MARK_VARIABLE]: mark,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    ...isolation.options,
  });
  cleanup.add(() => killMarked(mark));
  cleanup.process(child, true);
  const tail = new OutputTail();
  child.stdout.on("data", (chunk: Buffer) => tail.add(chunk));
  child.stderr.on("data", (chunk: Buffer) => tail.add(chunk));
  let ended: string | undefined;
  const exit = new Promise<void>((resolve) => {
    const end = (how: string) => {
      ended ??= how;
      release();
      resolve();
    };
    child.once("error", (error) => end(`did not start: ${error.message}`));
    child.once("exit", (status, signal) => end(`ended with ${signal ?? `status ${status ?? 0}`}`));
  });
  return {
    runtime: "process",
    how: `${how}, ${isolation.how}`,
    port,
    ended: () => ended,
    lastLines: () => tail.toString(),
    stop: async () => {
      kill(child, true);
      await exit;
      killMarked(mark);
    },
  };
}

interface TakenPort {
  readonly port: number;
  release(): void;
}

/** On Linux a name without a file, which is free again whenever its process ends: rehearsals share port 8080 by it. */
const LOCK = "\0sagemaker-private-registry-8080";

/** 8080, as SageMaker has it, where nobody else has; otherwise a port that is free. */
async function takePort(): Promise<TakenPort> {
  const lock = process.platform === "linux" ? await listening(createServer(), LOCK) : undefined;
  const probe = lock && (await listening(createServer(), DEFAULT_PORT));
  if (probe !== undefined) {
    await new Promise((resolve) => probe.close(resolve));
    return { port: DEFAULT_PORT, release: () => void lock?.close() };
  }
  lock?.close();
  return { port: await freePort(), release: () => undefined };
}

function listening(server: Server, at: string | number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.unref();
    if (typeof at === "string") server.listen(at, () => resolve(server));
    else server.listen(at, () => resolve(server));
  });
}
