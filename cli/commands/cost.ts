import { EXIT, type Exit } from "../exit-status";
import { InputFileError } from "../program/input-file";
import { ProgramNotFoundError } from "../program/program-not-found";
import { titleOf } from "../program/project";
import { planProgram, type PlanOptions } from "../program/plan-program";
import { describeError, printError } from "../report/report";
import { textFormatFor } from "../report/text-format";
import { estimateCost } from "../cost/estimate";
import { LIST_PRICES, readPrices } from "../cost/prices";
import { printCost } from "../cost/print-cost";

/** The settings of the command `cost`. */
export interface CostCommand extends PlanOptions {
  /** The file of the user's own prices. */
  readonly prices: string | undefined;
  /** Whether to print only the estimate, as JSON. */
  readonly json: boolean;
}

/**
 * Plans a program and prints what it would cost a month: the estimate to standard output, all else to standard error.
 * @throws ProgramNotFoundError where there is no program
 */
export async function costCommand({ prices, json, ...options }: CostCommand): Promise<Exit> {
  try {
    const table = prices === undefined ? LIST_PRICES : readPrices(prices);
    const { project, graph } = await planProgram(options);
    const estimate = estimateCost(graph, table);
    const title = `${titleOf("Monthly cost", project)}, when idle`;
    process.stdout.write(
      json
        ? `${JSON.stringify(estimate, null, 2)}\n`
        : `${printCost(title, estimate, textFormatFor(process.stdout, process.env))}\n`,
    );
    return EXIT.ok;
  } catch (error) {
    if (error instanceof ProgramNotFoundError) throw error;
    process.stderr.write(printError(describeError(error)));
    return error instanceof InputFileError ? EXIT.usage : EXIT.failed;
  }
}
