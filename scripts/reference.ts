// Writes the generated reference in docs/: the API's pages, the checks and requirements, and the reports.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as prettier from "prettier";
import { apiPages, type Schema } from "./reference/api";
import { checksPage } from "./reference/checks";
import { jsonSchemas, reportsPage } from "./reference/reports";

const ROOT = join(__dirname, "..");
/** The folders that hold generated files alone. */
const FOLDERS = ["docs/api", "docs/schemas"];

/** Every generated page by its path from the root, as it must be. */
export async function currentPages(): Promise<Map<string, string>> {
  const schema = JSON.parse(readFileSync(join(ROOT, "sdk/schema.json"), "utf8")) as Schema;
  const pages = new Map<string, string>();
  for (const [name, page] of apiPages(schema)) pages.set(`docs/api/${name}`, page);
  pages.set("docs/checks.md", checksPage());
  const schemas = jsonSchemas();
  pages.set("docs/reports.md", reportsPage(schemas));
  for (const [name, schema] of schemas) pages.set(`docs/schemas/${name}`, JSON.stringify(schema));
  const options = await prettier.resolveConfig(join(ROOT, "README.md"));
  for (const [path, page] of pages) {
    pages.set(path, await prettier.format(page, { ...options, filepath: path }));
  }
  return pages;
}

/** Every generated page by its path from the root, as it is committed. */
export function committedPages(paths: Iterable<string>): Map<string, string> {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
  );
  const all = new Set([...paths, ...found]);
  return new Map([...all].map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
}

async function write(): Promise<void> {
  const pages = await currentPages();
  for (const folder of FOLDERS) rmSync(join(ROOT, folder), { recursive: true, force: true });
  for (const [path, page] of pages) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), page);
  }
  console.log(`${pages.size} pages written.`);
}

if (require.main === module) void write();
