/** A value as a list of texts; what is no text is left out. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

/** A value as a text, if it is one. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A value as a record; an empty one if it is none. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A value as a list of records; what is no record is left out. */
export function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? value : []).filter(
    (item): item is Record<string, unknown> => item !== null && typeof item === "object",
  );
}

/** What a text holds as JSON, nothing where it is none; what is no text stays as it is. */
export function json(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** Enumerates things in a sentence: `a`, `a and b`, `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** A host name without the final dot, in lower case. */
export function hostName(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
