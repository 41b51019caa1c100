import { type ChildProcess, spawn } from "node:child_process";

/** What came of one call of a function. */
export interface Run<T> {
  readonly answer: T | undefined;
  /** What Lambda would hand to the caller. */
  readonly failure: { readonly name: string; readonly message: string; readonly stack: string } | undefined;
  /** All that the function wrote. */
  readonly log: string;
  /** The most memory that the process held, in MB. */
  readonly peakMemory: number;
}

/** One call of a function. */
export interface BundleCall {
  /** The bundle. */
  readonly file: string;
  readonly event: unknown;
  readonly environment: Readonly<Record<string, string>>;
  /** The time that the function has; a minute by default. */
  readonly milliseconds?: number;
  /** Gets the process when it has started. */
  readonly onStart?: (child: ChildProcess) => void;
}

const PROGRAM = `
  const { handler } = require(process.argv[1]);
  process.once("message", async ({ event, milliseconds }) => {
    let peak = 0;
    const sample = () => { peak = Math.max(peak, process.memoryUsage.rss()); };
    setInterval(sample, 20);
    sample();
    const until = Date.now() + milliseconds;
    const context = { getRemainingTimeInMillis: () => until - Date.now() };
    const run = await handler(event, context).then(
      (answer) => ({ answer }),
      ({ name, message, stack }) => ({ failure: { name, message, stack } }),
    );
    process.send({ ...run, peakMemory: Math.round(peak / 1e6) }, () => process.exit());
  });`;

/**
 * For tests: loads a function's bundle in a process of its own, as Lambda does, and calls it once.
 * @throws Error with what the process wrote, where it ended without an answer
 */
export async function callBundle<T>(call: BundleCall): Promise<Run<T>> {
  const { file, event, environment, milliseconds = 60_000 } = call;
  const child = spawn(process.execPath, ["-e", PROGRAM, file], {
    env: {
      PATH: process.env["PATH"],
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  call.onStart?.(child);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      log += chunk.toString();
    });
  }
  const run = await new Promise<Omit<Run<T>, "log">>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Omit<Run<T>, "log">));
    child.once("close", () => reject(new Error(log)));
    child.send({ event, milliseconds });
  });
  return { ...run, log };
}
