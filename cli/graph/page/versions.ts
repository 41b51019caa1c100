import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What takes part in a rehearsal in addition to this package and Node. */
const PACKAGES = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/awsx"];

/** The versions of what takes part in the rehearsal of a program, by name. */
export function versionsFor(program: string): Readonly<Record<string, string>> {
  const found = PACKAGES.flatMap((name) => {
    const version = versionIn(resolved(program, `${name}/package.json`));
    return version === undefined ? [] : [[name, version] as const];
  });
  return { ...own(), "Node.js": process.version, ...Object.fromEntries(found) };
}

function own(): Readonly<Record<string, string>> {
  // The sources are three folders below the package, what is compiled of them one more.
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const version = versionIn(join(folder, "package.json"));
    if (version !== undefined) return { "sagemaker-private-registry": version };
  }
  return {};
}

function resolved(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

function versionIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
