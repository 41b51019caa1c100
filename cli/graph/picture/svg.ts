import type { Architecture, ArchitectureNode } from "../architecture";
import { markup, type Markup } from "../markup";
import { FONTS, ICON, type TextLine } from "./boxes";
import { familyOf, iconOf } from "./icons";
import { edgeText, layOut, type PictureLayout, type PlacedEdge, type PlacedNode } from "./elk-layout";
import { legend, type LegendEntry } from "./legend";
import { PICTURE_STYLE } from "./style";
import type { Line } from "./edge-line";

const CORNER = 6;

const MEANINGS: Readonly<Record<Line, string>> = {
  network: "may connect, at the port",
  access: "may, by the policies of its role",
  relation: "leads to",
  blocked: "required, but blocked",
  unknown: "required; unknown",
};

/** The architecture as one SVG document that needs nothing else: light and dark, and with its legend. */
export async function toSvg(architecture: Architecture, title: string): Promise<string> {
  const { element } = await drawPicture(architecture, title);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element.text}\n`;
}

/** The architecture as an SVG element, and its size in pixels. */
export async function drawPicture(
  architecture: Architecture,
  title: string,
): Promise<{ readonly element: Markup; readonly width: number; readonly height: number }> {
  const layout = await layOut(architecture);
  const entries = legendOf(architecture);
  const below = legend(entries, layout.width);
  const width = Math.max(layout.width, below.width);
  const height = layout.height + below.height;
  const element = markup`<svg xmlns="http://www.w3.org/2000/svg" class="architecture" role="img" aria-labelledby="architecture-title architecture-description" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="architecture-title">${title}</title>
<desc id="architecture-description">${describe(architecture)}</desc>
<style>${PICTURE_STYLE}</style>
<defs>${markers(entries)}</defs>
<rect class="ground" width="${width}" height="${height}"/>
${picture(layout)}
<g class="legend" transform="translate(0 ${layout.height})">${below.drawn}</g>
</svg>`;
  return { element, width, height };
}

function picture({ nodes, edges }: PictureLayout): readonly (Markup | undefined)[] {
  return [
    ...nodes.filter(({ isContainer }) => isContainer).map(drawNode),
    ...edges.map(drawEdge),
    ...nodes.filter(({ isContainer }) => !isContainer).map(drawNode),
    ...nodes.filter(({ isContainer }) => isContainer).map(drawTitle),
    ...edges.map(drawLabel),
  ];
}

function drawNode(placed: PlacedNode): Markup {
  const { node, x, y, width, height, lines, hasIcon, isContainer } = placed;
  const classes = [
    isContainer ? "box" : "card",
    `kind-${node.kind}`,
    `family-${familyOf(node.kind)}`,
    ...(node.exists ? ["exists"] : []),
  ].join(" ");
  const texts = isContainer ? "" : lines.map(drawText);
  return markup`<g class="${classes}" data-id="${node.id}" transform="translate(${round(x)} ${round(y)})">
<title>${tooltip(node)}</title><rect width="${round(width)}" height="${round(height)}" rx="${isContainer ? 10 : 7}"/>${hasIcon && icon(node, height)}${texts}</g>
`;
}

function drawText({ style, x, y, text }: TextLine): Markup {
  return markup`<text class="${style}" x="${round(x)}" y="${round(y)}">${text}</text>`;
}

/** The title of a box, above the lines that enter there. */
function drawTitle({ x, y, lines }: PlacedNode): Markup {
  const [first] = lines;
  const parts = lines.map(
    ({ style, text }, index) =>
      markup`<tspan class="${style}"${index > 0 && markup` dx="8"`}>${text}</tspan>`,
  );
  return markup`<text class="title" x="${round(x + (first?.x ?? 0))}" y="${round(y + (first?.y ?? 0))}">${parts}</text>
`;
}

function icon(node: ArchitectureNode, height: number): Markup {
  const top = Math.min((height - ICON) / 2, 14);
  return markup`<g class="icon" transform="translate(10 ${round(top)})"><rect width="${ICON}" height="${ICON}" rx="6"/><g transform="translate(3 3) scale(${round((ICON - 6) / 24)})">${iconOf(node.kind)}</g></g>`;
}

function tooltip({ caption, label, details, exists }: ArchitectureNode): string {
  const name = [caption, label].filter((each) => each !== "").join(" ");
  return [name, ...details, ...(exists ? ["not created by this plan"] : [])].join("\n");
}

function lineOf({ edge: { kind, status } }: Pick<PlacedEdge, "edge">): Line {
  return status === "open" ? kind : status;
}

function drawEdge(placed: PlacedEdge): Markup {
  const { edge, points } = placed;
  const line = lineOf(placed);
  return markup`<g class="edge line-${line}" data-from="${edge.from}" data-to="${edge.to}" data-kind="${edge.kind}" data-status="${edge.status}"><title>${[edge.label, edge.reason ?? ""].join(" ").trim()}</title><path d="${rounded(points)}" marker-end="url(#arrow-${line})"/></g>
`;
}

function drawLabel(placed: PlacedEdge): Markup | undefined {
  const { edge, label } = placed;
  if (label === undefined) return undefined;
  const x = label.x + label.width / 2;
  return markup`<g class="port line-${lineOf(placed)}" data-from="${edge.from}" data-to="${edge.to}"><rect x="${round(label.x)}" y="${round(label.y)}" width="${round(label.width)}" height="${round(label.height)}" rx="9"/><text x="${round(x)}" y="${round(label.y + label.height / 2 + FONTS.edge.size * 0.36)}">${edgeText(edge)}</text></g>
`;
}

/** A line with rounded corners. */
function rounded(points: PlacedEdge["points"]): string {
  return points
    .map((point, index) => {
      const previous = points[index - 1];
      const next = points[index + 1];
      if (previous === undefined) return `M${round(point.x)} ${round(point.y)}`;
      if (next === undefined) return `L${round(point.x)} ${round(point.y)}`;
      const before = towards(point, previous);
      const after = towards(point, next);
      return `L${round(before.x)} ${round(before.y)}Q${round(point.x)} ${round(point.y)} ${round(after.x)} ${round(after.y)}`;
    })
    .join("");
}

function towards(from: { x: number; y: number }, to: { x: number; y: number }): { x: number; y: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function markers(entries: readonly LegendEntry[]): readonly Markup[] {
  return entries.map(
    ({ line }) =>
      markup`<marker id="arrow-${line}" class="line-${line}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8Z"/></marker>`,
  );
}

function legendOf({ edges }: Architecture): readonly LegendEntry[] {
  const used = new Set(edges.map((edge) => lineOf({ edge })));
  return (Object.keys(MEANINGS) as Line[])
    .filter((line) => used.has(line))
    .map((line) => ({ line, meaning: MEANINGS[line] }));
}

/** The picture as text, for screen readers. */
function describe({ nodes, edges }: Architecture): string {
  const names = new Map(nodes.map((node) => [node.id, `${node.caption} ${node.label}`.trim()]));
  const contents = nodes.map(({ caption, label, parent }) => {
    const inside = parent === undefined ? "" : ` in ${names.get(parent) ?? ""}`;
    return `${`${caption} ${label}`.trim()}${inside}.`;
  });
  const ways = edges.map(
    (edge) => `${names.get(edge.from) ?? ""} to ${names.get(edge.to) ?? ""}: ${edgeText(edge)}.`,
  );
  return [...contents, ...ways].join(" ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
