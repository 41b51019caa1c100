import type { Outcome } from "../../policies";
import { count, painter, type TextFormat } from "./text-format";
import { type Report, type ReportedRequirement } from "./report";
import { components, isComponent, MADE_UP, outputs, printRequirement } from "./print-report";
import { combinedStatus, tally } from "./statuses";
import { heading, printPull, printServe, printSkipped, printConclusion } from "./print-steps";

/** Prints a rehearsal on one screen: each step with its result, and the evidence of requirements that are not met. */
export function printSummary(title: string, report: Report, layout: TextFormat): string {
  const paint = painter(layout);
  const { resources, requirements, pull, serve } = report;
  const of = (wanted: Outcome) => requirements.filter(({ outcome }) => outcome === wanted);
  const [failed, unknown, warned] = [of("failed"), of("unknown"), of("warned")];
  const made = resources.filter(({ type }) => isComponent(type)).length;
  return [
    paint("bold", title),
    "",
    heading("passed", "Plan", count(resources.length, "resource") + components(made), layout),
    heading(combinedStatus(requirements), "Check", `requirements: ${tally(requirements)}`, layout),
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
    ...printConclusion(report, layout),
    paint("dim", "--verbose prints every resource and requirement, --json prints the report as JSON."),
  ].join("\n");
}

/** The monthly cost of the idle plan, rounded. */
function costLine({ cost }: Report): readonly string[] {
  if (cost === undefined) return [];
  const amount = `${Math.round(cost.total)} ${cost.currency}`;
  return [
    "",
    `About ${amount} a month when idle, from list prices of us-east-1; \`cost\` prints the details.`,
  ];
}

function onlyFailed(requirement: ReportedRequirement): ReportedRequirement {
  return { ...requirement, evidence: requirement.evidence.filter(({ status }) => status === "failed") };
}
