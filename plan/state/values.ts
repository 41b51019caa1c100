import { PLACEHOLDER } from "../recording/placeholders";

/** How the engine's state marks a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
/** How the engine's state marks assets and archives. */
const ASSETS = ["c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"];
/** The placeholder in previews for a value that only the deployment knows. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** A key that the SDKs write in addition to the inputs. */
const DEFAULTS = "__defaults";

/** A value of a state, as a program would have it. */
export interface StateValue {
  readonly value: unknown;
  /** The paths of secrets, for example `environment.variables.TOKEN`. */
  readonly secretPaths: readonly string[];
  /** The paths of values that are unknown, or encrypted. */
  readonly unknownPaths: readonly string[];
}

/**
 * Reads a value of a state: secrets as plain values where they are not encrypted, and a text that no resource has in place of
 * what is unknown.
 * @param owner what the text is made of, so that no two resources have the same
 */
export function readValue(value: unknown, owner: string, path = ""): StateValue {
  const text = (): string => `${PLACEHOLDER}-${owner}-${path}`;
  if (value === UNKNOWN) return { value: text(), secretPaths: [], unknownPaths: [path] };
  if (value === null || typeof value !== "object") return { value, secretPaths: [], unknownPaths: [] };
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields[SIGNATURE] === SECRET) return readSecret(fields, owner, path);
  if (ASSETS.includes(String(fields[SIGNATURE]))) return { value: {}, secretPaths: [], unknownPaths: [] };
  const entries = Object.entries(value)
    .filter(([key]) => key !== DEFAULTS)
    .map(([key, field]) => {
      const below = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      return [key, readValue(field, owner, below)] as const;
    });
  return {
    value: Array.isArray(value)
      ? entries.map(([, field]) => field.value)
      : Object.fromEntries(entries.map(([key, field]) => [key, field.value])),
    secretPaths: entries.flatMap(([, field]) => field.secretPaths),
    unknownPaths: entries.flatMap(([, field]) => field.unknownPaths),
  };
}

function readSecret(fields: Readonly<Record<string, unknown>>, owner: string, path: string): StateValue {
  const { plaintext } = fields;
  if (typeof plaintext !== "string") {
    return { value: `${PLACEHOLDER}-${owner}-${path}`, secretPaths: [path], unknownPaths: [path] };
  }
  const { value, unknownPaths } = readValue(JSON.parse(plaintext), owner, path);
  return { value, secretPaths: [path], unknownPaths };
}
