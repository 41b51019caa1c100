import {
  type ImageReference,
  InvalidReferenceError,
  parsePlatform,
  parseReference,
} from "../../registry-client";
import type { OneOf } from "../contract";
import { ExplainedError } from "./explained-error";

/**
 * Reads one value of an event: returns it, and adds to `problems` what is wrong with it.
 * @param path the value's position in the event
 */
export type Reader<T> = (value: unknown, path: string, problems: string[]) => T | undefined;

/** Reader of a property that can be absent. */
export interface OptionalReader<T> {
  readonly optional: Reader<T>;
}

/** A reader for each property of `T`, so that none can be declared and ignored. */
export type Readers<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalReader<Exclude<T[K], undefined>> : Reader<T[K]>;
};

/** An event that cannot be read. The message names every problem. */
export class InvalidEventError extends ExplainedError {
  override readonly name = "InvalidEventError";
}

const ROOT = "the event";

/**
 * Reads an event.
 * @param functionName names the function in messages
 * @throws InvalidEventError naming every problem
 */
export function readEvent<T>(functionName: string, event: unknown, reader: Reader<T>): T {
  const problems: string[] = [];
  const read = reader(event, ROOT, problems);
  if (read === undefined || problems.length > 0) {
    throw new InvalidEventError(
      `The event of the ${functionName} function is invalid: ${problems.join("; ")}.`,
    );
  }
  return read;
}

/** Marks a property as optional. */
export const optional = <T>(reader: Reader<T>): OptionalReader<T> => ({ optional: reader });

/** Reads an object. An unknown property is refused: an older function would ignore it silently. */
export function object<T extends object>(readers: Readers<T>): Reader<T> {
  const entries = Object.entries<Reader<unknown> | OptionalReader<unknown>>(readers);
  return (value, path, problems) => {
    const fields = fieldsOf(Object.keys(readers), value, path, problems);
    if (fields === undefined) return undefined;
    const read: Record<string, unknown> = {};
    for (const [key, reader] of entries) {
      const at = below(path, key);
      const field = fields[key];
      const isOptional = "optional" in reader;
      if (field !== undefined) read[key] = (isOptional ? reader.optional : reader)(field, at, problems);
      else if (!isOptional) problems.push(`${at} is missing`);
    }
    return read as T;
  };
}

/** Reads an object that has exactly one of several properties. */
export function oneOf<T extends object>(readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<
  OneOf<T>
> {
  const known = Object.keys(readers);
  return (value, path, problems) => {
    const fields = fieldsOf(known, value, path, problems);
    if (fields === undefined) return undefined;
    const keys = known.filter((each) => fields[each] !== undefined);
    const [key] = keys;
    if (key === undefined || keys.length > 1) {
      problems.push(
        `${path} has ${keys.join(" and ") || "none"}, but must have exactly one of ${known.join(", ")}`,
      );
      return undefined;
    }
    const reader = readers[key as keyof T];
    return { [key]: reader(fields[key], below(path, key), problems) } as OneOf<T>;
  };
}

/** Reads a list of 1 to `max` items. */
export function list<T>(item: Reader<T>, max: number): Reader<readonly T[]> {
  return (value, path, problems) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > max) {
      const found = Array.isArray(value) ? `has ${value.length} items` : `is ${shown(value)}`;
      problems.push(`${path} ${found}, but must be a list of 1 to ${max} items`);
      return undefined;
    }
    return value.map((each, index) => item(each, `${path}[${index}]`, problems) as T);
  };
}

/** Reads a value that fulfils a condition. */
export function matching<T>(isValid: (value: unknown) => value is T, expected: string): Reader<T> {
  return (value, path, problems) => {
    if (isValid(value)) return value;
    problems.push(`${path} is ${shown(value)}, but must be ${expected}`);
    return undefined;
  };
}

export const text = matching(
  (value): value is string => typeof value === "string" && value !== "",
  "a non-empty string",
);

export const flag = matching((value): value is boolean => typeof value === "boolean", "true or false");

export const positiveNumber = matching(
  (value): value is number => typeof value === "number" && Number.isFinite(value) && value > 0,
  "a number above 0",
);

export const platform = matching(
  (value): value is string => typeof value === "string" && parsePlatform(value) !== undefined,
  "os/architecture or os/architecture/variant, for example linux/arm64",
);

/**
 * Reads an image reference.
 * @param problemOf what is wrong with a valid reference, as the end of a sentence whose subject is its path
 */
export function reference(problemOf: (reference: ImageReference) => string | undefined): Reader<string> {
  return (value, path, problems) => {
    if (typeof value !== "string") {
      problems.push(`${path} is ${shown(value)}, but must be an image reference`);
      return undefined;
    }
    try {
      const problem = problemOf(parseReference(value));
      if (problem === undefined) return value;
      problems.push(`${path} ${problem}`);
    } catch (error) {
      if (!(error instanceof InvalidReferenceError)) throw error;
      problems.push(`${path} is not a valid image reference: the ${error.part} ${error.reason}`);
    }
    return undefined;
  };
}

/** A value for a message, cut off where it is long. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? "undefined";
  return json.length > 100 ? `${json.slice(0, 100)}…` : json;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(
  known: readonly string[],
  value: unknown,
  path: string,
  problems: string[],
): Fields | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(`${path} must be an object with ${known.join(", ")}`);
    return undefined;
  }
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    const names = unknown.map((key) => JSON.stringify(key)).join(", ");
    problems.push(
      `${path} has the unknown ${unknown.length === 1 ? "property" : "properties"} ${names}; expected ${known.join(", ")}: ` +
        "the stack with the function may need a newer version of the package",
    );
  }
  // Without what a prototype adds.
  return { ...value };
}

const below = (path: string, key: string): string => (path === ROOT ? key : `${path}.${key}`);
