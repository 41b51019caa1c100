import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** The arguments with which a Node.js process loads this repository's TypeScript. */
export const NODE_ARGUMENTS = ["-r", join(ROOT, "scripts", "register-typescript.cjs")];

/** The arguments with which Node.js runs the command line from its source. */
export const CLI = [...NODE_ARGUMENTS, join(ROOT, "rehearsal", "cli.ts")];
