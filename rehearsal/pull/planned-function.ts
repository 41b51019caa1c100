import { isAbsolute, resolve } from "node:path";
import { fields, text } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";

/** A Lambda function that the plan makes, as far as its running needs it. */
export interface PlannedFunction {
  /** The logical name. */
  readonly name: string;
  /** The name in AWS. */
  readonly physicalName: string;
  readonly arn: string;
  readonly region: string;
  /** The file that holds all its code. */
  readonly file: string;
  /** The export that is called. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutInSeconds: number | undefined;
}

const FUNCTION = "aws:lambda/function:Function";

/** The function with an ARN, if the plan makes it out of one file for Node.js. */
export function functionWithArn(graph: ResourceGraph, arn: string): Promise<PlannedFunction | undefined> {
  return planned(graph.ofType(FUNCTION).find(({ outputs }) => outputs.arn === arn));
}

/** The function with a name or ARN, if the plan makes it out of one file for Node.js. */
export function functionWithName(graph: ResourceGraph, name: unknown): Promise<PlannedFunction | undefined> {
  return planned(graph.ofType(FUNCTION).find(({ outputs }) => name === outputs.name || name === outputs.arn));
}

async function planned(resource: RecordedResource | undefined): Promise<PlannedFunction | undefined> {
  if (resource === undefined) return undefined;
  const { inputs, outputs, name } = resource;
  const [module = "", handler = ""] = (text(inputs.handler) ?? "").split(".");
  const arn = text(outputs.arn);
  const file = await codeFile(inputs.code, `${module}.js`);
  if (arn === undefined || file === undefined || !/^nodejs/.test(text(inputs.runtime) ?? ""))
    return undefined;
  const environment = Object.entries(fields(fields(inputs.environment)["variables"])).flatMap(
    ([key, value]) => (typeof value === "string" ? [[key, value] as const] : []),
  );
  return {
    name,
    physicalName: text(outputs.name) ?? name,
    arn,
    region: arn.split(":")[3] ?? "",
    file,
    handler,
    environment: Object.fromEntries(environment),
    timeoutInSeconds: typeof inputs.timeout === "number" ? inputs.timeout : undefined,
  };
}

/** The path of a file in an archive of files, which the SDK holds as promises. */
async function codeFile(code: unknown, name: string): Promise<string | undefined> {
  const { assets } = (code ?? {}) as { assets?: Promise<Readonly<Record<string, object>>> };
  const file = ((await assets) ?? {})[name];
  return file === undefined ? undefined : pathOfAsset(file);
}

/** The path of a file that a program hands to a resource; `undefined` where it is no file. */
export async function pathOfAsset(asset: unknown, folder = process.cwd()): Promise<string | undefined> {
  const path: unknown = await (asset as { path?: Promise<string> } | undefined)?.path;
  if (typeof path !== "string") return undefined;
  return isAbsolute(path) ? path : resolve(folder, path);
}
