// Controls (C0, C1, DEL), what turns the direction of text, what is not seen, line and paragraph separators, tags, and
// halves of surrogate pairs. Source: Unicode 16, general categories Cc, Cf, Zl, Zp and Cs.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const UNPRINTABLE_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const REPLACEMENT = "\uFFFD";

/**
 * Text that others have written (a registry, an image, a model), as it may be shown on a terminal or in a log: control
 * and bidirectional characters, which could hide or forge the text around them, are replaced; line breaks become spaces.
 */
export function printable(text: string): string {
  return text.replace(/\r?\n|\t/g, " ").replace(UNPRINTABLE, REPLACEMENT);
}

/** The same for text of several lines, which stay. */
export function printableLines(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/\t/g, "    ").replace(UNPRINTABLE_IN_LINES, REPLACEMENT);
}

/** All texts in a value, with {@link printableLines}. */
export function printableValues<T>(value: T): T;
export function printableValues(value: unknown): unknown {
  if (typeof value === "string") return printableLines(value);
  if (Array.isArray(value)) return value.map((entry: unknown) => printableValues(entry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]: [string, unknown]) => [
      printableLines(name),
      printableValues(entry),
    ]),
  );
}

/** JSON of several lines without loss: control characters are escaped. */
export function printableJson(value: unknown): string {
  const escape = (character: string) =>
    Array.from({ length: character.length }, (_, index) => {
      const code = character.charCodeAt(index).toString(16).padStart(4, "0");
      return `\\u${code}`;
    }).join("");
  return JSON.stringify(value, null, 2).replace(UNPRINTABLE_IN_LINES, escape);
}
