// What documents refer to: pages, headings, files, commands and options, versions.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createEvidenceCommandLine } from "../../tools/evidence/cli";
import { createCommandLine } from "../../cli/commands/index";
import { anchorsOf, documentAt, DOCUMENTS, fromRoot, linksOf, ROOT, type Document } from "./markdown";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
};

/** What a document says of something that is not so, each as the document's path and the words. */
const wrong = (find: (document: Document) => readonly string[]): string[] =>
  DOCUMENTS.flatMap((document) => find(document).map((words) => `${document.path}: ${words}`));

const isExternal = (link: string): boolean => /^[a-z]+:/.test(link);

/** Whether a link within the repository leads to a file or folder, and to a heading of it where it names one. */
function resolves(document: Document, link: string): boolean {
  const [to = "", anchor] = link.split("#");
  const target = to === "" ? document.path : fromRoot(document, to);
  if (!existsSync(join(ROOT, target))) return false;
  if (anchor === undefined) return true;
  // Of a folder its README is shown.
  const page = target.endsWith(".md") ? target : join(target, "README.md");
  return existsSync(join(ROOT, page)) && anchorsOf(documentAt(page)).includes(anchor);
}

describe("the documents", () => {
  it("link to pages and headings that are there, and to others by https", () => {
    const links = DOCUMENTS.flatMap(linksOf);
    assert.ok(links.length > 50, "the pattern has lost the links");
    assert.deepEqual(
      wrong((document) =>
        linksOf(document).filter((link) =>
          isExternal(link) ? !URL.canParse(link) || !link.startsWith("https:") : !resolves(document, link),
        ),
      ),
      [],
    );
    const [readme = assert.fail()] = DOCUMENTS.filter(({ path }) => path === "README.md");
    assert.deepEqual(
      ["docs/none.md", "docs/updates.md#none", "#none", "examples/yaml#none"].filter((link) =>
        resolves(readme, link),
      ),
      [],
    );
  });

  it("name files that are there", () => {
    const named = (document: Document): string[] =>
      [...document.text.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|json|md|svg|yaml))`/g)].map(
        ([, path = ""]) => path,
      );
    assert.ok(DOCUMENTS.flatMap(named).length > 10, "the pattern has lost the files");
    assert.deepEqual(
      wrong((document) =>
        named(document).filter(
          (path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, fromRoot(document, path))),
        ),
      ),
      [],
    );
  });

  it("call scripts, commands and options that there are", () => {
    const { commands } = createCommandLine(() => undefined);
    assert.deepEqual(
      wrong(({ text }) =>
        [...text.matchAll(/npm run ([\w:]+)/g)].flatMap(([, name = ""]) =>
          name in manifest.scripts ? [] : [`npm run ${name}`],
        ),
      ),
      [],
    );
    /** Each command of a text, with its options. */
    const called = (text: string) =>
      [...text.matchAll(/npx sagemaker-private-registry ([a-z]+)([^\n`|]*)/g)].map(
        ([, name = "", rest = ""]) => ({ name, flags: rest.match(/(?<= )--[a-z-]+/g) ?? [] }),
      );
    assert.ok(DOCUMENTS.flatMap(({ text }) => called(text)).length > 10, "the pattern has lost the commands");
    assert.deepEqual(
      wrong(({ text }) =>
        called(text).flatMap(({ name, flags }) => {
          const command = commands.find((each) => each.name() === name);
          if (command === undefined) return [name];
          return flags.filter((flag) => !command.options.some(({ long }) => long === flag));
        }),
      ),
      [],
    );
    const ofKit = createEvidenceCommandLine(() => undefined).options.map(({ long }) => long);
    const listed = documentAt("docs/evidence.md").text.match(/(?<=^\| `)--[a-z-]+/gm) ?? [];
    // The text above the table explains --yes.
    assert.deepEqual([...listed, "--yes", "--version"].sort(), ofKit.sort());
  });

  it("say which Node.js and which version of the package", () => {
    assert.deepEqual(
      wrong(({ text }) =>
        [...text.matchAll(/Node(?:\.js)? (20\.[\d.]*\d)/g)].flatMap(([words, version]) =>
          manifest.engines.node === `>=${version}` ? [] : [words],
        ),
      ),
      [],
    );
    assert.match(documentAt("README.md").text, /Node\.js 20/);
    assert.deepEqual(
      wrong(({ text }) =>
        [...text.matchAll(/sagemaker-private-registry-(\d[\w.-]*)\.tgz/g)].flatMap(([words, version]) =>
          version === manifest.version ? [] : [words],
        ),
      ),
      [],
    );
  });

  it("are all of the examples and of docs/", () => {
    const readme = documentAt("README.md");
    const pages = readdirSync(join(ROOT, "docs"))
      .filter((name) => !name.startsWith("logo."))
      .map((name) => `docs/${name}`);
    const examples = readdirSync(join(ROOT, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `examples/${name}`);
    assert.deepEqual(
      [...pages, ...examples].filter((path) => !linksOf(readme).includes(path)),
      [],
    );
  });

  it("group the changes of each version by kind, as Keep a Changelog names the kinds", () => {
    const [, ...versions] = documentAt("CHANGELOG.md").text.split(/^## /m);
    assert.ok(versions.length > 0);
    const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
    for (const version of versions) {
      const found = [...version.matchAll(/^### (.+)$/gm)].map(([, kind = ""]) => kind);
      // In their order, each once, and nothing above the first.
      assert.deepEqual(
        found,
        kinds.filter((kind) => found.includes(kind)),
      );
      assert.match(version, /^.*\n\n### /);
    }
  });
});
