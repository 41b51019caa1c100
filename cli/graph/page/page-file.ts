import { statSync, type Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../../usage-error";

/**
 * Checks before anything else is done that a page can be written.
 * @throws UsageError where its folder does not exist, or it is a folder itself
 */
export function checkPageFile(file: string): void {
  const folder = dirname(resolve(file));
  if (look(folder)?.isDirectory() !== true) {
    throw new UsageError(`--html writes into a folder that exists, and ${folder} does not: make it first`);
  }
  if (look(file)?.isDirectory() === true) {
    throw new UsageError(`--html takes a file, and ${file} is a folder`);
  }
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(
      `--html cannot write there: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
