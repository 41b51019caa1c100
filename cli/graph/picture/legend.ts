import { markup, type Markup } from "../markup";
import { FONTS } from "./boxes";
import { widthOf } from "./text-width";
import type { Line } from "./edge-line";

/** One line of the picture, and what it means. */
export interface LegendEntry {
  readonly line: Line;
  readonly meaning: string;
}

const LEFT = 20;
const SAMPLE = 34;
const GAP = 22;
const ROW = 22;
const EXISTS = "dashed outline: not created by this plan";

/** What the lines of the picture mean: side by side, in as many rows as a picture of a width needs. */
export function legend(
  entries: readonly LegendEntry[],
  room: number,
): { readonly drawn: readonly Markup[]; readonly width: number; readonly height: number } {
  let x = LEFT;
  let y = 18;
  let width = 0;
  const place = (needed: number): { x: number; y: number } => {
    if (x > LEFT && x + needed > room - LEFT) {
      x = LEFT;
      y += ROW;
    }
    const here = { x, y };
    x += needed + GAP;
    width = Math.max(width, x - GAP + LEFT);
    return here;
  };
  const drawn = entries.map(({ line, meaning }) => {
    const at = place(SAMPLE + textWidth(meaning));
    return markup`<g class="edge line-${line}"><path d="M${at.x} ${at.y - 4}h${SAMPLE - 8}" marker-end="url(#arrow-${line})"/></g><text class="detail" x="${at.x + SAMPLE}" y="${at.y}">${meaning}</text>`;
  });
  const at = place(textWidth(EXISTS));
  return {
    drawn: [...drawn, markup`<text class="detail" x="${at.x}" y="${at.y}">${EXISTS}</text>`],
    width,
    height: y + 18,
  };
}

function textWidth(text: string): number {
  return Math.ceil(widthOf(text, FONTS.detail));
}
