/** The fields of an object; of anything else none, and a problem. */
export function objectOf(
  path: string,
  value: unknown,
  problems: string[],
): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  problems.push(`${path} must be an object`);
  return {};
}

/** Names the fields that are not known: an older function would otherwise leave them out silently. */
export function refuseUnknown(
  path: string,
  fields: Readonly<Record<string, unknown>>,
  known: readonly string[],
  problems: string[],
): void {
  const unknown = Object.keys(fields).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  problems.push(
    `${path} has ${unknown.map((key) => JSON.stringify(key)).join(", ")}, which this function does not know; known are ` +
      `${known.join(", ")}; the stack with the function may need a newer version of the package`,
  );
}

/** A number above 0, or `undefined`. */
export function positive(path: string, value: unknown, problems: string[]): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  problems.push(`${path} is ${shown(value)}, but must be a number above 0`);
  return undefined;
}

/** A value for a message, cut off where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
