/** The font of a text. */
export interface Font {
  /** The size in pixels. */
  readonly size: number;
  readonly bold: boolean;
}

// Widths in hundredths of the font's size, of the characters from the space to the tilde in DejaVu Sans: wider than the
// fonts that browsers are likely to choose, so that what fits in it fits in them.
const REGULAR =
  "32 41 46 84 64 96 78 28 40 40 50 84 32 37 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 54 " +
  "100 69 69 70 78 64 58 78 76 30 30 66 56 87 75 79 61 79 70 64 62 74 69 99 69 62 69 40 34 40 84 50 " +
  "50 62 64 55 64 62 36 64 64 28 28 58 28 98 64 62 64 64 42 53 40 64 60 82 60 60 53 64 34 64 84";
const BOLD =
  "35 46 53 84 70 101 88 31 46 46 53 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 59 " +
  "100 78 77 74 84 69 69 83 84 38 38 78 64 100 84 86 74 86 78 73 69 82 78 111 78 73 73 46 37 46 84 50 " +
  "50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 48 72 66 93 65 66 59 72 37 72 84";
const TABLES = { regular: REGULAR.split(" ").map(Number), bold: BOLD.split(" ").map(Number) };
const FIRST = 0x20;
/** For all other characters: those of Asian scripts and pictures fill a square. */
const OTHER = 110;

/** The width in pixels that a text has at most. */
export function widthOf(text: string, { size, bold }: Font): number {
  const table = bold ? TABLES.bold : TABLES.regular;
  let hundredths = 0;
  for (const character of text) {
    hundredths += table[(character.codePointAt(0) ?? 0) - FIRST] ?? OTHER;
  }
  return (hundredths * size) / 100;
}

/**
 * Breaks a text into lines that are no wider than given: at spaces, else after `-`, `.`, `/`, `:`, `@`, `_` or `,`, else
 * anywhere. What does not fit into the lines ends in an ellipsis.
 */
export function wrapToWidth(text: string, width: number, font: Font, maxLines: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces(text, width, font)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && widthOf((last + piece).trimEnd(), font) <= width) {
      lines[lines.length - 1] = last + piece;
    } else {
      lines.push(piece.trimStart());
    }
  }
  const kept = lines.slice(0, maxLines);
  // With the space between them they do not fit into one, so that the ellipsis is always there.
  if (lines.length > maxLines) kept.push(cut(`${kept.pop() ?? ""}${lines[maxLines] ?? ""}`, width, font));
  return kept.map((line) => line.trimEnd()).filter((line) => line !== "");
}

/** Cuts a text to a width, with an ellipsis at its end. */
export function cut(text: string, width: number, font: Font): string {
  if (widthOf(text, font) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join("")}…`, font) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** The parts between which a text may be broken, none wider than a line. */
function pieces(text: string, width: number, font: Font): readonly string[] {
  const parts = text.match(/[^\s\-./:@_,]*(?:\s+|[-./:@_,]+|$)/g) ?? [];
  return parts
    .filter((part) => part !== "")
    .flatMap((part) => {
      if (widthOf(part.trimEnd(), font) <= width) return [part];
      const chunks: string[] = [""];
      for (const character of part) {
        const last = chunks[chunks.length - 1] ?? "";
        if (last !== "" && widthOf(last + character, font) > width) chunks.push(character);
        else chunks[chunks.length - 1] = last + character;
      }
      return chunks;
    });
}
