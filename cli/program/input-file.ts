import { readFileSync } from "node:fs";

/** One problem in an input file. */
export interface FileProblem {
  /** The path in the file, for example `prices.nat.hour`; empty for the file itself. */
  readonly path: string;
  readonly reason: string;
}

/** An invalid input file, with all its problems. */
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
 * Reads a JSON input file.
 * @throws InputFileError where there is none, or it is malformed
 */
export function readInputFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing
      ? "there is no such file"
      : `it is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputFileError(file, [{ path: "", reason }]);
  }
}

/** A value as a record, if it is one. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
