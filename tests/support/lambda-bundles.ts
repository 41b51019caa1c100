import { build } from "esbuild";
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { User } from "../../cli/local/embedded-registry/token-server";
import { authority } from "../registry-client/registries";

/** The package's folder. */
export const ROOT = resolve(__dirname, "..", "..");

/** The settings of an AWS client of the tests: the region and the keys that the functions have, too. */
export const AWS_CLIENT = {
  region: "eu-west-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
};

/** What came of one event. */
export interface Outcome<T> {
  readonly answer?: T;
  /** What Lambda would hand to the caller. */
  readonly failure?: { readonly name: string; readonly message: string; readonly stack: string };
  /** How long the function took of the time that it had, in milliseconds. */
  readonly elapsed: number;
}

/** What a function's process left behind. */
export interface Traces {
  /** All that it wrote, on standard output and error. */
  readonly log: string;
  /** The most memory that it held, in MB. */
  readonly peakMemory: number;
}

/** What came of one call. */
export type Run<T> = Outcome<T> & Traces;

/** How a function is called. */
export interface Call {
  /** Its environment, beside what every function has: region, keys, and the tests' certificate authority. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The time that it has for each event; a minute by default. */
  readonly milliseconds?: number;
  /** Another bundle of it than the one made here. */
  readonly file?: string;
}

/** What runs in the process: the part of Lambda's runtime that the functions notice. */
const RUNTIME = `
  if (process.env.AWS_LAMBDA_LOG_FORMAT === "JSON") {
    const write = process.stdout.write.bind(process.stdout);
    console.log = (message) => write(JSON.stringify({ level: "INFO", message }) + "\\n");
  }
  const { handler } = require(process.argv[1]);
  process.once("message", async ({ events, milliseconds }) => {
    let peak = 0;
    const sample = () => { peak = Math.max(peak, process.memoryUsage.rss()); };
    setInterval(sample, 20);
    sample();
    const outcomes = [];
    for (const event of events) {
      const began = Date.now();
      const context = { getRemainingTimeInMillis: () => began + milliseconds - Date.now() };
      const outcome = await handler(event, context).then(
        (answer) => ({ answer }),
        ({ name, message, stack }) => ({ failure: { name, message, stack } }),
      );
      outcomes.push({ ...outcome, elapsed: Date.now() - began });
    }
    process.send({ outcomes, peakMemory: Math.round(peak / 1e6) }, () => process.exit());
  });`;

/** Functions, bundled as they are deployed into a temporary folder, and called there as Lambda calls them. */
export class LambdaBundles {
  /** The process of the latest call. */
  latest: ChildProcess | undefined;

  private constructor(
    /** Removed with all that tests put there. */
    readonly folder: string,
    private readonly secrets: readonly string[],
  ) {}

  /**
   * Bundles functions of functions/.
   * @param users whose passwords no call may write or answer
   */
  static async build(names: readonly string[], users: readonly User[] = []): Promise<LambdaBundles> {
    const folder = mkdtempSync(join(tmpdir(), "lambda-bundles-"));
    const secrets = users.flatMap(({ username, password }) => [
      password,
      Buffer.from(`${username}:${password}`).toString("base64"),
    ]);
    const bundles = new LambdaBundles(folder, secrets);
    writeFileSync(bundles.authorityFile, authority.certificate);
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await Promise.all(names.map((name) => build(lambdaBundle(ROOT, name, bundles.fileOf(name)))));
    return bundles;
  }

  /** The certificate of the tests' authority: the AWS SDK in the functions trusts it, as it does a company's own. */
  get authorityFile(): string {
    return join(this.folder, "authority.pem");
  }

  /** The bundle of a function. */
  fileOf(name: string): string {
    return join(this.folder, name, "index.js");
  }

  /**
   * Loads a function in a process of its own, and calls it once.
   * @throws Error with what the process wrote, where it ended without an answer
   */
  async call<T>(name: string, event: unknown, call: Call): Promise<Run<T>> {
    const { outcomes, ...traces } = await this.callEach<T>(name, [event], call);
    const [outcome] = outcomes;
    assert.ok(outcome);
    return { ...outcome, ...traces };
  }

  /**
   * Loads a function in a process of its own, and calls it with one event after the other.
   * @throws Error with what the process wrote, where it ended without an answer
   */
  async callEach<T>(
    name: string,
    events: readonly unknown[],
    { environment = {}, milliseconds = 60_000, file = this.fileOf(name) }: Call,
  ): Promise<Traces & { readonly outcomes: readonly Outcome<T>[] }> {
    const child = spawn(process.execPath, ["-e", RUNTIME, file], {
      env: {
        PATH: process.env["PATH"],
        AWS_REGION: AWS_CLIENT.region,
        AWS_ACCESS_KEY_ID: AWS_CLIENT.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: AWS_CLIENT.credentials.secretAccessKey,
        AWS_SESSION_TOKEN: "session",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        NODE_EXTRA_CA_CERTS: this.authorityFile,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.latest = child;
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (log += chunk.toString()));
    }
    const reports: { readonly outcomes: readonly Outcome<T>[]; readonly peakMemory: number }[] = [];
    child.on("message", (report) => reports.push(report as (typeof reports)[number]));
    child.send({ events, milliseconds });
    await once(child, "close");
    const [report] = reports;
    const told = log + JSON.stringify(reports);
    assert.ok(!this.secrets.some((secret) => told.includes(secret)), "a secret has been written");
    if (report === undefined) throw new Error(log);
    return { ...report, log };
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The bundle of a function that `npm run build` made. Where there is none, says so on the console. */
export function deployedBundle(name: string): string | undefined {
  const file = join(ROOT, "dist", "lambda", name, "index.js");
  if (existsSync(file)) return file;
  console.log("      skipped: dist/ is not built: the bundle made by this test was run instead");
  return undefined;
}

/** The lines of a log, which are JSON. */
export function linesOf<T = Record<string, unknown>>(log: string): T[] {
  return log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}
