import { createHash } from "node:crypto";
import { ResourceGraph, type RecordedOutput, type RecordedResource } from "../graph";
import { fields, list, text, texts } from "../values";
import { effectiveInputs, isCollection } from "./inputs";
import { readValue } from "./values";

const STACK = "pulumi:pulumi:Stack";

/** A state that cannot be read. */
export class StateError extends Error {}

/**
 * Reads what `pulumi stack export` prints, of one stack or of several, as a graph of resources.
 * @param documents the JSON objects that it prints
 * @throws StateError where one of them is something else
 */
export function readState(documents: readonly unknown[]): ResourceGraph {
  const all = documents.flatMap(resourcesIn);
  const stack = all.find(({ type }) => type === STACK);
  return new ResourceGraph(
    all
      // What an update has replaced, and will delete, counts no longer.
      .filter((each) => each.type !== STACK && each.delete !== true)
      .map(resourceOf),
    [],
    Object.fromEntries(
      Object.entries(fields(stack?.outputs)).map(([name, output]): [string, RecordedOutput] => {
        const { value, secretPaths } = readValue(output, "stack", name);
        return [name, { value, secret: secretPaths.length > 0 }];
      }),
    ),
  );
}

type Document = Readonly<Record<string, unknown>>;

function resourcesIn(document: unknown): readonly Document[] {
  const { deployment } = fields(document);
  if (deployment === undefined || deployment === null || typeof deployment !== "object") {
    throw new StateError("it has no deployment: give what `pulumi stack export` prints");
  }
  const { resources = [] } = fields(deployment);
  const found = list(resources);
  if (!Array.isArray(resources) || found.some(({ urn, type }) => !(text(urn) && text(type)))) {
    throw new StateError("its resources have no urn and type: give what `pulumi stack export` prints");
  }
  return found;
}

function resourceOf(resource: Document): RecordedResource {
  const [urn, type] = [String(resource.urn), String(resource.type)];
  const owner = createHash("sha256").update(urn).digest("hex").slice(0, 8);
  const inputs = readValue(fields(resource.inputs), owner);
  const outputs = readValue(fields(resource.outputs), owner);
  const id = text(resource.id);
  const custom = resource.custom === true;
  const effective = custom
    ? effectiveInputs(type, fields(inputs.value), fields(outputs.value))
    : fields(inputs.value);
  return {
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    parent: text(resource.parent)?.includes(`::${STACK}::`) === true ? undefined : text(resource.parent),
    custom,
    read: isIncomplete(resource, type, [...inputs.unknownPaths, ...outputs.unknownPaths], effective),
    inputs: effective,
    secretPaths: [...new Set([...inputs.secretPaths, ...outputs.secretPaths])],
    outputs: { ...fields(outputs.value), ...(id === undefined || id === "" ? {} : { id }) },
    dependencies: texts(resource.dependencies),
    options: {
      provider: text(resource.provider),
      protect: resource.protect === true,
      retainOnDelete: resource.retainOnDelete === true,
      deleteBeforeReplace: false,
      ignoreChanges: [],
    },
  };
}

/** Of what is only read, state tells all of these; of others, such as zones, what belongs to them lies elsewhere. */
const TOLD_ALONE: readonly string[] = [
  "aws:ec2/subnet:Subnet",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:lambda/function:Function",
];

/** Whether not all of a resource is known: it is only read, or a property that holds others is unknown. */
function isIncomplete(
  { external }: Document,
  type: string,
  unknownPaths: readonly string[],
  inputs: Document,
): boolean {
  if (external === true && !TOLD_ALONE.includes(type)) return true;
  return unknownPaths.some((path) => isCollection(path) && typeof inputs[path] === "string");
}
