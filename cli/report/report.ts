import * as pulumi from "@pulumi/pulumi";
import {
  Status,
  type Evidence,
  type Level,
  type Outcome,
  type Requirement,
  type Severity,
} from "../../policies";
import { printableLines } from "../../registry-client";
import type { RecordedResource, ResourceGraph } from "../../testing";
import type { CostEstimate } from "../cost/estimate";
import type { PullResult } from "../local/pull/pull-result";
import type { ServeResult } from "../local/container/serve-result";
import type { SkippedStep } from "./steps";
import type { UnansweredLookup } from "../program/lookups";
import { hintOf, locationOf } from "../program/error-location";

/** The replacement of secrets in reports. */
export const SECRET = "[secret]";

/** The report of a rehearsal. */
export interface Report {
  readonly resources: readonly ReportedResource[];
  readonly requirements: readonly ReportedRequirement[];
  /** The program's outputs; secrets as `[secret]`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The program's lookups without an answer; absent where there are none. */
  readonly lookups?: readonly UnansweredLookup[];
  /** The result of the pull; absent where it did not run. */
  readonly pull?: PullResult;
  /** The result of starting the pulled image; absent where it did not run. */
  readonly serve?: ServeResult;
  /** The skipped steps; absent where none was skipped. */
  readonly skipped?: readonly SkippedStep[];
  /** The monthly cost of the idle plan, from list prices; absent where the program failed. */
  readonly cost?: CostEstimate;
  /** The program's error; absent where it succeeded. */
  readonly error?: ReportedError;
}

/** One resource of the program. */
export interface ReportedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The URN of the parent, or `null`. */
  readonly parent: string | null;
  /** Whether the program only reads what exists. */
  readonly read: boolean;
  /** The inputs; secrets as `[secret]`. */
  readonly inputs: unknown;
}

/** One requirement with its result. */
export interface ReportedRequirement {
  readonly id: string;
  readonly title: string;
  /** Whether it is met, or does not apply. */
  readonly passed: boolean;
  readonly status: Status;
  /** Whether it is required or advice. */
  readonly level: Level;
  /** Its severity where it is not met. */
  readonly severity: Severity;
  /** Its status after severities: `warned` where it is not met or unknown, but accepted. */
  readonly outcome: Outcome;
  readonly evidence: readonly Evidence[];
}

/** The error of a program. */
export interface ReportedError {
  readonly message: string;
  /** The problems of all arguments; empty for other errors. */
  readonly problems: readonly { readonly propertyPath: string; readonly reason: string }[];
  /** Where in the program it was thrown, for example `/programs/index.ts:3`; absent where it is unknown. */
  readonly place?: string;
  /** A possible cause, as a sentence; absent where it is unknown. */
  readonly hint?: string;
}

/** Whether a program creates no resources, apart from stack references and providers. */
export function makesNothing({ resources }: Report): boolean {
  return resources.every(({ type, read }) => read || type.startsWith("pulumi:"));
}

/** Whether no requirement applies to a program. */
export function judgesNothing({ requirements }: Report): boolean {
  return requirements.every(({ status }) => status === Status.NotApplicable);
}

/** Creates the report of a program, without its secrets. */
export async function makeReport(
  graph: ResourceGraph,
  requirements: readonly Requirement[],
): Promise<Report> {
  const files = await assetsOf(graph);
  const report: Report = {
    resources: graph.resources.map((resource) => ({
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      parent: resource.parent ?? null,
      read: resource.read,
      inputs: redacted(resource.inputs, new Set(resource.secretPaths), files),
    })),
    requirements: requirements.map(({ id, title, status, level, severity, outcome, evidence }) => ({
      id,
      title,
      passed: status === Status.Passed || status === Status.NotApplicable,
      status,
      level,
      severity,
      outcome,
      evidence,
    })),
    outputs: Object.fromEntries(
      Object.entries(graph.outputs).map(([name, { value, secret }]) => [
        name,
        secret ? SECRET : redacted(value, new Set(), files),
      ]),
    ),
  };
  return withoutSecrets(report, graph);
}

/** Replaces the secrets of a program in a value by `[secret]`. */
export function withoutSecrets<T>(value: T, graph: ResourceGraph): T {
  return without(value, secretTexts(graph)) as T;
}

/** A value for JSON: with secrets replaced, and files by their paths. */
function redacted(
  value: unknown,
  secretPaths: ReadonlySet<string>,
  files: ReadonlyMap<object, unknown>,
  path = "",
): unknown {
  if (secretPaths.has(path)) return SECRET;
  if (Array.isArray(value)) {
    return value.map((item, index) => redacted(item, secretPaths, files, `${path}[${index}]`));
  }
  if (value === null || typeof value !== "object") return value;
  if (isAsset(value)) return files.get(value) ?? "[asset]";
  if (pulumi.Resource.isInstance(value)) return "[resource]";
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      redacted(field, secretPaths, files, path === "" ? key : `${path}.${key}`),
    ]),
  );
}

function isAsset(value: object): boolean {
  return pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value);
}

/** The files and archives of a plan for the report: the SDK has their paths as promises. */
async function assetsOf(graph: ResourceGraph): Promise<ReadonlyMap<object, unknown>> {
  const found = new Map<object, unknown>();
  const collect = async (value: unknown): Promise<void> => {
    if (value === null || typeof value !== "object" || pulumi.Resource.isInstance(value)) return;
    if (isAsset(value)) found.set(value, await asset(value));
    else await Promise.all(Object.values(value).map(collect));
  };
  await Promise.all(graph.resources.map(({ inputs }) => collect(inputs)));
  await Promise.all(Object.values(graph.outputs).map(({ value }) => collect(value)));
  return found;
}

async function asset(value: object): Promise<unknown> {
  const { path, uri, text, assets } = value as {
    path?: Promise<string>;
    uri?: Promise<string>;
    text?: Promise<string>;
    assets?: Promise<Record<string, object>>;
  };
  if (path !== undefined) return { path: await path };
  if (uri !== undefined) return { uri: await uri };
  if (text !== undefined) return { text: await text };
  const entries = Object.entries((await assets) ?? {});
  return Object.fromEntries(
    await Promise.all(entries.map(async ([name, each]) => [name, await asset(each)] as const)),
  );
}

/** Shorter texts may occur by chance. */
const SHORTEST_SECRET = 6;

/**
 * The texts that a program marks as secret, the longest first: they must not turn up anywhere else either. What is secret
 * only because something else in the same property is, as the other variables of an environment, does not count.
 */
function secretTexts(graph: ResourceGraph): readonly string[] {
  const values = [
    ...Object.values(graph.outputs).flatMap(({ secret, value }) => (secret ? [value] : [])),
    ...graph.resources.flatMap((resource) => resource.secretPaths.map((path) => at(resource, path))),
  ];
  const texts = values.filter(
    (value): value is string => typeof value === "string" && value.length >= SHORTEST_SECRET,
  );
  return [...new Set(texts)].sort((one, other) => other.length - one.length);
}

/** The input at a path, as `environment.variables.TOKEN` or `users[0]`. */
function at({ inputs }: RecordedResource, path: string): unknown {
  const walk = (value: unknown, rest: string): unknown => {
    if (rest === "" || value === null || typeof value !== "object") return value;
    // A key may hold dots itself.
    const key = Object.keys(value)
      .map((each) => (Array.isArray(value) ? `[${each}]` : each))
      .filter((each) => rest === each || rest.startsWith(`${each}.`) || rest.startsWith(`${each}[`))
      .sort((a, b) => b.length - a.length)[0];
    if (key === undefined) return undefined;
    const next = (value as Record<string, unknown>)[Array.isArray(value) ? key.slice(1, -1) : key];
    return walk(next, rest.slice(key.length).replace(/^\./, ""));
  };
  return walk(inputs, path);
}

function without(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") {
    return secrets.reduce((text, secret) => text.replaceAll(secret, SECRET), value);
  }
  if (Array.isArray(value)) return value.map((item) => without(item, secrets));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, without(field, secrets)]));
}

/** Describes a program's error without a stack trace. */
export function describeError(error: unknown): ReportedError {
  if (pulumi.InputPropertiesError.isInstance(error)) {
    // A program's package has classes of its own.
    const { problems = error.errors } = error as { problems?: ReportedError["problems"] };
    return { message: error.message, problems, ...hinted(error) };
  }
  const place = locationOf(error);
  return {
    message: error instanceof Error ? error.message : String(error),
    problems: [],
    ...(place === undefined ? {} : { place }),
    ...hinted(error),
  };
}

function hinted(error: unknown): { readonly hint?: string } {
  const hint = hintOf(error);
  return hint === undefined ? {} : { hint };
}

/** Prints a program's error. */
export function printError({ message, problems, place, hint }: ReportedError): string {
  const lines = [
    `error: ${message}`,
    ...problems
      .filter(({ reason }) => !message.includes(reason))
      .map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`),
    ...(place === undefined ? [] : [`  thrown at ${place}`]),
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ];
  return `${lines.map(printableLines).join("\n")}\n`;
}
