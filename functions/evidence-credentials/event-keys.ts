/** How deep an event is looked into. */
const MAX_DEPTH = 4;
/** How many keys are told at most. */
const MAX_KEYS = 50;
/** How much of a key is told at most. */
const MAX_KEY_LENGTH = 100;

/**
 * The keys of an event with the types of their values, as `a.b (string)`: never a value, which might be a secret.
 * @param event what the function was invoked with
 */
export function eventKeys(event: unknown): readonly string[] {
  return [...keysBelow(event, "", 1)].slice(0, MAX_KEYS);
}

function* keysBelow(value: unknown, path: string, depth: number): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  // The items of a list differ in nothing that is of interest here.
  const entries = Array.isArray(value) ? [["[0]", value[0] as unknown] as const] : Object.entries(value);
  for (const [key, below] of entries) {
    const full = path === "" ? key.slice(0, MAX_KEY_LENGTH) : `${path}.${key.slice(0, MAX_KEY_LENGTH)}`;
    yield `${full} (${typeOf(below)})`;
    if (depth < MAX_DEPTH) yield* keysBelow(below, full, depth + 1);
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}
