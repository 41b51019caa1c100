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
import { startSecretsManagerServer } from "../../tests/support/secrets-manager-server";
import { median, type Measurement } from "../measurement";

const ROOT = resolve(__dirname, "../..");
const STARTS = 60;
const CACHED_CALLS = 10_000;
const BARE_CLIENT = `
  import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
  export const client = new SecretsManagerClient({});`;

/** Measures the function as it is built, in some ten seconds. */
export async function measure(): Promise<Measurement[]> {
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
    return [
      {
        title: "bundle of the credentials function",
        value: statSync(bundle).size / 1000,
        bar: 450,
        unit: "kB",
      },
      {
        title: "start of the credentials function, against a bare client's",
        // The middle of the ratios of starts made one after the other is steadier than the ratio of the medians.
        value: median(pairs.map(([ours, bareStart]) => ours / bareStart)),
        bar: 1.1,
        unit: "times",
        detail: `${inMilliseconds(pairs.map(([ours]) => ours))} and ${inMilliseconds(pairs.map(([, bareStart]) => bareStart))}`,
      },
      {
        title: "cached answer of the credentials function",
        value: await cachedAnswer(bundle, server.url),
        bar: 1,
        unit: "ms",
        detail: `median of ${CACHED_CALLS} calls`,
      },
    ];
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

function inMilliseconds(values: readonly number[]): string {
  return `${median(values).toFixed(1)} ms`;
}
