import type { ElkExtendedEdge, ElkNode, LayoutOptions } from "elkjs";
import type * as elk from "elkjs/lib/elk.bundled.js";
import { createRequire } from "node:module";
import type { Architecture, ArchitectureEdge, ArchitectureNode } from "../architecture";
import { boxOf, FONTS, TITLE_HEIGHT, titleOf, type Box, type TextLine } from "./boxes";
import { widthOf } from "./text-width";

/** A rectangle in the picture, in pixels from its upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A node with its place. */
export interface PlacedNode extends Rectangle {
  readonly node: ArchitectureNode;
  /** Its texts, relative to its upper left corner. */
  readonly lines: readonly TextLine[];
  readonly hasIcon: boolean;
  /** Whether it holds others. */
  readonly isContainer: boolean;
  /** The number of boxes around it. */
  readonly depth: number;
}

/** An edge with its way. */
export interface PlacedEdge {
  readonly edge: ArchitectureEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Where its label stands; absent for an edge without one. */
  readonly label?: Rectangle;
}

/** A picture, ready to be drawn. */
export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const MARGIN = 16;
const INNER = 18;
const SUBNET_GAP = 10;

/** What every box needs to be told for itself. */
const OPTIONS: LayoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.spacing.nodeNode": "20",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "11",
  "elk.spacing.edgeLabel": "3",
  "elk.layered.spacing.nodeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
  // Keeps rows short, so that the picture fits a page's width.
  "elk.layered.layering.strategy": "COFFMAN_GRAHAM",
  "elk.randomSeed": "1",
};

/** Lays out an architecture: nested boxes, and edges around them. Loads the layout library. */
export async function layOut({ nodes, edges }: Architecture): Promise<PictureLayout> {
  const { default: Elk } = loadElk();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const childrenOf = (parent: string | undefined) => nodes.filter((node) => node.parent === parent);
  const boxes = new Map<string, Box>();
  const options = {
    ...OPTIONS,
    "elk.layered.layering.coffmanGraham.layerBound": String(rowOf(nodes.length)),
  };

  const toElk = (node: ArchitectureNode): ElkNode => {
    const children = childrenOf(node.id);
    const inner = children.filter(({ kind }) => kind !== "subnet");
    if (children.length === 0) {
      const box = boxOf(node, byId.get(node.parent ?? ""));
      boxes.set(node.id, box);
      return { id: node.id, width: box.width, height: box.height };
    }
    const header = subnetsHeader(children.filter(({ kind }) => kind === "subnet"));
    const minimum = Math.max(titleOf(node).width, header.width + 2 * INNER);
    const top = TITLE_HEIGHT + (header.height === 0 ? 6 : header.height + INNER);
    return {
      id: node.id,
      children: inner.map(toElk),
      width: minimum,
      height: top + INNER,
      layoutOptions: {
        ...options,
        "elk.padding": padding(INNER, top),
        "elk.nodeSize.constraints": "MINIMUM_SIZE",
        // In a layout from top to bottom, the library takes the height first.
        "elk.nodeSize.minimum": `(${top + INNER},${minimum})`,
      },
    };
  };

  const unplaced: ElkNode = {
    id: "root",
    layoutOptions: { ...options, "elk.padding": padding(MARGIN) },
    children: childrenOf(undefined).map(toElk),
    edges: edges.map(toElkEdge),
  };
  const root = await new Elk().layout(unplaced);
  return {
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    nodes: (root.children ?? []).flatMap((child) => placed(child, 0, { byId, boxes, childrenOf })),
    edges: edges.map((edge) => placedEdge(edge, root.edges ?? [])),
  };
}

/** How many boxes stand side by side at most: more in larger pictures, so that these do not become too tall. */
function rowOf(nodes: number): number {
  return Math.max(5, Math.round(0.85 * Math.sqrt(nodes)));
}

function padding(sides: number, top = sides): string {
  return `[top=${top},left=${sides},bottom=${sides},right=${sides}]`;
}

/** The size of the row of subnets at the top of their box. */
function subnetsHeader(subnets: readonly ArchitectureNode[]): { width: number; height: number } {
  const boxes = subnets.map((each) => boxOf(each, undefined));
  if (boxes.length === 0) return { width: 0, height: 0 };
  const widest = Math.max(...boxes.map(({ width }) => width));
  return {
    width: widest * boxes.length + SUBNET_GAP * (boxes.length - 1),
    height: Math.max(...boxes.map(({ height }) => height)),
  };
}

function toElkEdge({ id, from, to, label, status }: ArchitectureEdge): ElkExtendedEdge {
  const text = edgeText({ label, status });
  return {
    id,
    sources: [from],
    targets: [to],
    labels:
      text === ""
        ? []
        : [{ id: `${id} label`, text, width: Math.ceil(widthOf(text, FONTS.edge)) + 12, height: 18 }],
  };
}

/** The label of an edge, with a sign where it is not open. */
export function edgeText({ label, status }: Pick<ArchitectureEdge, "label" | "status">): string {
  return status === "open" ? label : [label, status === "blocked" ? "blocked" : "?"].join(" ").trim();
}

interface Known {
  readonly byId: ReadonlyMap<string, ArchitectureNode>;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly childrenOf: (parent: string) => readonly ArchitectureNode[];
}

function placed(shape: ElkNode, depth: number, known: Known): readonly PlacedNode[] {
  const node = known.byId.get(shape.id);
  if (node === undefined) return [];
  const { x = 0, y = 0, width = 0, height = 0 } = shape;
  const box = known.boxes.get(shape.id);
  const own: PlacedNode = {
    node,
    x,
    y,
    width,
    height,
    depth,
    lines: box?.lines ?? titleOf(node).parts,
    hasIcon: box?.hasIcon ?? false,
    isContainer: box === undefined,
  };
  const subnets = known.childrenOf(node.id).filter(({ kind }) => kind === "subnet");
  return [
    own,
    ...subnetRow(own, subnets),
    ...(shape.children ?? []).flatMap((child) => placed(child, depth + 1, known)),
  ];
}

/** The subnets of a tier side by side, as wide as their box: what is below is in all of them. */
function subnetRow(tier: PlacedNode, subnets: readonly ArchitectureNode[]): readonly PlacedNode[] {
  const room = tier.width - 2 * INNER - SUBNET_GAP * (subnets.length - 1);
  const { height } = subnetsHeader(subnets);
  const width = room / subnets.length;
  return subnets.map((node, index) => ({
    node,
    x: tier.x + INNER + index * (width + SUBNET_GAP),
    y: tier.y + TITLE_HEIGHT,
    width,
    height,
    depth: tier.depth + 1,
    lines: boxOf(node, undefined).lines,
    hasIcon: false,
    isContainer: false,
  }));
}

function placedEdge(edge: ArchitectureEdge, edges: readonly ElkExtendedEdge[]): PlacedEdge {
  const found = edges.find(({ id }) => id === edge.id);
  const points = (found?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const label = found?.labels?.[0];
  if (label === undefined) return { edge, points };
  const { x = 0, y = 0, width = 0, height = 0 } = label;
  return { edge, points, label: { x, y, width, height } };
}

/** The layout engine: an optional dependency, which only pictures need. */
function loadElk(): typeof elk {
  try {
    return createRequire(__filename)("elkjs/lib/elk.bundled.js") as typeof elk;
  } catch (error) {
    throw new Error("a picture requires the optional package elkjs: run `npm install elkjs`", {
      cause: error,
    });
  }
}
