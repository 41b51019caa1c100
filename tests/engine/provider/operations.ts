// The log of what the engine asked of the providers of a scenario, in order.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "./wire";

/** One operation that was not part of a preview, or an invoke. */
export interface Operation {
  readonly kind: "create" | "read" | "update" | "delete" | "invoke";
  /** Type of the resource, or token of the invoke. */
  readonly type: string;
  /** Name of the resource in the program; empty for an invoke. */
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  /** Why it failed; absent where it did not. */
  readonly error?: string;
  /** When it ended, in milliseconds since 1970. */
  readonly endedAt: number;
}

const operationsFile = (folder: string): string => join(folder, "operations.jsonl");

function logOperation(folder: string, operation: Operation): void {
  appendFileSync(operationsFile(folder), `${JSON.stringify(operation)}\n`);
}

export function readOperations(folder: string): Operation[] {
  const file = operationsFile(folder);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Operation);
}

/** Performs an operation and logs it with how it ended. */
export function logged<T>(
  folder: string,
  { kind, type, name, id, inputs }: Omit<Operation, "error" | "endedAt">,
  perform: () => T,
): T {
  const log = (failure: { readonly error?: string }): void =>
    logOperation(folder, { kind, type, name, id, inputs, ...failure, endedAt: Date.now() });
  try {
    const result = perform();
    log({});
    return result;
  } catch (error) {
    log({ error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
