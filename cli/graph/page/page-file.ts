import { statSync, type Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../../usage-error";

/**
 * Checks that a page can be written.
 * @throws UsageError where its folder does not exist, or it is a folder
 */
export function checkPageFile(file: string): void {
  const folder = dirname(resolve(file));
  if (statOf(folder)?.isDirectory() !== true) {
    throw new UsageError(`--html: the folder ${folder} does not exist; create it first`);
  }
  if (statOf(file)?.isDirectory() === true) {
    throw new UsageError(`--html requires a file, but ${file} is a folder`);
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(
      `--html: the file cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
