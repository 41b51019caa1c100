import type { BlobEvent } from "../../registry-client";

/** The part of Lambda's context that the functions use. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/**
 * An environment variable that the function cannot do without.
 * @throws Error naming the variable, where it is not set
 */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/** Tells the function's log of one blob. */
export function logBlob({ digest, size, outcome, copied, total }: BlobEvent): void {
  console.log(JSON.stringify({ blob: digest, size, outcome, copied, total }));
}

/** Tells the function's log what lies behind an error whose message does not tell all. */
export function logCause(error: unknown): void {
  const { cause } = error as Error;
  if (cause instanceof Error) console.error(cause.stack);
}
