/**
 * Measures the credentials function against its bars: the size of the bundle, how long it takes to start compared with
 * a bare bundled SecretsManagerClient, and how long a cached answer takes.
 */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startSecretsManagerServer } from "../../testing/secrets-manager-server";

/** What was measured. */
export interface CredentialsMeasurement {
  readonly bundleBytes: number;
  readonly startMilliseconds: number;
  readonly bareClientStartMilliseconds: number;
  /** The middle of the ratios of starts made one after the other, which is steadier than the ratio of the medians. */
  readonly startRatio: number;
  readonly cachedAnswerMilliseconds: number;
}

/** The most that each may be. */
export const CREDENTIALS_BARS = {
  bundleBytes: 450_000,
  startRatio: 1.1,
  cachedAnswerMilliseconds: 1,
} as const;

const ROOT = resolve(__dirname, "../..");
const STARTS = 60;
const CACHED_CALLS = 10_000;
const BARE_CLIENT = `
  import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
  export const client = new SecretsManagerClient({});`;

/** Measures the function as it is built, in some ten seconds. */
export async function measureCredentials(): Promise<CredentialsMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), "credentials-bench-"));
  const server = await startSecretsManagerServer();
  try {
    const { lambdaBundle } = await import("../lambda-bundle.mjs");
    const bundle = join(folder, "index.js");
    const options = lambdaBundle(ROOT, "credentials", bundle);
    await build(options);
    const bare = join(folder, "bare.js");
    const stdin = { contents: BARE_CLIENT, resolveDir: ROOT };
    await build({ ...options, entryPoints: undefined, stdin, outfile: bare });

    const pairs = Array.from({ length: STARTS }, () => [start(bundle), start(bare)] as const);
    server.answer = { secretString: JSON.stringify({ username: "u", password: "p" }) };
    return {
      bundleBytes: statSync(bundle).size,
      startMilliseconds: median(pairs.map(([ours]) => ours)),
      bareClientStartMilliseconds: median(pairs.map(([, bareStart]) => bareStart)),
      startRatio: median(pairs.map(([ours, bareStart]) => ours / bareStart)),
      cachedAnswerMilliseconds: await cachedAnswer(bundle, server.url),
    };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

const ENVIRONMENT = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "example",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef",
  USERNAME_KEY: "username",
  PASSWORD_KEY: "password",
};

/** How long a bundle takes to load in a new process, without the start of Node itself. */
function start(bundle: string): number {
  const program = `
    const before = performance.now();
    require(process.argv[1]);
    process.stdout.write(String(performance.now() - before));`;
  const env = { PATH: process.env.PATH, ...ENVIRONMENT };
  return Number(execFileSync(process.execPath, ["-e", program, bundle], { env, encoding: "utf8" }));
}

/** How long one call takes after the first, the middle of many. */
async function cachedAnswer(bundle: string, url: string): Promise<number> {
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL_SECRETS_MANAGER: url });
  const { handler } = createRequire(__filename)(bundle) as { handler(): Promise<unknown> };
  await handler();
  const times: number[] = [];
  for (let call = 0; call < CACHED_CALLS; call++) {
    const before = performance.now();
    await handler();
    times.push(performance.now() - before);
  }
  return median(times);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (require.main === module) {
  void measureCredentials().then((measurement) => {
    console.log(measurement, "bars:", CREDENTIALS_BARS);
  });
}
