import { EXIT, type Exit } from "./exit";
import { ProgramNotFoundError } from "./project";
import { rehearse, type RehearsalOptions } from "./rehearse";
import { describeError, type Report } from "./report";
import { layoutFor, printReport } from "./terminal";

/** What the user asks of `rehearse`. */
export interface RehearseCommand extends RehearsalOptions {
  /** Whether to print only the report, as JSON. */
  readonly json: boolean;
  /** Whether requirements may be unknown. */
  readonly allowUnknown: boolean;
}

/**
 * Rehearses a program and prints what was found: the report to standard output, all else to standard error.
 * @throws ProgramNotFoundError where there is no program
 */
export async function rehearseCommand({ json, allowUnknown, ...options }: RehearseCommand): Promise<Exit> {
  try {
    const { project, report } = await rehearse(options);
    const title = `Rehearsal of ${project.name}, stack ${project.stack}`;
    process.stdout.write(
      json
        ? `${JSON.stringify(report, null, 2)}\n`
        : `${printReport(title, report, layoutFor(process.stdout, process.env))}\n`,
    );
    return exitStatus(report, allowUnknown);
  } catch (error) {
    if (error instanceof ProgramNotFoundError) throw error;
    return fail(error, json);
  }
}

function exitStatus({ requirements }: Report, allowUnknown: boolean): Exit {
  if (requirements.some(({ status }) => status === "failed")) return EXIT.failed;
  const isUnknown = requirements.some(({ status }) => status === "unknown");
  return isUnknown && !allowUnknown ? EXIT.unknown : EXIT.ok;
}

/** Tells of a program that did not come to its end. */
function fail(error: unknown, json: boolean): Exit {
  const described = describeError(error);
  process.stderr.write(`error: ${described.message}\n`);
  for (const { propertyPath, reason } of described.problems) {
    if (!described.message.includes(reason)) process.stderr.write(`  - ${propertyPath}: ${reason}\n`);
  }
  if (json) {
    const report: Report = { resources: [], requirements: [], outputs: {}, error: described };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  }
  return EXIT.failed;
}
