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

/** What stands in a report for a secret. */
export const SECRET = "[secret]";

/** What a rehearsal found, for machines. */
export interface Report {
  readonly resources: readonly ReportedResource[];
  readonly requirements: readonly ReportedRequirement[];
  /** What the program exports; secrets as `[secret]`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The program's lookups that nobody answers; absent where there are none. */
  readonly lookups?: readonly UnansweredLookup[];
  /** What came of pulling the images for real; absent where that was not come to. */
  readonly pull?: PullResult;
  /** What came of starting the pulled image; absent where that was not come to. */
  readonly serve?: ServeResult;
  /** The steps that were left out; absent where none was, or they were not come to. */
  readonly skipped?: readonly SkippedStep[];
  /** What the plan costs a month while nothing happens, from list prices; absent where the program did not come to its end. */
  readonly cost?: CostEstimate;
  /** Why the program did not come to its end; absent where it did. */
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

/** One requirement that the program was held against. */
export interface ReportedRequirement {
  readonly id: string;
  readonly title: string;
  /** Whether nothing is wrong and nothing is unknown. */
  readonly passed: boolean;
  readonly status: Status;
  /** Whether a pull fails where it is not met, or it is only advised. */
  readonly level: Level;
  /** What it counts as where it is not met. */
  readonly severity: Severity;
  /** What its status counts as: `warned` where it is not met or unknown, and may be. */
  readonly outcome: Outcome;
  readonly evidence: readonly Evidence[];
}

/** Why a program did not come to its end. */
export interface ReportedError {
  readonly message: string;
  /** Every argument that is wrong, where that is the reason. */
  readonly problems: readonly { readonly propertyPath: string; readonly reason: string }[];
  /** Where in the program it was thrown, as `/programs/index.ts:3`; absent where that is not known, or says nothing. */
  readonly place?: string;
  /** What may have caused it, as a sentence; absent where nothing is known. */
  readonly hint?: string;
}

/** Whether a program makes nothing: what it reads, stacks that it refers to and providers do not count. */
export function makesNothing({ resources }: Report): boolean {
  return resources.every(({ type, read }) => read || type.startsWith("pulumi:"));
}

/** Whether a program makes nothing that a requirement applies to. */
export function judgesNothing({ requirements }: Report): boolean {
  return requirements.every(({ status }) => status === Status.NotApplicable);
}

/** Makes the report of a program: no secret of it is in there. */
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

/** A value without the texts that a program marks as secret: `[secret]` stands in their place. */
export function withoutSecrets<T>(value: T, graph: ResourceGraph): T {
  return without(value, secretTexts(graph)) as T;
}

/** A value as JSON can hold it: secrets hidden, files by their paths. */
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

/** Every file and archive in a plan, as a report shows it: the SDK holds their paths as promises. */
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

/** Shorter texts are too common to be told apart from the rest. */
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

/** Says why a program did not come to its end, without a stack trace. */
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

/** Why a program did not come to its end, for people. */
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
