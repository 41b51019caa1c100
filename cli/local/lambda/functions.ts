import { UnavailableCodeError } from "./function-code";
import { startFunction, type FunctionProcess, type FunctionEnvironment } from "./function-process";
import { randomUUID } from "node:crypto";
import type { FunctionAnswer, FunctionError } from "./process-messages";
import type { PlannedFunction } from "./planned-function";

export type { FunctionEnvironment } from "./function-process";

/** A function failed; its message is the function's own. */
export class FunctionFailure extends Error {
  override readonly name = "FunctionFailure";

  constructor(
    /** The logical name of the function. */
    readonly functionName: string,
    readonly error: FunctionError,
    /** The host names that it called and that have no route here. */
    readonly refused: readonly string[] = [],
  ) {
    super(error.errorMessage);
  }
}

/** A function cannot run on this machine. */
export class FunctionNotRunError extends Error {
  override readonly name = "FunctionNotRunError";

  constructor(
    { name }: PlannedFunction,
    reason: string,
    readonly remedy: string,
  ) {
    super(`The function ${name} cannot run on this machine: ${reason}`);
  }
}

/** Lambda's limit of 15 minutes. */
const DEFAULT_TIMEOUT_SECONDS = 3;
/**
 * Limit of loading a function's code, which does not count towards the function's timeout.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const INIT_LIMIT_MS = 10_000;
const MILLISECONDS = 1000;

/** Runs the functions of a plan as Lambda does: each in a process of its own, with the plan's code and environment. */
export class Functions {
  private readonly running = new Map<string, Promise<RunningFunction>>();

  constructor(private readonly surroundings: FunctionEnvironment) {}

  /**
   * Invokes a function with an event, and returns its response as JSON.
   * @throws FunctionFailure, or FunctionNotRunError where this machine cannot run it
   */
  async invoke(planned: PlannedFunction, event: unknown): Promise<string> {
    const known = this.running.get(planned.arn);
    const running = known ?? start(planned, this.surroundings);
    this.running.set(planned.arn, running);
    return (await running).invoke(event);
  }
}

async function start(planned: PlannedFunction, surroundings: FunctionEnvironment): Promise<RunningFunction> {
  try {
    return new RunningFunction(planned, await startFunction(planned, surroundings));
  } catch (error) {
    if (error instanceof UnavailableCodeError)
      throw new FunctionNotRunError(planned, error.message, error.remedy);
    throw error;
  }
}

class RunningFunction {
  /** Resolves when an event's timeout starts. */
  private readonly loaded: Promise<void>;
  private readonly waiting = new Map<number, (answer: FunctionAnswer) => void>();
  private ended: FunctionError | undefined;
  private latest = 0;

  constructor(
    private readonly planned: PlannedFunction,
    private readonly process: FunctionProcess,
  ) {
    const { child } = process;
    this.loaded = new Promise((resolve) => {
      const limit = setTimeout(resolve, INIT_LIMIT_MS);
      const done = (): void => {
        clearTimeout(limit);
        resolve();
      };
      // The first message reports it; without one, the process has ended.
      process.onMessage((message) => {
        done();
        if ("id" in message) this.waiting.get(message.id)?.(message);
      });
      for (const event of ["error", "exit"]) child.once(event, done);
    });
    child.on("error", (error) => this.end(`The process of the function did not start: ${error.message}`));
    child.on("exit", (code, signal) =>
      this.end(`The function's process ended (${signal ?? `status ${code}`})`),
    );
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
      this.process.send({ id, event, timeoutMs, context });
    });
    this.waiting.delete(id);
    if (!("error" in answer)) return answer.result;
    const { missing } = answer.error;
    if (missing !== undefined) this.requireHere(missing);
    throw new FunctionFailure(name, answer.error, answer.refused);
  }

  /** Distinguishes modules that only Lambda's runtime has from modules that the function's code lacks. */
  private requireHere(missing: string): void {
    const { language, hasLayers } = this.planned;
    const isSdk =
      language === "nodejs" ? /^@(aws-sdk|smithy)\//.test(missing) : SDK_OF_PYTHON.includes(missing);
    if (isSdk) {
      const install = language === "nodejs" ? `npm install ${missing}` : `python3 -m pip install ${missing}`;
      throw new FunctionNotRunError(
        this.planned,
        `${missing} is part of Lambda's runtime, but not installed here`,
        `Run \`${install}\`, and rehearse again`,
      );
    }
    if (hasLayers === true) {
      throw new FunctionNotRunError(
        this.planned,
        `${missing} is not in its code, and its layers are not here`,
        "Test the function itself: it must return the credentials",
      );
    }
  }

  private end(errorMessage: string): void {
    this.ended ??= { errorType: "Runtime.ExitError", errorMessage };
    for (const [id, answer] of this.waiting) answer({ id, error: this.ended });
  }
}

const SDK_OF_PYTHON = ["boto3", "botocore"];
