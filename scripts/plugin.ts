// Bundles what the plugin runs into plugin/dist, which is committed: the engine installs a plugin out of a folder or a git
// repository without building it, and where npm's scripts are switched off it could not.
import { build, type BuildOptions } from "esbuild";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(__dirname, "..");

/** The folder whose content the bundles are. */
export const PLUGIN_DIST = join(root, "plugin", "dist");

/** Legible, with the names that classes have: the engine's types are found by them. */
const PROVIDER: BuildOptions = {
  absWorkingDir: root,
  entryPoints: [join(root, "plugin", "index.ts")],
  outfile: join(PLUGIN_DIST, "index.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["@pulumi/*"],
  legalComments: "inline",
  logLevel: "warning",
};

/** Every file of plugin/dist by its path below it, as the sources say. */
export async function bundlePlugin(): Promise<Map<string, string>> {
  const { lambdaBundle } = await import("./lambda-bundle.mjs");
  // The functions of the evidence kit are none that components deploy.
  const functions = readdirSync(join(root, "functions")).filter(
    (name) => !name.startsWith("evidence-") && existsSync(join(root, "functions", name, "handler.ts")),
  );
  const bundles: BuildOptions[] = [
    PROVIDER,
    ...functions.map((name) => lambdaBundle(root, name, join(PLUGIN_DIST, "lambda", name, "index.js"))),
  ];
  const built = await Promise.all(bundles.map((options) => build({ ...options, write: false })));
  return new Map(
    built
      .flatMap(({ outputFiles = [] }) => outputFiles)
      .map(({ path, text }) => [relative(PLUGIN_DIST, path), text] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function main(): Promise<void> {
  const files = await bundlePlugin();
  rmSync(PLUGIN_DIST, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(PLUGIN_DIST, path)), { recursive: true });
    writeFileSync(join(PLUGIN_DIST, path), text);
  }
  console.log(`${files.size} files are in plugin/dist.`);
}

if (require.main === module) void main();
