import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
const { load } = createRequire(__filename)("js-yaml") as { load(text: string): unknown };
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

/** Every project below `examples`, and the one at the root. */
const PROJECTS = [
  ".",
  ...readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("Pulumi.yaml"))
    .map((path) => join("examples", path, "..")),
];

type Keys = Readonly<Record<string, { readonly default?: unknown }>>;

/** The keys of a project's configuration, and whether each has a default. */
const keysOf = (project: string): [string, boolean][] => {
  const { config } = load(textOf(project, "Pulumi.yaml")) as { config: Keys };
  return Object.entries(config).map(([key, { default: given }]) => [key, given !== undefined]);
};

/** What holds for whoever deploys an example, wherever it is. */
const DEFAULTS = ["archive", "instanceType", "endpointName"];

describe("the configuration of the examples", () => {
  for (const project of PROJECTS) {
    it(`${project} asks for what only its user knows, and its README sets it`, () => {
      const keys = keysOf(project);
      assert.deepEqual(
        keys.filter(([key, hasDefault]) => hasDefault !== DEFAULTS.includes(key)),
        [],
      );
      const needed = keys.flatMap(([key, hasDefault]) => (hasDefault ? [] : [key]));
      const readme = [project, join(project, ".."), "examples/quickstart"]
        .map((folder) => join(folder, "README.md"))
        .find((file) => file.startsWith("examples") && existsSync(join(root, file)));
      const set = [
        ...textOf(readme ?? "").matchAll(/^pulumi config set (?:--plaintext |--path ')?([\w:]+)/gm),
      ].map(([, key]) => key);
      for (const key of ["aws:region", ...needed]) assert.ok(set.includes(key), `${readme}: ${key}`);
      // Programs in other languages, which the engine alone runs.
      if (/^examples\/(go|python|yaml)\b/.test(project)) return;
      const beside = project === "." ? "examples/quickstart" : project;
      const { config } = JSON.parse(textOf(beside, "rehearsal.json")) as { config: object };
      assert.deepEqual(Object.keys(config), needed);
    });
  }

  it("is what the list of the examples says, of all of them", () => {
    const listed = [...textOf("examples/README.md").matchAll(/^\| \[([\w-]+)\]\(\1\)/gm)].map(
      ([, name]) => name,
    );
    const folders = readdirSync(join(root, "examples"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual(listed.sort(), folders.sort());
  });
});
