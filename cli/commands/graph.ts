import { EXIT, type Exit } from "../exit-status";
import { ProgramNotFoundError } from "../program/program-not-found";
import { planProgram, type PlanOptions } from "../program/plan-program";
import { describeError, printError } from "../report/report";
import { type Architecture } from "../graph/architecture";
import { architectureOf } from "../graph/build-architecture";
import type { Format } from "../graph/formats";
import { toMermaid } from "../graph/mermaid";
import { toSvg } from "../graph/picture/svg";

/** The settings of the command `graph`. */
export interface GraphCommand extends PlanOptions {
  readonly format: Format;
}

/**
 * Prints the architecture of a program to standard output, all else to standard error.
 * @throws ProgramNotFoundError where there is no program
 */
export async function graphCommand({ format, ...options }: GraphCommand): Promise<Exit> {
  try {
    const { project, known } = await planProgram(options);
    const title = `Architecture of ${project.name}, stack ${project.stack}`;
    process.stdout.write(await print(architectureOf(known), format, title));
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ProgramNotFoundError) throw error;
    process.stderr.write(printError(describeError(error)));
    return EXIT.failed;
  }
}

async function print(architecture: Architecture, format: Format, title: string): Promise<string> {
  switch (format) {
    case "mermaid":
      return toMermaid(architecture);
    case "svg":
      return toSvg(architecture, title);
    case "json":
      return `${JSON.stringify(architecture, null, 2)}\n`;
  }
}
