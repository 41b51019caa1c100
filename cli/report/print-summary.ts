import type { Outcome } from "../../policies";
import { count, painter, type TextFormat } from "./text-format";
import { judgesNothing, type Report, type ReportedRequirement } from "./report";
import { components, isComponent, MADE_UP, outputs, printRequirement, tally } from "./print-report";
import { heading, printPull, printServe, printSkipped, printVerdict } from "./print-steps";

/**
 * Prints what a rehearsal came to so that it fits one screen where all is well: each step with its result, and only of
 * what does not hold what was seen.
 */
export function printSummary(title: string, report: Report, layout: TextFormat): string {
  const paint = painter(layout);
  const { resources, requirements, pull, serve } = report;
  const of = (wanted: Outcome) => requirements.filter(({ outcome }) => outcome === wanted);
  const [failed, unknown, warned] = [of("failed"), of("unknown"), of("warned")];
  const held = judgesNothing(report) ? "skipped" : "passed";
  const proved = failed.length > 0 ? "failed" : unknown.length > 0 ? "unknown" : held;
  const made = resources.filter(({ type }) => isComponent(type)).length;
  return [
    paint("bold", title),
    "",
    heading("passed", "Plan", count(resources.length, "resource") + components(made), layout),
    heading(proved, "Prove", `requirements: ${tally(requirements)}`, layout),
    ...failed.flatMap((requirement) => printRequirement(onlyFailed(requirement), layout, paint)),
    ...warned.flatMap((requirement) => printRequirement(onlyFailed(requirement), layout, paint)),
    ...unknown.flatMap((requirement) => printRequirement({ ...requirement, evidence: [] }, layout, paint)),
    ...(pull === undefined ? [] : printPull(pull, layout, false)),
    ...(serve === undefined ? [] : printServe(serve, layout)),
    ...printSkipped(report, layout),
    "",
    `${paint("bold", "Outputs")}${paint("dim", `  ${MADE_UP}`)}`,
    ...outputs(report, paint).map((line) => `  ${line}`),
    ...costLine(report),
    "",
    ...printVerdict(report, layout),
    paint("dim", "--verbose prints every resource and requirement, --json the report for machines."),
  ].join("\n");
}

/** What it costs while it runs idle, in round numbers: `cost` prints the rest. */
function costLine({ cost }: Report): readonly string[] {
  if (cost === undefined) return [];
  const amount = `${Math.round(cost.total)} ${cost.currency}`;
  return ["", `About ${amount} a month while it runs idle, from list prices: \`cost\` says what for.`];
}

function onlyFailed(requirement: ReportedRequirement): ReportedRequirement {
  return { ...requirement, evidence: requirement.evidence.filter(({ status }) => status === "failed") };
}
