import { fork, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Cleanup } from "../cleanup";
import { UnavailableCodeError, unpackCode } from "./function-code";
import type { FunctionAnswer, FunctionLoaded, FunctionSetup, Invocation, Route } from "./process-messages";
import type { PlannedFunction } from "./planned-function";
import { findPython, PYTHON_PROGRAM } from "./python-process";

/** The environment of functions. */
export interface FunctionEnvironment {
  readonly cleanup: Cleanup;
  readonly routes: readonly Route[];
  readonly authorities: readonly string[];
  readonly reachElsewhere: boolean;
  /** The base folders of relative paths to code, and of the AWS SDK. */
  readonly folders: readonly string[];
  /** The environment whose PATH has the programs. */
  readonly environment: NodeJS.ProcessEnv;
}

type Reply = FunctionLoaded | FunctionAnswer;

/** The process of one function. */
export interface FunctionProcess {
  readonly child: ChildProcess;
  send(message: Invocation): void;
  onMessage(listener: (message: Reply) => void): void;
}

/**
 * Unpacks a function's code as Lambda does, and starts its process.
 * @throws UnavailableCodeError where the code, or what runs it, is not on this machine
 */
export async function startFunction(
  planned: PlannedFunction,
  surroundings: FunctionEnvironment,
): Promise<FunctionProcess> {
  const { cleanup, folders, routes, authorities, reachElsewhere } = surroundings;
  const folder = cleanup.folder("function");
  const root = join(folder, "task");
  await unpackCode(planned.code, root, folders);
  const setup = { root, handler: planned.handler, routes, authorities, reachElsewhere };
  return planned.language === "python"
    ? startPython(planned, surroundings, setup, folder)
    : startNode(planned, surroundings, setup, folder);
}

function startNode(
  planned: PlannedFunction,
  { cleanup, folders }: FunctionEnvironment,
  setup: FunctionSetup,
  folder: string,
): FunctionProcess {
  // Lambda's runtime contains the AWS SDK, in addition to the function's code.
  for (const scope of ["@aws-sdk", "@smithy"]) {
    const found = [...folders, __dirname]
      .map((from) => packagesOf(from, scope))
      .find((each) => each !== undefined);
    if (found === undefined) continue;
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(found, join(folder, "node_modules", scope));
  }
  const fromSource = __filename.endsWith(".ts");
  const child = fork(`${__dirname}/nodejs-process.${fromSource ? "ts" : "js"}`, {
    execArgv: fromSource ? ["-r", require.resolve("../../../scripts/register-typescript.cjs")] : [],
    env: environmentOf(planned),
    // The functions' logs would go to CloudWatch.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  cleanup.process(child);
  // The exit event reports a process that has ended.
  const send = (message: FunctionSetup | Invocation): void => void child.send(message, () => undefined);
  send(setup);
  return { child, send, onMessage: (listener) => void child.on("message", listener) };
}

/** The folder of a scope of packages that Node.js resolves from a folder. */
function packagesOf(from: string, scope: string): string | undefined {
  const found = join(from, "node_modules", scope);
  if (existsSync(found)) return found;
  return from === dirname(from) ? undefined : packagesOf(dirname(from), scope);
}

async function startPython(
  planned: PlannedFunction,
  { cleanup, environment }: FunctionEnvironment,
  setup: FunctionSetup,
  folder: string,
): Promise<FunctionProcess> {
  const sdk = join(folder, "sdk");
  mkdirSync(sdk);
  const python = await findPython(environment, sdk);
  if (python === undefined) {
    throw new UnavailableCodeError(
      "no `python3` is on the PATH",
      "Install Python 3 with boto3, and rehearse again",
    );
  }
  const authorities = join(folder, "authorities.pem");
  writeFileSync(authorities, setup.authorities.join("\n"));
  const trust = Object.fromEntries(
    ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"].map((name) => [name, authorities]),
  );
  // Isolated: packages of this machine, its variables and its user's folder are not in Lambda.
  const child = spawn(python.executable, ["-I", "-S", "-B", "-c", PYTHON_PROGRAM], {
    env: { ...environmentOf(planned), ...trust },
    cwd: setup.root,
    stdio: ["pipe", "ignore", "ignore", "pipe"],
  });
  cleanup.process(child);
  const [stdin, , , replies] = child.stdio;
  // The exit event reports a process that has ended.
  stdin?.on("error", () => undefined);
  const send = (message: FunctionSetup | Invocation): void =>
    void stdin?.write(`${JSON.stringify(message)}\n`);
  send({ ...setup, sdk: python.sdk });
  const lines = createInterface({ input: replies as Readable });
  return {
    child,
    send,
    onMessage: (listener) => void lines.on("line", (line) => listener(JSON.parse(line) as Reply)),
  };
}

/**
 * The plan's environment and Lambda's own variables; of this machine only the PATH.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
function environmentOf({ environment, region, physicalName, handler }: PlannedFunction): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    TZ: ":UTC",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: physicalName,
    AWS_ACCESS_KEY_ID: "ASIAREHEARSAL0000000",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_SESSION_TOKEN: "rehearsal",
    _HANDLER: handler,
    ...environment,
  };
}
