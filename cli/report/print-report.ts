import type { Evidence, Outcome } from "../../policies";
import { count, MARKS, painter, shorten, wrap, type TextFormat, type Paint } from "./text-format";
import type { Report, ReportedRequirement, ReportedResource } from "./report";
import { printPull, printServe, printSkipped, printVerdict } from "./print-steps";

export { textFormatFor, wrap, type TextFormat } from "./text-format";

/** Prints a report for people: the resources as a tree, each requirement with what was seen, and the outputs. */
export function printReport(title: string, report: Report, layout: TextFormat): string {
  const paint = painter(layout);
  const skipped = printSkipped(report, layout);
  const heading = (name: string, detail: string) =>
    `${paint("bold", name)}${detail === "" ? "" : paint("dim", `  ${detail}`)}`;
  const custom = report.resources.filter(({ type }) => !isComponent(type)).length;
  return [
    paint("bold", title),
    "",
    heading(
      "Resources",
      count(report.resources.length, "resource") + components(report.resources.length - custom),
    ),
    ...tree(report.resources, paint).map((line) => `  ${line}`),
    "",
    heading("Requirements", tally(report.requirements)),
    ...report.requirements.flatMap((requirement) => printRequirement(requirement, layout, paint)),
    "",
    heading("Outputs", MADE_UP),
    ...outputs(report, paint).map((line) => `  ${line}`),
    "",
    ...(report.pull === undefined ? [] : [...printPull(report.pull, layout, true), ""]),
    ...(report.serve === undefined ? [] : [...printServe(report.serve, layout), ""]),
    ...(skipped.length === 0 ? [] : [...skipped, ""]),
    ...printVerdict(report, layout),
  ].join("\n");
}

/** What is said of outputs. */
export const MADE_UP = "ids, digests and the like are made up, as nothing is deployed";

/** Says how many of some resources are no provider's. */
export function components(number: number): string {
  return number === 0
    ? ""
    : `, ${number} of them ${number === 1 ? "a component or provider" : "components or providers"}`;
}

/** The resources below their parents, in the order in which the program declares them. */
function tree(resources: readonly ReportedResource[], paint: Paint): readonly string[] {
  if (resources.length === 0) return [paint("dim", "none")];
  const known = new Set(resources.map(({ urn }) => urn));
  const children = new Map<string | null, ReportedResource[]>();
  for (const resource of resources) {
    const parent = resource.parent !== null && known.has(resource.parent) ? resource.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const lines = (parent: string | null, indent: string): readonly string[] => {
    const own = sorted(children.get(parent) ?? []);
    const width = Math.max(...own.map(({ name }) => name.length));
    return own.flatMap((resource, index) => {
      const isLast = index === own.length - 1;
      const below = children.get(resource.urn) ?? [];
      const branch = parent === null ? "" : isLast ? "└─ " : "├─ ";
      const trunk = parent === null ? "" : isLast ? "   " : "│  ";
      const name = resource.name.padEnd(width);
      const note = resource.read ? " (read)" : "";
      return [
        `${paint("dim", indent + branch)}${below.length > 0 ? paint("bold", name) : name}  ${paint("dim", shortType(resource.type) + note)}`,
        ...lines(resource.urn, indent + trunk),
      ];
    });
  };
  return lines(null, "");
}

/** Components as the program declares them, then what they or the program make, by type and name. */
function sorted(resources: readonly ReportedResource[]): readonly ReportedResource[] {
  const rank = ({ type, name }: ReportedResource) => (isComponent(type) ? "" : `${shortType(type)} ${name}`);
  return [...resources].sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** Whether a type is a component or a provider: only resources of providers have a folder in their type. */
export function isComponent(type: string): boolean {
  return !/^\w+:[^:]*\/[^:]*:/.test(type);
}

/** A type as programs write it: `aws:ec2/securityGroup:SecurityGroup` is `aws.ec2.SecurityGroup`. */
export function shortType(type: string): string {
  const [scope = "", module = "", name = ""] = type.split(":");
  const folder = module.split("/")[0] ?? "";
  return [scope, folder, name].filter((part) => part !== "" && part !== "index").join(".");
}

/** A requirement, with what was seen. */
export function printRequirement(
  requirement: ReportedRequirement,
  layout: TextFormat,
  paint: Paint,
): readonly string[] {
  const { outcome } = requirement;
  const { mark, style } = MARKS[outcome];
  const title = `${paint(style, mark)} ${outcome === "failed" ? paint(["bold", "red"], requirement.title) : requirement.title}`;
  return [
    `  ${title}  ${paint("dim", requirement.id)}`,
    ...grouped(requirement.evidence).flatMap((each) => printEvidence(each, requirement, layout, paint)),
  ];
}

/** One thing seen, at all the resources at which it was seen. */
interface SeenAt {
  readonly evidence: Evidence;
  readonly names: readonly string[];
}

function grouped(evidence: readonly Evidence[]): readonly SeenAt[] {
  const groups = new Map<string, SeenAt>();
  for (const each of evidence) {
    const key = [each.status, each.resource?.type, each.seen, each.remedy].join("\n");
    const names = groups.get(key)?.names ?? [];
    groups.set(key, {
      evidence: each,
      names: each.resource === undefined ? names : [...names, each.resource.name],
    });
  }
  return [...groups.values()];
}

function printEvidence(
  { evidence, names }: SeenAt,
  { status, outcome }: Pick<ReportedRequirement, "status" | "outcome">,
  { width }: TextFormat,
  paint: Paint,
): readonly string[] {
  // What is wrong with a requirement that only warns is a warning as well.
  const { mark, style } = MARKS[evidence.status === status ? outcome : evidence.status];
  const subject =
    evidence.resource === undefined ? "" : `${names.join(", ")} (${shortType(evidence.resource.type)}): `;
  // Where all is well, the requirement's own mark says it.
  const ownMark = evidence.status === status && outcome !== "failed" ? "·" : mark;
  const [first = "", ...rest] = wrap(subject + shorten(evidence.seen), width - 8);
  const dim = evidence.status === "passed" || evidence.status === "not-applicable";
  const body = (line: string) => (dim ? paint("dim", line) : line);
  return [
    `    ${paint(style, ownMark)} ${body(first)}`,
    ...rest.map((line) => `      ${body(line)}`),
    ...(evidence.remedy === undefined
      ? []
      : wrap(shorten(evidence.remedy), width - 10).map(
          (line, index) => `      ${paint("cyan", index === 0 ? "→" : " ")} ${paint("cyan", line)}`,
        )),
  ];
}

/** The outputs, a line each. */
export function outputs(report: Report, paint: Paint): readonly string[] {
  const entries = Object.entries(report.outputs);
  if (entries.length === 0) return [paint("dim", "none")];
  const nameWidth = Math.max(...entries.map(([name]) => name.length));
  const typeWidth = Math.max(...entries.map(([, value]) => typeOf(value).length));
  return entries.map(([name, value]) => {
    const shown = typeof value === "string" ? value : (JSON.stringify(value) ?? "not set");
    return `${name.padEnd(nameWidth)}  ${paint("dim", typeOf(value).padEnd(typeWidth))}  ${shown}`;
  });
}

/** The type of an output's value, as TypeScript writes it. */
function typeOf(value: unknown): string {
  if (value === undefined || value === null) return "undefined";
  if (Array.isArray(value)) {
    const types = [...new Set(value.map(typeOf))];
    return types.length === 0 ? "[]" : types.length === 1 ? `${types[0]}[]` : `(${types.join(" | ")})[]`;
  }
  return typeof value;
}

/** How many requirements hold, and how many do not. */
export function tally(requirements: readonly ReportedRequirement[]): string {
  const of = (outcome: Outcome) => requirements.filter((each) => each.outcome === outcome).length;
  return [
    `${of("passed")} passed`,
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("warned") > 0 ? [`${of("warned")} warned`] : []),
    ...(of("unknown") > 0 ? [`${of("unknown")} not known`] : []),
    ...(of("not-applicable") > 0 ? [`${of("not-applicable")} not applicable`] : []),
  ].join(", ");
}
