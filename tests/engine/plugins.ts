// A folder for PULUMI_HOME whose plugins are this folder's provider, under the names and versions that programs ask for.
import { buildSync } from "esbuild";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

/** The last ones are what `@pulumi/awsx` depends on. */
const PACKAGES = ["aws", "awsx", "random", "docker", "docker-build"];
/** Version of docker that the plugin of awsx, not its Node.js package, depends on. */
const FURTHER = [{ name: "docker", version: "3.6.1" }];

/** Bundles the provider once, so that each of the many starts reads one file, and lays it into the folder. */
export function layPlugins(home: string): void {
  const bundle = join(home, "provider.js");
  buildSync({
    entryPoints: [join(__dirname, "provider", "main.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    outfile: bundle,
    absWorkingDir: root,
    logLevel: "warning",
  });
  const packages = [...PACKAGES.map((name) => ({ name, version: versionOf(name) })), ...FURTHER];
  for (const { name, version } of packages) {
    const folder = join(home, "plugins", `resource-${name}-v${version}`);
    mkdirSync(folder, { recursive: true });
    const command = [process.execPath, bundle, name, version, versionOf("aws")]
      .map((each) => `'${each}'`)
      .join(" ");
    const plugin = join(folder, `pulumi-resource-${name}`);
    writeFileSync(plugin, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(plugin, 0o755);
  }
}

function versionOf(name: string): string {
  const file = join(root, "node_modules", "@pulumi", name, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}
