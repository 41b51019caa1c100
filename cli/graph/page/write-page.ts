import { writeFile } from "node:fs/promises";
import { estimateCost } from "../../cost/estimate";
import { findProject } from "../../program/project";
import type { Rehearsal, PlanOptions } from "../../program/plan-program";
import type { ReportedError } from "../../report/report";
import { renderPage, type Page } from "./page";
import { versionsFor } from "./versions";

/** A page that could not be written. */
export class PageError extends Error {
  override readonly name = "PageError";
}

/** The page of a rehearsal, with what the plan costs. */
export function pageOf({ project, graph, known, report }: Rehearsal): Page {
  return {
    project,
    report: { ...report, cost: report.cost ?? estimateCost(graph) },
    graph: known,
    versions: versionsFor(project.file),
    generatedAt: new Date(),
  };
}

/** The page of a program that did not come to its end: it tells why. */
export function pageOfFailure(
  { program, stack, config }: Pick<PlanOptions, "program" | "stack" | "config">,
  error: ReportedError,
): Page {
  const project = findProject(program, { stack, config });
  return {
    project,
    report: { resources: [], requirements: [], outputs: {}, error },
    versions: versionsFor(project.file),
    generatedAt: new Date(),
  };
}

/**
 * Writes what a rehearsal found as one HTML page.
 * @throws PageError where the file cannot be written
 */
export async function writePage(file: string, page: Page): Promise<void> {
  const text = await renderPage(page);
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new PageError(
      `the page cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
