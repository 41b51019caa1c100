import { readFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fields, list } from "../../../plan/values";
import { UnsupportedImageError } from "../../../registry-client";
import type { ResourceGraph } from "../../../testing";
import type { Cleanup } from "../cleanup";
import type { Payload } from "../../program/rehearsal-settings";
import type { PulledForServing } from "../pull/pull-options";
import { variantsOf } from "../pull/planned-images";
import { ask, INVOCATION_TIMEOUT_MS, waitUntilWell } from "./http-requests";
import type { Container } from "./started-container";
import { findEngine, startContainer } from "./container-engine";
import { NeedsConsentError, NeedsEngineError } from "./executable";
import { DEFAULT_PORT, PORT_VARIABLE, readImageConfig, type ImageConfig } from "./image-config";
import { OutsideImageError } from "./image-paths";
import { startProcess } from "./start-process";
import type { Invocation, ServeResult } from "./serve-result";
import { unpack } from "./unpack-layers";

/** The settings of a started image. */
export interface ServeOptions {
  readonly graph: ResourceGraph;
  readonly image: PulledForServing;
  /** The example request; without one only `/ping` is requested. */
  readonly payload: Payload | undefined;
  /** Timeout of `/ping` in seconds. Default: the plan's, or SageMaker's four minutes. */
  readonly startupTimeoutInSeconds: number | undefined;
  /** Whether any image may run as a process of the user where no container engine works. Default: false. */
  readonly serveAsProcess?: boolean;
  readonly environment: NodeJS.ProcessEnv;
  readonly cleanup: Cleanup;
  /** Called with the next action. */
  readonly progress: (message: string) => void;
}

/** SageMaker's timeout for a container to become healthy. https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */
const STARTUP_TIMEOUT_IN_SECONDS = 240;
const TEXT_LIMIT = 2_000;

/** Starts a pulled image as SageMaker does, waits until it is healthy, and sends it the example request. */
export async function serve(options: ServeOptions): Promise<ServeResult> {
  const startedAt = performance.now();
  const since = (): number => Math.round(performance.now() - startedAt);
  const model = options.image.pull.container.model.resource.name;
  let container: Container;
  try {
    options.progress("Start the image");
    container = await start(options);
  } catch (error) {
    const seen = sentence(error instanceof Error ? error.message : String(error));
    if (error instanceof NeedsConsentError) {
      return {
        status: "skipped",
        seen: `${seen} The image of ${model} was not started.`,
        remedy:
          "Start Docker or Podman, and rehearse again. For an image that you trust, --serve-as-process runs its " +
          "program as a process of your user, which can read your files.",
        ms: since(),
      };
    }
    if (error instanceof NeedsEngineError) {
      return {
        status: "skipped",
        seen: `${seen} No container engine works here, and without one the image of ${model} cannot be started.`,
        remedy: "Start Docker or Podman, and rehearse again.",
        ms: since(),
      };
    }
    const remedy =
      error instanceof OutsideImageError || error instanceof UnsupportedImageError
        ? "Rebuild the image with Docker or Buildah, which write no such layers."
        : "Fix the error, and rehearse again.";
    return { status: "failed", seen, remedy, ms: since() };
  }
  try {
    return { ...(await examine(container, options, model)), runtime: container.runtime, ms: since() };
  } finally {
    await container.stop();
  }
}

async function start(options: ServeOptions): Promise<Container> {
  const { image, environment, cleanup } = options;
  const { files, pull, archive } = image;
  const config = readImageConfig(files.config);
  const modelEnvironment = environmentOf(options);
  const inEngine = async (): Promise<Container | undefined> => {
    const engine = await findEngine(environment);
    const { platform } = pull;
    return engine && startContainer(engine, { files, platform, modelEnvironment }, environment, cleanup);
  };
  const asProcess = async (): Promise<Container> => {
    const root = await unpacked(image, config, cleanup);
    return startProcess(root, config, modelEnvironment, cleanup);
  };
  if (archive?.madeBy === undefined) {
    const container = await inEngine();
    if (container !== undefined) return container;
    if (options.serveAsProcess === true) return asProcess();
    throw new NeedsConsentError(
      "No container engine works here, and an image's code runs without one only with --serve-as-process",
    );
  }
  // What the program's own rehearsal.json makes may lack what the engine would need, such as an interpreter.
  try {
    return await asProcess();
  } catch (error) {
    const container = error instanceof NeedsEngineError ? await inEngine() : undefined;
    if (container === undefined) throw error;
    return container;
  }
}

async function unpacked(
  { files, pull }: PulledForServing,
  { architecture }: ImageConfig,
  cleanup: Cleanup,
): Promise<string> {
  const own = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  if (architecture !== own) {
    throw new NeedsEngineError(
      `The image is for ${architecture || pull.platform}, but this machine is ${own ?? process.arch}`,
    );
  }
  const root = join(cleanup.folder("model"), "image");
  mkdirSync(root);
  await unpack(files.layers, root);
  return root;
}

/** The model's environment variables in the plan. */
function environmentOf({ image }: ServeOptions): Readonly<Record<string, string>> {
  const { model, path } = image.pull.container;
  const index = /^containers\[(\d+)\]$/.exec(path)?.[1];
  const { inputs } = model.resource;
  const container =
    index === undefined ? fields(inputs.primaryContainer) : list(inputs.containers)[Number(index)];
  return Object.fromEntries(
    Object.entries(fields(container?.["environment"])).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}

/** The plan's timeout for the model's container to become healthy, in seconds. */
function plannedTimeout({ graph, image }: ServeOptions): number {
  const [variant] = variantsOf(graph, image.pull.container.model);
  const planned = variant?.["containerStartupHealthCheckTimeoutInSeconds"];
  return typeof planned === "number" ? planned : STARTUP_TIMEOUT_IN_SECONDS;
}

type Examined = Omit<ServeResult, "runtime" | "ms">;

async function examine(container: Container, options: ServeOptions, model: string): Promise<Examined> {
  const seconds = options.startupTimeoutInSeconds ?? plannedTimeout(options);
  options.progress(`Request /ping for up to ${seconds} s`);
  const health = await waitUntilWell(container, seconds * 1000);
  const started = `Started ${container.how}`;
  if (!health.isHealthy) {
    const port =
      container.port === DEFAULT_PORT || container.runtime !== "process"
        ? ""
        : ` Port ${DEFAULT_PORT} is in use on this machine: free it, or let the image listen on the port in ${PORT_VARIABLE}.`;
    const limits =
      container.runtime === "process"
        ? ""
        : " The container runs without Linux capabilities and without a route to other hosts; skip an image that needs them with --skip serve.";
    return {
      status: "failed",
      seen: `${started}, the image of ${model} did not become healthy: ${health.seen}.${said(container)}`,
      remedy: `The image's \`serve\` must return 200 for GET /ping on port ${DEFAULT_PORT} within 2 s, as soon as the model is loaded.${port}${limits}`,
    };
  }
  const healthy = `${started}, the image of ${model} returned 200 for /ping after ${health.ms} ms`;
  if (options.payload === undefined) {
    return {
      status: "passed",
      pingMs: health.ms,
      seen: `${healthy}. /invocations was not requested, because there is no example payload: pass one with --payload.`,
    };
  }
  options.progress("Send the example request to /invocations");
  return { pingMs: health.ms, ...(await invoke(container, options.payload, healthy)) };
}

async function invoke(
  container: Container,
  { file, contentType }: Payload,
  healthy: string,
): Promise<Pick<Examined, "status" | "seen" | "remedy" | "invocation">> {
  const startedAt = performance.now();
  const remedy =
    "The image's `serve` must respond to POST /invocations within 60 s; pass a payload that it accepts.";
  let body: Buffer;
  try {
    body = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    return {
      status: "failed",
      seen: `The payload ${file} cannot be read (${code}).`,
      remedy: "Check its path.",
    };
  }
  try {
    const timeoutMs = INVOCATION_TIMEOUT_MS;
    const answer = await ask(container.port, { path: "/invocations", timeoutMs, body, contentType });
    const ms = Math.round(performance.now() - startedAt);
    const invocation: Invocation = {
      contentType,
      payload: cut(body),
      status: answer.status,
      answerContentType: answer.contentType,
      answer: cut(answer.body),
      ms,
    };
    if (answer.status >= 200 && answer.status < 300) {
      return {
        status: "passed",
        seen: `${healthy}, and responded to /invocations after ${ms} ms.`,
        invocation,
      };
    }
    return {
      status: "failed",
      seen: `${healthy}, but ${answer.status} for /invocations.${said(container)}`,
      remedy,
      invocation,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      status: "failed",
      seen: `${healthy}, but /invocations failed: ${reason}.${said(container)}`,
      remedy,
    };
  }
}

function said(container: Container): string {
  const lines = container.lastLines();
  return lines === "" ? " It printed nothing." : ` Its last lines:\n${lines}`;
}

function cut(bytes: Buffer): string {
  return bytes.toString("utf8").slice(0, TEXT_LIMIT);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
