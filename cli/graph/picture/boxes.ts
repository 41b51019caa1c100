import type { ArchitectureNode } from "../architecture";
import { cut, widthOf, wrapToWidth, type Font } from "./text-width";

export const FONTS = {
  caption: { size: 10.5, bold: false },
  label: { size: 13, bold: true },
  detail: { size: 11, bold: false },
  title: { size: 13, bold: true },
  edge: { size: 11, bold: true },
} as const satisfies Record<string, Font>;

export const ICON = 26;
const PADDING = 10;
const GAP = 10;
const TEXT_WIDTH = 156;
/** Subnets are as wide as their box allows. */
const SUBNET_TEXT_WIDTH = 240;
const LINE = { caption: 14, label: 17, detail: 15 } as const;
const MAX_DETAILS = 5;

/** One line of text in a box, by its left end and its baseline. */
export interface TextLine {
  readonly text: string;
  readonly style: "caption" | "label" | "detail";
  readonly x: number;
  readonly y: number;
}

/** A box with its texts, before it has a place. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
  /** Whether there is room for an icon. */
  readonly hasIcon: boolean;
}

/** What is drawn in another's box, which says already what it is. */
const COMPACT: readonly ArchitectureNode["kind"][] = ["listener", "subnet"];

/** The box of a node that holds no others. */
export function boxOf(node: ArchitectureNode, parent: ArchitectureNode | undefined): Box {
  const isCompact = COMPACT.includes(node.kind) || parent?.kind === "interface-endpoints";
  const left = isCompact ? PADDING : PADDING + ICON + GAP;
  const room = node.kind === "subnet" ? SUBNET_TEXT_WIDTH : TEXT_WIDTH;
  const wrapped = (style: TextLine["style"], text: string, maxLines: number) =>
    wrapToWidth(text, room, FONTS[style], maxLines).map((line) => ({ style, text: line }));
  const details = node.details.slice(0, MAX_DETAILS);
  const more = node.details.length - details.length;
  const texts = [
    ...(isCompact ? [] : wrapped("caption", node.caption, 1)),
    ...wrapped("label", node.label, 3),
    ...details.flatMap((detail) => wrapped("detail", detail, 2)),
    ...(more > 0 ? wrapped("detail", `and ${more} more`, 1) : []),
  ];
  let y = PADDING - 3;
  const lines = texts.map(({ style, text }) => {
    y += LINE[style];
    return { style, text, x: left, y: y - 1 };
  });
  const widest = Math.max(...texts.map(({ style, text }) => widthOf(text, FONTS[style])), 20);
  const height = Math.max(y + PADDING - 2, isCompact ? 0 : ICON + 2 * PADDING);
  return { width: Math.ceil(left + widest + PADDING), height: Math.ceil(height), lines, hasIcon: !isCompact };
}

export const TITLE_HEIGHT = 34;
const TITLE_WIDTH = 520;

/** The title of a box that holds others, on one line. */
export function titleOf(node: ArchitectureNode): {
  readonly parts: readonly TextLine[];
  readonly width: number;
} {
  const texts: { style: TextLine["style"]; text: string }[] = [
    { style: "label", text: node.caption },
    { style: "detail", text: [node.label, ...node.details].filter((each) => each !== "").join(" · ") },
  ];
  let x = 14;
  const parts = texts
    .filter(({ text }) => text !== "")
    .map(({ style, text }) => {
      const shown = cut(text, TITLE_WIDTH, FONTS[style]);
      const line = { style, text: shown, x, y: 22 };
      x += widthOf(shown, FONTS[style]) + 8;
      return line;
    });
  return { parts, width: Math.ceil(x + 6) };
}
