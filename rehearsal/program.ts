import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type * as tsNodeModule from "ts-node";
import { record, type RecordOptions, type ResourceGraph } from "../testing";
import type { Project } from "./project";
import { rememberPlace } from "./thrown-at";

/** A program whose SDK is another copy than the recorder's: it would talk past it. */
export class SeparateSdkError extends Error {
  override readonly name = "SeparateSdkError";
}

/**
 * Runs a program in this process as `pulumi up` would, and records what it declares. What it prints goes to standard
 * error.
 * @throws whatever the program throws
 */
export async function runProgram(
  project: Project,
  options: Pick<RecordOptions, "stackOutputs" | "timeoutInSeconds">,
): Promise<ResourceGraph> {
  requireSharedSdk(project.file);
  const folder = dirname(project.file);
  const before = process.cwd();
  const loaded = new Set(Object.keys(require.cache));
  const restoreOutput = sendOutputToStandardError();
  process.chdir(folder);
  try {
    return await record(() => load(project.file), {
      project: project.name,
      stack: project.stack,
      config: project.config,
      secretConfig: project.secretConfig,
      ...options,
    });
  } catch (error) {
    rememberPlace(error, folder);
    throw error;
  } finally {
    process.chdir(before);
    restoreOutput();
    forgetProgram(loaded);
  }
}

/** Loads a program, and calls it where it is a function; what comes back is its outputs. */
async function load(file: string): Promise<unknown> {
  const isModule = isEsModule(file);
  if (/\.[cm]?ts$/.test(file)) registerTypeScript(dirname(file));
  const exported = isModule
    ? programOf((await import(pathToFileURL(file).href)) as Record<string, unknown>)
    : (createRequire(file)(file) as unknown);
  return typeof exported === "function" ? (exported as () => unknown)() : exported;
}

/** The default export of an ES module where it has one, as the Pulumi CLI takes it. */
function programOf(module: Record<string, unknown>): unknown {
  if (!("default" in module)) return module;
  if (Object.keys(module).length > 1) {
    throw new Error("the program has both a default export and named exports: keep one or the other");
  }
  return module.default;
}

function isEsModule(file: string): boolean {
  const extension = extname(file);
  if (extension === ".mjs" || extension === ".mts") return true;
  if (extension === ".cjs" || extension === ".cts") return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      return (JSON.parse(readFileSync(manifest, "utf8")) as { type?: string }).type === "module";
    }
    if (folder === dirname(folder)) return false;
  }
}

const TS_NODE = Symbol.for("ts-node.register.instance");

/** Lets Node load TypeScript; types are the compiler's business, not the rehearsal's. */
function registerTypeScript(folder: string): void {
  if (TS_NODE in process) return;
  const tsNode = createRequire(__filename)("ts-node") as typeof tsNodeModule;
  tsNode.register({
    transpileOnly: true,
    projectSearchDir: folder,
    // As the Pulumi CLI loads programs that say nothing else.
    compilerOptions: { target: "ES2022", module: "node16", moduleResolution: "node16", sourceMap: true },
  });
}

function requireSharedSdk(file: string): void {
  const ours = sdkOf(__filename);
  const theirs = sdkOf(file);
  if (ours === theirs) return;
  throw new SeparateSdkError(
    theirs === undefined
      ? `the program has no @pulumi/pulumi: run \`npm install\` in its folder, ${dirname(file)}`
      : `the program uses the @pulumi/pulumi in ${theirs}, and this command the one in ${ours ?? "none"}: ` +
          "install sagemaker-private-registry in the program's own project, and run it from there with npx",
  );
}

/** The folder of the SDK that a file imports. */
function sdkOf(file: string): string | undefined {
  try {
    return dirname(realpathSync(createRequire(file).resolve("@pulumi/pulumi/package.json")));
  } catch {
    return undefined;
  }
}

/** Keeps standard output for the report. */
function sendOutputToStandardError(): () => void {
  const output = process.stdout.write;
  const error = process.stderr.write;
  const write = (chunk: string | Uint8Array, ...rest: []) =>
    // The SDK says [runtime] where there is no engine to log to.
    error.call(
      process.stderr,
      typeof chunk === "string" ? chunk.replaceAll("[runtime] ", "") : chunk,
      ...rest,
    );
  process.stdout.write = write;
  process.stderr.write = write;
  return () => {
    process.stdout.write = output;
    process.stderr.write = error;
  };
}

/** Lets a program be run again: its modules have declared their resources and would not do so twice. */
function forgetProgram(loaded: ReadonlySet<string>): void {
  for (const file of Object.keys(require.cache)) {
    if (!loaded.has(file) && !file.includes(`${sep}node_modules${sep}`) && !isOurs(file)) {
      Reflect.deleteProperty(require.cache, file);
    }
  }
}

/** Whether a file is this package's own, rather than a program's. */
function isOurs(file: string): boolean {
  const root = dirname(__dirname);
  return ["components", "policies", "registry-client", "rehearsal", "testing"].some((folder) =>
    file.startsWith(join(root, folder) + sep),
  );
}
