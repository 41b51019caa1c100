import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { record, type RecordOptions, type ResourceGraph } from "../../testing";
import { loadProgram } from "./load-program";
import type { Project } from "./project";
import { rememberLocation } from "./error-location";

/** The program's SDK is another copy than the recorder's, which would record nothing. */
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
  options: Pick<RecordOptions, "stackOutputs" | "timeoutInSeconds" | "known" | "answer" | "onCall">,
): Promise<ResourceGraph> {
  requireSharedSdk(project.file);
  const folder = dirname(project.file);
  const before = process.cwd();
  const loaded = new Set(Object.keys(require.cache));
  const restoreOutput = sendOutputToStandardError();
  process.chdir(folder);
  try {
    return await record(() => loadProgram(project.file), {
      project: project.name,
      stack: project.stack,
      config: project.config,
      secretConfig: project.secretConfig,
      ...options,
    });
  } catch (error) {
    rememberLocation(error, folder);
    throw error;
  } finally {
    process.chdir(before);
    restoreOutput();
    forgetProgram(loaded);
  }
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

/** Redirects the program's standard output to standard error. */
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

/** Clears a program's modules from Node's cache, so that it can run again. */
function forgetProgram(loaded: ReadonlySet<string>): void {
  for (const file of Object.keys(require.cache)) {
    if (!loaded.has(file) && !file.includes(`${sep}node_modules${sep}`) && !isOurs(file)) {
      Reflect.deleteProperty(require.cache, file);
    }
  }
}

/** Whether a file is this package's own, rather than a program's. */
function isOurs(file: string): boolean {
  const root = dirname(dirname(__dirname));
  return ["cli", "components", "plan", "policies", "registry-client", "testing"].some((folder) =>
    file.startsWith(join(root, folder) + sep),
  );
}
