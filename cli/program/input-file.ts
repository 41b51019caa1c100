import { readFileSync } from "node:fs";

/** One thing that is wrong in a file that the user gave. */
export interface FileProblem {
  /** Where in the file, as `prices.nat.hour`; empty for the file as a whole. */
  readonly path: string;
  readonly reason: string;
}

/** A file that the user gave and that cannot be used: all that is wrong with it at once. */
export class InputFileError extends Error {
  override readonly name = "InputFileError";

  constructor(
    readonly file: string,
    readonly problems: readonly FileProblem[],
  ) {
    const lines = problems.map(({ path, reason }) => `  - ${path === "" ? "" : `${path}: `}${reason}`);
    super([`${file} cannot be used:`, ...lines].join("\n"));
  }
}

/**
 * Reads a JSON file that the user gave.
 * @throws InputFileError where there is none, or it is malformed
 */
export function readInputFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing
      ? "there is no such file"
      : `it is no JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputFileError(file, [{ path: "", reason }]);
  }
}

/** A value as a record, if it is one. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
