// Controls (C0, C1, DEL), what turns the direction of text, what is not seen, line and paragraph separators, tags, and
// halves of surrogate pairs. Source: Unicode 16, general categories Cc, Cf, Zl, Zp and Cs.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const UNPRINTABLE_IN_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const REPLACEMENT = "\uFFFD";

/**
 * Text that others have written (a registry, an image, a model), as it may be shown on a terminal or in a log: control
 * and bidirectional characters, which could hide or forge what stands beside it, are replaced; line breaks become spaces.
 */
export function printable(text: string): string {
  return text.replace(/\r?\n|\t/g, " ").replace(UNPRINTABLE, REPLACEMENT);
}

/** The same for text of several lines, which stay. */
export function printableLines(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/\t/g, "    ").replace(UNPRINTABLE_IN_LINES, REPLACEMENT);
}
