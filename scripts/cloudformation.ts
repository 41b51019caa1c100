// Writes what programs would make as CloudFormation templates, for tools that check templates:
// node -r ./scripts/register-typescript.cjs scripts/cloudformation.ts <folder for the templates> [<program>…]
// Without programs it takes every example.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { planProgram } from "../cli/program/plan-program";
import { renderTemplate } from "./cloudformation/render";

const root = join(__dirname, "..");

/** Examples whose programs are elsewhere, or that this Node.js process does not run: other languages, and parts of one program. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = { "two-stacks": ["platform", "model"] };

/** The programs of the examples in TypeScript, with what each refers to. */
export function examplePrograms(): readonly {
  name: string;
  program: string;
  references: readonly string[];
}[] {
  const folder = join(root, "examples");
  return readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .flatMap(({ name }) => {
      const parts = EXAMPLES[name] ?? [""];
      return parts.flatMap((part, index) => {
        const program = join(folder, name, part);
        if (!readdirSync(program).includes("index.ts")) return [];
        const references = parts.slice(0, index).map((each) => join(folder, name, each));
        return [{ name: part === "" ? name : `${name}-${part}`, program, references }];
      });
    });
}

/**
 * Writes the templates of programs into a folder, those of all examples in TypeScript by default.
 * @returns the number of resources in each
 * @throws Error for a type that has no rendering
 */
export async function writeTemplates(
  folder: string,
  programs: readonly string[] = [],
): Promise<ReadonlyMap<string, number>> {
  mkdirSync(folder, { recursive: true });
  const chosen =
    programs.length === 0
      ? examplePrograms()
      : programs.map((program) => ({ name: basename(program), program, references: [] }));
  const counts = new Map<string, number>();
  for (const { name, program, references } of chosen) {
    const { graph } = await planProgram({
      program,
      stack: undefined,
      config: {},
      references: references.map((path) => ({ stack: undefined, path })),
      warn: () => undefined,
    });
    const { template, unknownTypes } = renderTemplate(graph);
    if (unknownTypes.length > 0) {
      throw new Error(`${name} has types without a rendering: ${unknownTypes.join(", ")}`);
    }
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(template, null, 2)}\n`);
    counts.set(name, Object.keys(template.Resources).length);
  }
  return counts;
}

async function main([folder, ...programs]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error("name the folder for the templates");
  for (const [name, count] of await writeTemplates(folder, programs)) {
    console.log(`${name}: ${count} resources`);
  }
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
