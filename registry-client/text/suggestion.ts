/** The longest name that is compared: a longer one is no typing error. */
const MAX_LENGTH = 100;

/**
 * What to do about an unknown name: the name that was most likely meant, or all names that are allowed.
 * @param quoted whether names are values, and therefore in quotes
 */
export function remedyForUnknown(given: string, known: readonly string[], quoted = false): string {
  const shown = quoted ? JSON.stringify : String;
  const meant = quoted ? nearestName(given, known) : suggestion(given, known);
  return meant === undefined
    ? `expected one of: ${known.map((name) => shown(name)).join(", ")}`
    : `did you mean ${shown(meant)}?`;
}

/**
 * The known name that a given one was most likely meant to be, written as the given one is: in snake case, as in Python, where
 * the given name has an underscore. Undefined where none is near.
 */
export function suggestion(given: string, known: readonly string[]): string | undefined {
  const found = nearestName(given, known);
  return found !== undefined && given.includes("_") ? snakeCase(found) : found;
}

/** The known name that a given one was most likely meant to be, as it is; undefined where none is near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (given.length > MAX_LENGTH) return undefined;
  const plain = plainly(given);
  const [nearest] = known
    .map((name) => ({ name, distance: distanceBetween(plain, plainly(name)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(plain.length / 4)))
    .sort((a, b) => a.distance - b.distance);
  // A name that is cut off, or goes on: `terminationWait`, `subnetIdsOfTheModels`.
  return (
    nearest?.name ?? (plain.length < 4 ? undefined : known.find((name) => isBeginning(plain, plainly(name))))
  );
}

function plainly(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

function isBeginning(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]+/g, (letters) => `_${letters}`).toLowerCase();
}

/** Letters to insert, delete, replace or swap with their neighbour to make one text of the other. */
function distanceBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const at = (up: number, left: number): number => rows[row - up]?.[column - left] ?? Infinity;
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const replaced = at(1, 1) + (isSame ? 0 : 1);
      const swapped = isSwapped ? at(2, 2) + 1 : Infinity;
      current.push(Math.min(at(1, 0) + 1, (current[column - 1] ?? Infinity) + 1, replaced, swapped));
    }
    rows.push(current);
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}
