import { text } from "node:stream/consumers";
import { judge, readState, StateError, withFacts, type Settings } from "../../policies";
import { printableJson, printableValues } from "../../registry-client";
import type { ResourceGraph } from "../../testing";
import { exitStatus } from "./rehearse";
import { EXIT, type Exit } from "../exit-status";
import { factsIn } from "../program/facts";
import { InputFileError, readInputFile } from "../program/input-file";
import { count, textFormatFor, painter, type TextFormat } from "../report/text-format";
import {
  describeError,
  makeReport,
  makesNothing,
  printError,
  withoutSecrets,
  type Report,
} from "../report/report";
import { printRequirement } from "../report/print-report";
import { combinedStatus, tally } from "../report/statuses";
import { heading, printConclusion } from "../report/print-steps";

/** The settings of the command `check`. */
export interface CheckCommand {
  /** Files that `pulumi stack export` wrote; `-` for standard input. */
  readonly states: readonly string[];
  /** Files of what the user knows of what no stack makes, as AWS's command line prints it. */
  readonly facts: readonly string[];
  /** What requirements count as, and which may be unknown. */
  readonly settings: Settings;
  /** Whether to print only the report, as JSON. */
  readonly json: boolean;
  /** Whether to print what was found about every requirement. */
  readonly verbose: boolean;
}

/** Checks deployed stacks against the requirements, and prints what was found. */
export async function checkCommand({ states, facts, settings, json, verbose }: CheckCommand): Promise<Exit> {
  try {
    const known = factsIn(facts);
    const graph = await graphOf(states);
    const requirements = judge(withFacts(graph, known), settings);
    const report = withoutSecrets(await makeReport(graph, requirements), graph);
    const layout = textFormatFor(process.stdout, process.env);
    const title = `Check of ${states.map((file) => (file === "-" ? "standard input" : file)).join(", ")}`;
    process.stdout.write(
      `${json ? printableJson(report) : print(title, printableValues(report), layout, verbose)}\n`,
    );
    return exitStatus(report, settings);
  } catch (error) {
    process.stderr.write(printError(describeError(error)));
    return error instanceof InputFileError ? EXIT.usage : EXIT.failed;
  }
}

async function graphOf(files: readonly string[]): Promise<ResourceGraph> {
  const documents: unknown[] = [];
  for (const file of files) {
    const document = file === "-" ? parsed(await text(process.stdin)) : readInputFile(file);
    // One after the other, so that a mistake names its file.
    try {
      readState([document]);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      throw new InputFileError(file === "-" ? "standard input" : file, [{ path: "", reason: error.message }]);
    }
    documents.push(document);
  }
  return readState(documents);
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input) as unknown;
  } catch (error) {
    const reason = `it is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputFileError("standard input", [{ path: "", reason }]);
  }
}

function print(title: string, report: Report, layout: TextFormat, verbose: boolean): string {
  const paint = painter(layout);
  const { resources, requirements } = report;
  const shown = verbose
    ? requirements
    : requirements.filter(({ outcome }) => ["failed", "unknown", "warned"].includes(outcome));
  return [
    paint("bold", title),
    "",
    heading("passed", "State", count(resources.length, "resource"), layout),
    heading(combinedStatus(requirements), "Check", `requirements: ${tally(requirements)}`, layout),
    ...shown.flatMap((requirement) =>
      printRequirement(
        verbose
          ? requirement
          : {
              ...requirement,
              evidence: requirement.evidence.filter(({ status }) => status === requirement.status),
            },
        layout,
        paint,
      ),
    ),
    "",
    ...(makesNothing(report)
      ? [paint("yellow", "The stack has no resources, so no requirement was checked.")]
      : printConclusion(report, layout)),
  ].join("\n");
}
