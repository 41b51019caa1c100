import { EXIT, type Exit } from "../exit";
import { ProgramNotFoundError } from "../program-not-found";
import { rehearse, type RehearsalOptions } from "../rehearse";
import { describeError, printError } from "../report";
import { type Architecture } from "./architecture";
import { architectureOf } from "./build-architecture";
import type { Format } from "./formats";
import { toMermaid } from "./mermaid";
import { toSvg } from "./picture/svg";

/** What the user asks of `graph`. */
export interface GraphCommand extends RehearsalOptions {
  readonly format: Format;
}

/**
 * Prints the architecture of a program to standard output, all else to standard error.
 * @throws ProgramNotFoundError where there is no program
 */
export async function graphCommand({ format, ...options }: GraphCommand): Promise<Exit> {
  try {
    const { project, known } = await rehearse(options);
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
