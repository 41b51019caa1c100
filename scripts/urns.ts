// Writes tests/urns.json: the URNs of all that this package's components make in the examples, and in a program that asks for
// every part of an endpoint. A URN that changes is, to Pulumi, another resource: the old one is deleted at every user's. So what
// is in the list stays there, and must be made or be an alias of something that is made.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planProgram, type Reference } from "../cli/program/plan-program";
import type { ResourceGraph } from "../testing";

const root = join(__dirname, "..");
const COMPONENTS = "sagemaker-private-registry:index:";

/** The committed list. */
export const URNS_PATH = join(root, "tests", "urns.json");

/** URNs by program, without stack and project: the types of the parents and the resource, and its name. */
export type Urns = Readonly<Record<string, readonly string[]>>;

/** What a program makes: URNs, each with those that it stands for as well, by its aliases. */
export type Made = Readonly<Record<string, ReadonlyMap<string, readonly string[]>>>;

const platform: Reference = { stack: undefined, path: join(root, "examples/two-stacks/platform") };
/** The programs that refer to another's outputs. */
const REFERENCES: Readonly<Record<string, readonly Reference[]>> = {
  "examples/two-stacks/model": [platform],
};

/** Every example in TypeScript, and the program that asks for every part. */
export function programs(): readonly string[] {
  const folders = (path: string): string[] =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
      .flatMap(({ name }) => [`${path}/${name}`, ...folders(`${path}/${name}`)]);
  const examples = folders("examples").filter((path) => existsSync(join(root, path, "index.ts")));
  return [...examples.sort(), "tests/programs/every-part.ts"];
}

/** The URNs as the programs make them now. */
export async function madeUrns(): Promise<Made> {
  const made: Record<string, ReadonlyMap<string, readonly string[]>> = {};
  // One after the other: the Pulumi SDK holds one deployment a process.
  for (const program of programs()) {
    const { graph } = await planProgram({
      program: join(root, program),
      stack: undefined,
      config: {},
      references: REFERENCES[program] ?? [],
      warn: () => undefined,
    });
    made[program] = madeIn(graph);
  }
  return made;
}

/** The URNs of what components make in a graph, each with those that it stands for as well. */
export function madeIn({
  resources,
}: Pick<ResourceGraph, "resources">): ReadonlyMap<string, readonly string[]> {
  const own = resources.filter(({ urn }) => urn.includes(COMPONENTS));
  return new Map(own.map(({ urn, options }) => [local(urn), aliasesOf(urn, options.aliases)]));
}

/** A URN without stack and project. */
const local = (urn: string): string => urn.split("::").slice(2).join("::");

/** The aliases in the same stack and project: in another one, no resource is found by them. */
function aliasesOf(urn: string, aliases: readonly string[] = []): string[] {
  const [stack = "", project = ""] = urn.split("::");
  return aliases.filter((alias) => alias.startsWith(`${stack}::${project}::`)).map(local);
}

/** The committed URNs. */
export const committedUrns = (): Urns => JSON.parse(readFileSync(URNS_PATH, "utf8")) as Urns;

/** What became of the committed URNs: those that nothing stands for any more, and those that are not in the list yet. */
export function changes(committed: Urns, made: Made): { gone: string[]; added: string[] } {
  const names = [...new Set([...Object.keys(committed), ...Object.keys(made)])];
  const of = (program: string) => made[program] ?? new Map<string, readonly string[]>();
  return {
    gone: names.flatMap((program) => {
      const standsFor = new Set([...of(program)].flat(2));
      return (committed[program] ?? []).filter((urn) => !standsFor.has(urn));
    }),
    added: names.flatMap((program) =>
      [...of(program).keys()].filter((urn) => !(committed[program] ?? []).includes(urn)),
    ),
  };
}

async function write(): Promise<void> {
  const [committed, made] = [committedUrns(), await madeUrns()];
  const { gone } = changes(committed, made);
  const urns = Object.fromEntries(
    [...new Set([...Object.keys(made), ...Object.keys(committed)])].map((program) => [
      program,
      [...new Set([...(committed[program] ?? []), ...(made[program]?.keys() ?? [])])].sort(),
    ]),
  );
  writeFileSync(URNS_PATH, `${JSON.stringify(urns, undefined, 2)}\n`);
  console.log(`${Object.values(urns).flat().length} URNs are in tests/urns.json.`);
  if (gone.length === 0) return;
  console.error(
    `Nothing stands for these any more, so that users' resources are deleted:\n${gone.join("\n")}\n` +
      "Give what took their place an alias (`aliases` of its options), or take them out of the list if they are to be deleted.",
  );
  process.exitCode = 1;
}

if (require.main === module) void write();
