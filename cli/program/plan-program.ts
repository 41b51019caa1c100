import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { judge, withFacts, type Facts, type Settings } from "../../policies";
import type { RecordedCall } from "../../plan/graph";
import { ResourceGraph, type RecordedOutput, type RecordOptions } from "../../testing";
import { estimateCost } from "../cost/estimate";
import { factsIn } from "./facts";
import { answerTo, describeUnanswered, unansweredIn } from "./lookups";
import { PREPARATION_FILE } from "./preparation";
import { runProgram } from "./run-program";
import { findProject, type Project } from "./project";
import { makeReport, withoutSecrets, type Report } from "../report/report";
import { rememberHint } from "./error-location";

/** What is rehearsed, and how. */
export interface PlanOptions {
  /** The program's file or folder. */
  readonly program: string;
  readonly stack: string | undefined;
  readonly config: Readonly<Record<string, string>>;
  /** Where the outputs of stacks that the program refers to come from. */
  readonly references: readonly Reference[];
  /** Files of what the user knows of what the program does not make, as AWS's command line prints it; none by default. */
  readonly facts?: readonly string[];
  /** What requirements count as, and which may be unknown; none by default. */
  readonly settings?: Settings;
  /** Called with what the user should know while the rehearsal runs. */
  readonly warn: (message: string) => void;
}

/** Where the outputs of a stack come from. */
export interface Reference {
  /** The stack's name as the program writes it; `undefined` for every stack that no other reference names. */
  readonly stack: string | undefined;
  /** A program to rehearse first, or a JSON file of outputs, as `pulumi stack output --json` prints them. */
  readonly path: string;
}

/** What a rehearsal found. */
export interface Rehearsal {
  readonly project: Project;
  /** What the program declares, together with what the programs that it refers to do. */
  readonly graph: ResourceGraph;
  /** The graph, together with what the user knows of what no program makes. */
  readonly known: ResourceGraph;
  readonly report: Report;
}

/**
 * Plans a program without a cloud, and holds the plan against the requirements. Programs that it refers to are planned
 * first, and what they declare counts as a part of the plan.
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
  // Also what the programs that it refers to keep secret.
  return { project, graph: whole, known, report: withoutSecrets(report, whole) };
}

/** Runs a program that may refer to stacks. */
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
          `the program refers to the stack "${stack}": add --reference ${stack}=<its program, or a JSON file of its outputs>`,
        );
        throw unknownStack;
      },
    });
  } catch (error) {
    const lookups = unansweredIn(dirname(project.file), calls);
    if (lookups.length > 0) rememberHint(error, describeUnanswered(lookups));
    // The SDK tells of it only in what it says of the resource whose input it was to be.
    throw unknownStack ?? error;
  }
}

interface Source {
  readonly stack: string | undefined;
  readonly outputs: Readonly<Record<string, RecordedOutput>>;
  readonly graph: ResourceGraph | undefined;
}

/** What answers a program's lookups: its `rehearsal.json` first, then what the user knows. */
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

/** One after the other: the SDK holds one deployment a process. */
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
      `the configuration ${key} is encrypted, so that a stand-in is used: --config ${key}=… gives another`,
    );
  }
  for (const key of missingConfig) {
    warn(
      `the stack ${stack} has no ${key}, so that the one in ${PREPARATION_FILE} is used: \`pulumi config set ${key} …\` before \`pulumi up\``,
    );
  }
}
