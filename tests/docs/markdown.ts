// For tests: the documents of the repository, and what is written in them.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const ROOT = join(__dirname, "..", "..");

/** A document: its path from the root of the repository, and its text. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = /^(\..*|node_modules|dist|sdks|venv)$/;

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.test(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return below(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

export const documentAt = (path: string): Document => ({
  path,
  text: readFileSync(join(ROOT, path), "utf8"),
});

/** Every document that is ours. */
export const DOCUMENTS: readonly Document[] = below(ROOT).map((file) => documentAt(relative(ROOT, file)));

/** The blocks of code of a document in one language, without their indentation. */
export function codeOf({ text }: Document, language: string): string[] {
  return [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].flatMap(([, indent = "", of, code = ""]) =>
    of === language ? [code.replaceAll(new RegExp(`^${indent}`, "gm"), "")] : [],
  );
}

/** A document's text without its blocks of code. */
export const proseOf = ({ text }: Document): string => text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, "");

/** The rows of the first table below a heading, the head first, each as its cells. */
export function tableBelow({ text }: Document, heading: string): string[][] {
  const lines = text.slice(text.indexOf(`${heading}\n`)).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const rest = lines.slice(first);
  const table = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith("|")),
  );
  return table
    .filter((_, index) => index !== 1)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The anchors of a document's headings, as GitHub makes them. */
export const anchorsOf = (document: Document): string[] =>
  [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** Where a document's links lead. */
export const linksOf = (document: Document): string[] =>
  [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => to);

/** A path that a document names, from the root of the repository. */
export const fromRoot = ({ path }: Document, to: string): string => join(dirname(path), to);
