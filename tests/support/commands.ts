import { join } from "node:path";
import { runCommandLine } from "../../cli/command-line";
import { createCommandLine } from "../../cli/commands/index";

const ROOT = join(__dirname, "..", "..");

/** The arguments with which a Node.js process loads this repository's TypeScript. */
export const NODE_ARGUMENTS = ["-r", join(ROOT, "scripts", "register-typescript.cjs")];

/** The arguments with which Node.js runs the command line from its source. */
export const CLI = [...NODE_ARGUMENTS, join(ROOT, "cli", "main.ts")];

/** Runs a command line that prints nothing but help or an error in this process. */
export async function runInProcess(args: readonly string[]) {
  const output = { stdout: "", stderr: "" };
  const status = await runCommandLine(createCommandLine, args, {
    writeOut: (text) => (output.stdout += text),
    writeErr: (text) => (output.stderr += text),
  });
  return { status, ...output };
}
