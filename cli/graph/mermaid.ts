import type { Architecture, ArchitectureEdge, ArchitectureNode } from "./architecture";
import { edgeText } from "./picture/elk-layout";

const INDENT = "  ";

/** How Mermaid draws an edge: as the picture does, and blocked ones with a cross. */
const ARROWS: Readonly<Record<string, string>> = {
  network: "-->",
  access: "-.->",
  relation: "-.->",
  unknown: "-.->",
  blocked: "--x",
};

/**
 * The architecture as a Mermaid flowchart, for READMEs.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function toMermaid({ nodes, edges }: Architecture): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index + 1}`]));
  const nameOf = (id: string): string => names.get(id) ?? "";
  const lines = (parent: string | undefined, indent: string): readonly string[] =>
    nodes
      .filter((node) => node.parent === parent)
      .flatMap((node) => {
        const inside = lines(node.id, indent + INDENT);
        const text = quoted(describe(node));
        return inside.length === 0
          ? [`${indent}${nameOf(node.id)}[${text}]`]
          : [`${indent}subgraph ${nameOf(node.id)}[${text}]`, ...inside, `${indent}end`];
      });
  const exists = nodes.filter((node) => node.exists).map(({ id }) => nameOf(id));
  const blocked = edges.flatMap(({ status }, index) => (status === "blocked" ? [index] : []));
  return [
    "flowchart TB",
    ...lines(undefined, INDENT),
    ...edges.map((edge) => INDENT + arrow(edge, nameOf)),
    ...(exists.length === 0
      ? []
      : [`${INDENT}classDef exists stroke-dasharray: 5 4`, `${INDENT}class ${exists.join(",")} exists`]),
    ...(blocked.length === 0
      ? []
      : [`${INDENT}linkStyle ${blocked.join(",")} stroke:#c81e1e,stroke-width:3px`]),
    "",
  ].join("\n");
}

function arrow(edge: ArchitectureEdge, nameOf: (id: string) => string): string {
  const text = edgeText(edge);
  const label = text === "" ? "" : `|${quoted([text])}|`;
  return `${nameOf(edge.from)} ${ARROWS[edge.status === "open" ? edge.kind : edge.status] ?? "-->"}${label} ${nameOf(edge.to)}`;
}

function describe({ caption, label, details }: ArchitectureNode): readonly string[] {
  return [caption, label, ...details].filter((each) => each !== "");
}

/** What Mermaid would read as the beginning of a list: https://mermaid.js.org/syntax/flowchart.html#markdown-formatting */
const LIST = /^(\d+(?=\.)|[-+](?=\s))/;

/** Lines as one quoted text, in which nothing is read as markup, Markdown or Mermaid. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) => {
    const start = LIST.exec(line)?.[0] ?? "";
    const rest = [...line.slice(start.length).replace(/\s+/g, " ")];
    return [
      ...[...start].map(entity),
      ...rest.map((each) => (/[\p{L}\p{N} .,:;/×·+=?@()-]/u.test(each) ? each : entity(each))),
    ].join("");
  });
  return `"${escaped.join("<br>")}"`;
}

/** A character as Mermaid takes it in any text: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
function entity(character: string): string {
  return `#${character.codePointAt(0) ?? 0xfffd};`;
}
