import { styleText } from "node:util";
import type { Outcome } from "../../policies";

/** How a piece of text looks. */
export type Style = Parameters<typeof styleText>[0];
/** Colours a piece of text, where colours are wanted. */
export type Paint = (style: Style, text: string) => string;

/** How a report is printed. */
export interface TextFormat {
  /** Whether to use colours. */
  readonly colours: boolean;
  /** The characters in a line; longer words are not broken. */
  readonly width: number;
}

/** How what became of something is marked. */
export const MARKS: Readonly<Record<Outcome, { readonly mark: string; readonly style: Style }>> = {
  passed: { mark: "✓", style: "green" },
  failed: { mark: "✗", style: "red" },
  unknown: { mark: "?", style: "yellow" },
  warned: { mark: "!", style: "yellow" },
  "not-applicable": { mark: "–", style: "dim" },
};

/** The format for a stream: colours only on a terminal whose user wants them. */
export function textFormatFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): TextFormat {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  const wanted = NO_COLOR === undefined || NO_COLOR === "";
  const able = stream.isTTY === true && TERM !== "dumb";
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  return {
    colours: wanted && (able || forced),
    width: Math.min(Math.max(stream.columns ?? 100, 60), 120),
  };
}

/** Colours texts as a format says. */
export function painter({ colours }: TextFormat): Paint {
  return (style, text) => (colours ? styleText(style, text) : text);
}

/** Digests with as many digits as tell them apart. */
export function shorten(text: string): string {
  return text.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, "sha256:$1…");
}

/** A number of things, in words. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Breaks a text into lines at its spaces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A text with an amount at the right edge of its first line. */
export function spread(text: string, amount: string, width: number): readonly string[] {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return wrap(text.trim(), width - indent.length - amount.length - 2).map((line, index) =>
    index > 0 || amount === "" ? indent + line : (indent + line).padEnd(width - amount.length) + amount,
  );
}

/** A number of bytes, with the unit that suits it. */
export function bytes(number: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let [value, unit] = [number, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
