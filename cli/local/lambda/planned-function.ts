import { fields, text } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";

/** The language of a function that can run on this machine. */
export type Language = "nodejs" | "python";

/** A Lambda function of the plan. */
export interface PlannedFunction {
  /** The logical name. */
  readonly name: string;
  /** The name in AWS. */
  readonly physicalName: string;
  readonly arn: string;
  readonly region: string;
  readonly language: Language;
  /** Its code: a Pulumi archive, or the path of a file that holds all of it. */
  readonly code: unknown;
  /** The handler as Lambda names it, for example `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutInSeconds: number | undefined;
  /** Whether Lambda adds layers to its code, which are not here. */
  readonly hasLayers?: boolean;
}

/** Why a function cannot run on this machine. */
export interface FunctionGap {
  /** The logical name; absent for a function outside the plan. */
  readonly name?: string;
  readonly reason: string;
  readonly remedy: string;
}

const FUNCTION = "aws:lambda/function:Function";
const ALIAS = "aws:lambda/alias:Alias";

/** The function with an ARN (also of a version or alias), or why it cannot run here. */
export function functionWithArn(graph: ResourceGraph, arn: string): PlannedFunction | FunctionGap {
  const alias = graph.byOutput(ALIAS, "arn", arn);
  const resource =
    functions(graph).find(({ outputs }) => outputs.arn === arn || outputs.qualifiedArn === arn) ??
    (alias === undefined ? undefined : named(graph, alias.inputs.functionName)) ??
    named(graph, arn.split(":").slice(0, 7).join(":"));
  return resource === undefined
    ? {
        reason: `The program does not create the function ${arn}, so its code is not here`,
        remedy:
          'Test the function itself: it must answer {"Credentials":{"Username":"…","Password":"…"}}. ' +
          "Before a deployment `doctor` checks the registry's user",
      }
    : planned(resource);
}

/** The function with a name or ARN, if it is in the plan and can run here. */
export function functionWithName(graph: ResourceGraph, name: unknown): PlannedFunction | undefined {
  const resource = named(graph, name);
  const found = resource && planned(resource);
  return found === undefined || isGap(found) ? undefined : found;
}

/** Whether a function cannot run here. */
export function isGap(found: PlannedFunction | FunctionGap): found is FunctionGap {
  return "reason" in found;
}

const functions = (graph: ResourceGraph): readonly RecordedResource[] =>
  graph.ofType(FUNCTION).filter(({ read }) => !read);

function named(graph: ResourceGraph, name: unknown): RecordedResource | undefined {
  return functions(graph).find(({ outputs }) => name === outputs.name || name === outputs.arn);
}

function planned({ inputs, outputs, name }: RecordedResource): PlannedFunction | FunctionGap {
  const gap = (reason: string, remedy: string): FunctionGap => ({
    name,
    reason: `The function ${name} cannot run on this machine: ${reason}`,
    remedy,
  });
  const runtime = text(inputs.runtime) ?? "";
  const [language] = /^(nodejs|python)/.exec(runtime) ?? [];
  if (inputs.packageType === "Image" || inputs.imageUri !== undefined) {
    return gap(
      "it is a container image",
      "Start the image with the Lambda runtime interface emulator, and send it {}",
    );
  }
  if (language === undefined) {
    return gap(
      `its runtime is ${runtime || "not specified"}`,
      "A rehearsal runs Node.js and Python: test the function itself, it must return the credentials",
    );
  }
  if (inputs.code === undefined || inputs.code === null) {
    return gap("its code is in S3", "Pass `code` as an archive: new pulumi.asset.FileArchive(folder)");
  }
  const arn = text(outputs.arn) ?? name;
  const environment = Object.entries(fields(fields(inputs.environment)["variables"])).flatMap(
    ([key, value]) => (typeof value === "string" ? [[key, value] as const] : []),
  );
  return {
    name,
    physicalName: text(outputs.name) ?? name,
    arn,
    region: arn.split(":")[3] ?? "",
    language: language as Language,
    code: inputs.code,
    handler: text(inputs.handler) ?? "",
    environment: Object.fromEntries(environment),
    timeoutInSeconds: typeof inputs.timeout === "number" ? inputs.timeout : undefined,
    hasLayers: Array.isArray(inputs.layers) && inputs.layers.length > 0,
  };
}
