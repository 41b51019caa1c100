import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ProgramNotFoundError } from "./program-not-found";

/** A stack, and the file with its configuration. */
export interface StackFile {
  readonly stack: string;
  /** Absent where there is none. */
  readonly file?: string;
}

const DEFAULT_STACK = "rehearsal";
const FILE = /^Pulumi\.(.+)\.ya?ml$/;

/**
 * Finds the configuration of a stack: the one that is named, or the only one.
 * @param folder where the stacks' files are
 * @param named the stack's name, which may begin with its organization and project
 * @throws ProgramNotFoundError where other stacks have files, and the named one does not
 */
export function findStack(folder: string, named: string | undefined): StackFile {
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => FILE.test(name)) : [];
  const stacks = new Map(found.map((name) => [FILE.exec(name)?.[1] ?? "", join(folder, name)]));
  if (named === undefined) {
    const [only, ...others] = [...stacks];
    return only === undefined || others.length > 0
      ? { stack: DEFAULT_STACK }
      : { stack: only[0], file: only[1] };
  }
  const stack = basename(named);
  const file = stacks.get(stack);
  if (file !== undefined) return { stack, file };
  if (stacks.size === 0) return { stack };
  const names = [...stacks.keys()].sort().join(", ");
  throw new ProgramNotFoundError(
    `there is no stack ${JSON.stringify(stack)}: ${folder} has no Pulumi.${stack}.yaml. --stack takes one of ${names}; ` +
      `for a new stack, run \`pulumi stack init ${stack}\` first, and set its configuration`,
  );
}
