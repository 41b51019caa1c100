import type { SecretKeys } from "../shared/parse-secret";

/** How the function reads from one registry: with the credentials of a secret, or anonymously. */
export interface SourceRegistry {
  /** ARN of the secret; anonymous without one. */
  readonly secretArn?: string;
  /** The keys of the secret's JSON object; `username` and `password` by default. */
  readonly keys?: SecretKeys;
}

/** The registries by their names, `host[:port]`, as image references begin with them in full. */
export type SourceRegistries = Readonly<Record<string, SourceRegistry>>;

/**
 * Reads the registries out of the environment's JSON.
 * @throws Error where it is none
 */
export function parseSourceRegistries(text: string): SourceRegistries {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("The environment variable SOURCE_REGISTRIES must be a JSON object of registries.");
  }
  return value as SourceRegistries;
}
