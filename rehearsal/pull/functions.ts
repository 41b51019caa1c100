import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Lifetime } from "../lifetime";
import type {
  FunctionAnswer,
  FunctionError,
  FunctionLoaded,
  FunctionSetup,
  Invocation,
  Route,
} from "./lambda-protocol";
import type { PlannedFunction } from "./planned-function";

/** Where functions run. */
export interface FunctionSurroundings {
  readonly lifetime: Lifetime;
  readonly routes: readonly Route[];
  readonly authorities: readonly string[];
  readonly reachElsewhere: boolean;
}

/** A function failed; its message is the function's own. */
export class FunctionFailure extends Error {
  override readonly name = "FunctionFailure";

  constructor(
    /** The logical name of the function. */
    readonly functionName: string,
    readonly error: FunctionError,
  ) {
    super(error.errorMessage);
  }
}

/** More than Lambda's own limit of 15 minutes is never waited for. */
const DEFAULT_TIMEOUT_SECONDS = 3;
/**
 * Loading a function's code does not count as its time, up to this.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const INIT_LIMIT_MS = 10_000;
const MILLISECONDS = 1000;

/** Runs the functions of a plan as Lambda does: each in a process of its own, with the plan's code and environment. */
export class Functions {
  private readonly running = new Map<string, RunningFunction>();

  constructor(private readonly surroundings: FunctionSurroundings) {}

  /**
   * Calls a function with an event, and returns its answer as JSON.
   * @throws FunctionFailure
   */
  invoke(planned: PlannedFunction, event: unknown): Promise<string> {
    const known = this.running.get(planned.arn);
    const running = known ?? new RunningFunction(planned, this.surroundings);
    this.running.set(planned.arn, running);
    return running.invoke(event);
  }
}

class RunningFunction {
  private readonly child: ChildProcess;
  /** Resolves when an event's time begins to count. */
  private readonly loaded: Promise<void>;
  private readonly waiting = new Map<number, (answer: FunctionAnswer) => void>();
  private ended: FunctionError | undefined;
  private latest = 0;

  constructor(
    private readonly planned: PlannedFunction,
    { lifetime, routes, authorities, reachElsewhere }: FunctionSurroundings,
  ) {
    const fromSource = __filename.endsWith(".ts");
    this.child = fork(`${__dirname}/lambda-process.${fromSource ? "ts" : "js"}`, {
      execArgv: fromSource ? ["-r", require.resolve("../../scripts/register-typescript.cjs")] : [],
      env: environmentOf(planned),
      // What functions log belongs to CloudWatch.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    lifetime.process(this.child);
    this.loaded = new Promise((resolve) => {
      const limit = setTimeout(resolve, INIT_LIMIT_MS);
      // The first message says so; without one, the process has ended.
      for (const event of ["message", "error", "exit"]) {
        this.child.once(event, () => {
          clearTimeout(limit);
          resolve();
        });
      }
    });
    this.child.on("message", (message: FunctionLoaded | FunctionAnswer) => {
      if ("id" in message) this.waiting.get(message.id)?.(message);
    });
    this.child.on("error", (error) =>
      this.end(`The process of the function did not start: ${error.message}`),
    );
    this.child.on("exit", (code, signal) =>
      this.end(`The function's process ended (${signal ?? `status ${code}`})`),
    );
    const { file, handler } = planned;
    this.send({ file, handler, routes, authorities, reachElsewhere });
  }

  async invoke(event: unknown): Promise<string> {
    const { name, arn, timeoutInSeconds = DEFAULT_TIMEOUT_SECONDS } = this.planned;
    const id = ++this.latest;
    const timeoutMs = timeoutInSeconds * MILLISECONDS;
    await this.loaded;
    const answer = await new Promise<FunctionAnswer>((resolve) => {
      if (this.ended !== undefined) return resolve({ id, error: this.ended });
      const timer = setTimeout(() => {
        const errorMessage = `Task timed out after ${timeoutInSeconds}.00 seconds`;
        resolve({ id, error: { errorType: "Sandbox.Timedout", errorMessage } });
      }, timeoutMs);
      this.waiting.set(id, (received) => {
        clearTimeout(timer);
        resolve(received);
      });
      const context = { functionName: name, invokedFunctionArn: arn, awsRequestId: randomUUID() };
      this.send({ id, event, timeoutMs, context });
    });
    this.waiting.delete(id);
    if ("error" in answer) throw new FunctionFailure(name, answer.error);
    return answer.result;
  }

  private send(message: FunctionSetup | Invocation): void {
    // A process that has ended is told of by its exit.
    this.child.send(message, () => undefined);
  }

  private end(errorMessage: string): void {
    this.ended ??= { errorType: "Runtime.ExitError", errorMessage };
    for (const [id, answer] of this.waiting) answer({ id, error: this.ended });
  }
}

/**
 * The plan's environment, and what Lambda adds to it: nothing of this machine's but where Node may lie.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
function environmentOf({ environment, region, physicalName }: PlannedFunction): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    TZ: ":UTC",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: physicalName,
    AWS_ACCESS_KEY_ID: "ASIAREHEARSAL0000000",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    AWS_SESSION_TOKEN: "rehearsal",
    ...environment,
  };
}
