// Writes tests/urns.json: the URNs of all that this package's components make in the examples, and in a program that asks for
// every part of an endpoint. A URN that changes is, to Pulumi, another resource: the old one is deleted.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rehearse, type Reference } from "../rehearsal/rehearse";

const root = join(__dirname, "..");
const COMPONENTS = "sagemaker-private-registry:index:";

/** The committed list. */
export const URNS_PATH = join(root, "tests", "urns.json");

/** URNs by program, without stack and project: the types of the parents and the resource, and its name. */
export type Urns = Readonly<Record<string, readonly string[]>>;

const platform: Reference = { stack: undefined, path: join(root, "examples/two-stacks/platform") };
const PROGRAMS: Readonly<Record<string, readonly Reference[]>> = {
  "examples/quickstart": [],
  "examples/existing-registry": [],
  "examples/existing-vpc": [],
  "examples/two-stacks/platform": [],
  "examples/two-stacks/model": [platform],
  "tests/programs/every-part.ts": [],
};

/** The URNs as the programs make them now. */
export async function currentUrns(): Promise<Urns> {
  const urns: Record<string, readonly string[]> = {};
  // One after the other: the Pulumi SDK holds one deployment a process.
  for (const [program, references] of Object.entries(PROGRAMS)) {
    const { graph } = await rehearse({
      program: join(root, program),
      stack: undefined,
      config: {},
      references,
      warn: () => undefined,
    });
    urns[program] = graph.resources
      .map(({ urn }) => urn.split("::").slice(2).join("::"))
      .filter((urn) => urn.includes(COMPONENTS))
      .sort();
  }
  return urns;
}

/** The committed URNs. */
export const committedUrns = (): Urns => JSON.parse(readFileSync(URNS_PATH, "utf8")) as Urns;

if (require.main === module) {
  void currentUrns().then((urns) => {
    writeFileSync(URNS_PATH, `${JSON.stringify(urns, undefined, 2)}\n`);
    console.log(`${Object.values(urns).flat().length} URNs are in tests/urns.json.`);
  });
}
