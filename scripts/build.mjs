// Compiles the package to dist/ and bundles every folder of functions/ to dist/lambda/<name>/index.js.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { lambdaBundle } from "./lambda-bundle.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const functions = readdirSync(join(root, "functions"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, "functions", entry.name, "handler.ts")))
  .map((entry) => entry.name);

rmSync(join(root, "dist"), { recursive: true, force: true });
execFileSync(
  process.execPath,
  [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.build.json")],
  { stdio: "inherit" },
);
await Promise.all(
  functions.map((name) => build(lambdaBundle(root, name, join(root, "dist", "lambda", name, "index.js")))),
);
