import { styleText } from "node:util";
import type { DisplayStatus } from "./statuses";

/** The style of a text. */
export type Style = Parameters<typeof styleText>[0];
/** Styles a text, where the format has colours. */
export type Paint = (style: Style, text: string) => string;

/** The format of printed text. */
export interface TextFormat {
  /** Whether to use colours. */
  readonly colours: boolean;
  /** Characters in a line; longer words are not broken. */
  readonly width: number;
}

/** The mark of each status. */
export const MARKS: Readonly<Record<DisplayStatus, { readonly mark: string; readonly style: Style }>> = {
  passed: { mark: "✓", style: "green" },
  failed: { mark: "✗", style: "red" },
  unknown: { mark: "?", style: "yellow" },
  warned: { mark: "!", style: "yellow" },
  skipped: { mark: "–", style: "dim" },
  "not-applicable": { mark: "–", style: "dim" },
};

/** The format for a stream: with colours on terminals, unless NO_COLOR or FORCE_COLOR overrides it. */
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

/** Returns what styles texts in a format. */
export function painter({ colours }: TextFormat): Paint {
  return (style, text) => (colours ? styleText(style, text) : text);
}

/** Shortens digests to 12 digits. */
export function shorten(text: string): string {
  return text.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, "sha256:$1…");
}

/** A URL without its scheme, with short digests. */
export const shortUrl = (url: string): string => shorten(url.replace(/^https:\/\//, ""));

/** A number with its noun, for example `3 requirements`. */
export function count(number: number, noun: string): string {
  return `${new Intl.NumberFormat("en-US").format(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** A text behind an arrow, for remedies. */
export function arrow(text: string, format: TextFormat): readonly string[] {
  const paint = painter(format);
  return wrap(text, format.width - 10).map(
    (line, index) => `      ${paint("cyan", `${index === 0 ? "→" : " "} ${line}`)}`,
  );
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

/** Bytes with a unit, for example `1.4 MiB`. */
export function bytes(number: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = number < 1 ? 0 : Math.min(Math.floor(Math.log2(number) / 10), units.length - 1);
  const value = number / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? ""}`;
}

/** A duration with a unit, for example `850 ms` or `3.2 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** An amount of money, for example `$12.40`. */
export function money(amount: number, currency: string, digits = 2): string {
  const number = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
  const symbol = currency === "USD" ? "$" : `${currency} `;
  return amount < 0 ? `-${symbol}${number.format(-amount)}` : `${symbol}${number.format(amount)}`;
}
