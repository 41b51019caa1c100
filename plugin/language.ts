// Errors name arguments as the program's language writes them. No request tells the language: the engine runs the plugin in the
// project's folder, whose Pulumi.yaml does.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

type Spelling = (name: string) => string;

const snakeCase: Spelling = (name) =>
  name.replace(/(?<=[a-z0-9])[A-Z]+/g, (letters) => `_${letters}`).toLowerCase();
const pascalCase: Spelling = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** How languages write names of the schema where they do not write them as it does. */
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  dotnet: pascalCase,
  go: pascalCase,
  python: snakeCase,
};

/** The runtime of the project that a folder is in; undefined where there is none. */
export function runtimeOf(folder: string): string | undefined {
  const file = ["Pulumi.yaml", "Pulumi.yml"]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  if (file === undefined) return dirname(folder) === folder ? undefined : runtimeOf(dirname(folder));
  const text = readFileSync(file, "utf8");
  // A name, or an object with one, in YAML or in JSON.
  const [, block = ""] =
    /^[ {]*"?runtime"?:((?:.*)(?:\n[ \t]+.*)*)/m.exec(text) ?? /"runtime"\s*:([^]*)/.exec(text) ?? [];
  const [, runtime] = /name"?\s*:\s*"?(\w+)/.exec(block) ?? /^\s*"?(\w+)/.exec(block) ?? [];
  return runtime;
}

/**
 * A message of a component with the names of arguments as a language writes them: text in quotes is a value.
 * @param names the names of all arguments
 */
export function spelled(message: string, runtime: string | undefined, names: ReadonlySet<string>): string {
  const spell = Object.hasOwn(SPELLINGS, runtime ?? "") ? SPELLINGS[runtime ?? ""] : undefined;
  if (spell === undefined) return message;
  const lines = message.split("\n").map((line) => {
    const [, indent = "", path = "", reason = line] = /^( *- )([^:]*)(:.*)$/.exec(line) ?? [];
    return (
      indent + eachName(path, (name) => names.has(name), spell) + eachName(reason, isCompound(names), spell)
    );
  });
  return lines.join("\n");
}

/** Words alone are English in a sentence. */
function isCompound(names: ReadonlySet<string>): (word: string) => boolean {
  return (word) => /[A-Z]/.test(word) && names.has(word);
}

function eachName(text: string, isName: (word: string) => boolean, spell: Spelling): string {
  return text
    .split(/("(?:[^"\\]|\\.)*"|https:\S+)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/\w+/g, (word) => (isName(word) ? spell(word) : word)),
    )
    .join("");
}
