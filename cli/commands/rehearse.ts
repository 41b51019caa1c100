import type { Settings } from "../../policies";
import { printableJson, printableValues } from "../../registry-client";
import { EXIT, type Exit } from "../exit-status";
import { rehearse, type RehearsalOptions } from "../local/rehearse";
import type { Progress } from "../report/progress";
import { InputFileError } from "../program/input-file";
import { ProgramNotFoundError } from "../program/program-not-found";
import { titleOf } from "../program/project";
import { describeError, judgesNothing, makesNothing, printError, type Report } from "../report/report";
import { PageError, pageOf, pageOfFailure, writePage } from "../graph/page/write-page";
import { printSummary } from "../report/print-summary";
import { printReport } from "../report/print-report";
import { textFormatFor } from "../report/text-format";

/** The settings of the command `rehearse`. */
export interface RehearseCommand extends Omit<RehearsalOptions, "progress" | "warn"> {
  /** Whether to print only the report, as JSON. */
  readonly json: boolean;
  /** Whether to print every resource and requirement. */
  readonly verbose: boolean;
  /** The file of the HTML page. Default: none. */
  readonly html: string | undefined;
  readonly progress: Progress;
}

/**
 * Rehearses a program: prints the report to standard output, everything else to standard error.
 * @throws ProgramNotFoundError where there is no program
 */
export async function rehearseCommand(command: RehearseCommand): Promise<Exit> {
  const { json, verbose, html, progress, ...options } = command;
  try {
    const rehearsal = await rehearse({
      ...options,
      progress: (step, message) => progress.step(step, message),
      warn: (message) => progress.warn(message),
    });
    progress.end();
    const { project, report } = rehearsal;
    const title = titleOf("Rehearsal", project);
    const layout = textFormatFor(process.stdout, process.env);
    const print = verbose ? printReport : printSummary;
    process.stdout.write(`${json ? printableJson(report) : print(title, printableValues(report), layout)}\n`);
    if (html !== undefined) await writePage(html, pageOf(rehearsal));
    return exitStatus(report, options.settings);
  } catch (error) {
    progress.end();
    if (error instanceof ProgramNotFoundError) throw error;
    if (error instanceof PageError) return fail(error, false);
    const status = fail(error, json);
    if (html !== undefined && !(error instanceof InputFileError)) await writeFailure(html, options, error);
    return status;
  }
}

/** Writes the page of a program that failed. */
async function writeFailure(
  file: string,
  options: Pick<RehearseCommand, "program" | "stack" | "config">,
  error: unknown,
): Promise<void> {
  try {
    await writePage(file, pageOfFailure(options, describeError(error)));
  } catch (another) {
    fail(another, false);
  }
}

/**
 * 1 where anything failed; 2 where nothing failed but a requirement is unknown, or none applies; otherwise 0. Warnings and
 * accepted unknown requirements do not count.
 */
export function exitStatus(report: Report, { allowUnknown }: Settings = {}): Exit {
  const { requirements, pull, serve } = report;
  const hasFailed = ({ status }: { readonly status: string }): boolean => status === "failed";
  if (
    requirements.some(({ outcome }) => outcome === "failed") ||
    pull?.actions.some(hasFailed) ||
    serve?.status === "failed"
  ) {
    return EXIT.failed;
  }
  if (makesNothing(report)) return EXIT.unknown;
  if (judgesNothing(report) && allowUnknown !== "all") return EXIT.unknown;
  return requirements.some(({ outcome }) => outcome === "unknown") ? EXIT.unknown : EXIT.ok;
}

/** Prints the error of a program that failed. */
function fail(error: unknown, json: boolean): Exit {
  const described = describeError(error);
  process.stderr.write(printError(described));
  if (json) {
    const report: Report = { resources: [], requirements: [], outputs: {}, error: described };
    process.stdout.write(`${printableJson(report)}\n`);
  }
  return error instanceof InputFileError ? EXIT.usage : EXIT.failed;
}
