import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { judge, withFacts, type Facts, type Settings } from "../../policies";
import type { RecordedCall } from "../../plan/graph";
import { ResourceGraph, type RecordedOutput, type RecordOptions } from "../../testing";
import { estimateCost } from "../cost/estimate";
import { factsIn } from "./facts";
import { answerTo, describeUnanswered, unansweredIn } from "./lookups";
import { REHEARSAL_FILE } from "./rehearsal-settings";
import { runProgram } from "./run-program";
import { findProject, type Project } from "./project";
import { makeReport, withoutSecrets, type Report } from "../report/report";
import { rememberHint } from "./error-location";

/** The settings of a plan. */
export interface PlanOptions {
  /** The program's file or folder. */
  readonly program: string;
  readonly stack: string | undefined;
  readonly config: Readonly<Record<string, string>>;
  /** The sources of the outputs of referenced stacks. */
  readonly references: readonly Reference[];
  /** Files with facts on resources outside the program, in the form of the AWS CLI. Default: none. */
  readonly facts?: readonly string[];
  /** The severities of requirements, and which may be unknown. Default: none. */
  readonly settings?: Settings;
  /** Called with warnings. */
  readonly warn: (message: string) => void;
}

/** The source of the outputs of a stack. */
export interface Reference {
  /** The stack's name in the program; `undefined` for every stack without a reference of its own. */
  readonly stack: string | undefined;
  /** A program to rehearse first, or a JSON file of outputs, as `pulumi stack output --json` prints them. */
  readonly path: string;
}

/** A planned program with its report. */
export interface Rehearsal {
  readonly project: Project;
  /** The resources of the program and of the programs that it references. */
  readonly graph: ResourceGraph;
  /** The graph with the facts. */
  readonly known: ResourceGraph;
  readonly report: Report;
}

/**
 * Plans a program without a cloud, and checks the plan against the requirements. Referenced programs are planned
 * first, and their resources are part of the plan.
 * @throws whatever a program throws, ProgramNotFoundError, and InputFileError for facts that cannot be used
 */
export async function planProgram(options: PlanOptions): Promise<Rehearsal> {
  const facts = factsIn(options.facts ?? []);
  const project = findProject(options.program, { stack: options.stack, config: options.config });
  warnOfStandIns(project, options.warn);
  const sources = await inTurn(options.references, (reference) => outputsOf(reference, options, facts));
  const graph = await runWith(project, sources, facts);
  const whole = new ResourceGraph(
    [...sources.flatMap(({ graph: other }) => other?.resources ?? []), ...graph.resources],
    [...sources.flatMap(({ graph: other }) => other?.calls ?? []), ...graph.calls],
    graph.outputs,
  );
  const known = withFacts(whole, facts);
  const lookups = unansweredIn(dirname(project.file), graph.calls);
  const report = {
    ...(await makeReport(graph, judge(known, options.settings))),
    ...(lookups.length === 0 ? {} : { lookups }),
    cost: estimateCost(whole),
  };
  // Also the secrets of referenced programs.
  return { project, graph: whole, known, report: withoutSecrets(report, whole) };
}

/** Runs a program that may reference stacks. */
async function runWith(project: Project, sources: readonly Source[], facts: Facts): Promise<ResourceGraph> {
  let unknownStack: Error | undefined;
  const calls: RecordedCall[] = [];
  try {
    return await runProgram(project, {
      ...lookupsOf(project, facts),
      onCall: (call) => void calls.push(call),
      stackOutputs: (stack) => {
        const source =
          sources.find((each) => each.stack === stack) ?? sources.find((each) => each.stack === undefined);
        if (source !== undefined) return source.outputs;
        unknownStack = new Error(
          `the program references the stack "${stack}": add --reference ${stack}=<its program, or a JSON file of its outputs>`,
        );
        throw unknownStack;
      },
    });
  } catch (error) {
    const lookups = unansweredIn(dirname(project.file), calls);
    if (lookups.length > 0) rememberHint(error, describeUnanswered(lookups));
    // The SDK would report it as an error of the resource with this input.
    throw unknownStack ?? error;
  }
}

interface Source {
  readonly stack: string | undefined;
  readonly outputs: Readonly<Record<string, RecordedOutput>>;
  readonly graph: ResourceGraph | undefined;
}

/** The answers to a program's lookups: those in `rehearsal.json` first, then the facts. */
function lookupsOf(
  { preparation }: Project,
  { resources, lookups }: Facts,
): Pick<RecordOptions, "answer" | "known"> {
  return {
    known: [...resources, ...lookups],
    answer: (token, inputs) => answerTo(preparation.lookups, token, inputs),
  };
}

async function outputsOf(
  { stack, path }: Reference,
  { config, warn }: PlanOptions,
  facts: Facts,
): Promise<Source> {
  if (path.endsWith(".json")) return { stack, outputs: readOutputs(path), graph: undefined };
  const other = findProject(path, { stack: undefined, config });
  warnOfStandIns(other, warn);
  const graph = await runProgram(other, lookupsOf(other, facts));
  return { stack, outputs: graph.outputs, graph };
}

/** In sequence: the SDK supports one deployment in a process. */
async function inTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}

function readOutputs(path: string): Readonly<Record<string, RecordedOutput>> {
  const outputs = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value, secret: false }]));
}

function warnOfStandIns(
  { encryptedConfig, missingConfig, stack }: Project,
  warn: (message: string) => void,
): void {
  for (const key of encryptedConfig) {
    warn(
      `the configuration ${key} is encrypted, so a placeholder is used; pass another value with --config ${key}=…`,
    );
  }
  for (const key of missingConfig) {
    warn(
      `the stack ${stack} has no ${key}, so the value in ${REHEARSAL_FILE} is used; run \`pulumi config set ${key} …\` before \`pulumi up\``,
    );
  }
}
