import { groupEvidence, type EvidenceGroup } from "./evidence-groups";
import { tally } from "./statuses";
import { arrow, count, MARKS, painter, shorten, wrap, type TextFormat, type Paint } from "./text-format";
import type { Report, ReportedRequirement, ReportedResource } from "./report";
import { printPull, printServe, printSkipped, printConclusion } from "./print-steps";

/** Prints a report: the resources as a tree, each requirement with its evidence, and the outputs. */
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
    ...printConclusion(report, layout),
  ].join("\n");
}

/** The note on outputs. */
export const MADE_UP = "ids, ARNs and digests are placeholders, because nothing is deployed";

/** The number of resources that are components or providers. */
export function components(number: number): string {
  return number === 0
    ? ""
    : `, ${number} of them ${number === 1 ? "a component or provider" : "components or providers"}`;
}

/** The resources as a tree, in the order of the program. */
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

/** Components in the order of the program, then other resources by type and name. */
function sorted(resources: readonly ReportedResource[]): readonly ReportedResource[] {
  const rank = ({ type, name }: ReportedResource) => (isComponent(type) ? "" : `${shortType(type)} ${name}`);
  return [...resources].sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** Whether a type is a component or a provider: only resources of providers have a folder in their type. */
export function isComponent(type: string): boolean {
  return !/^\w+:[^:]*\/[^:]*:/.test(type);
}

/** A type in the form of programs: `aws:ec2/securityGroup:SecurityGroup` is `aws.ec2.SecurityGroup`. */
export function shortType(type: string): string {
  const [scope = "", module = "", name = ""] = type.split(":");
  const folder = module.split("/")[0] ?? "";
  return [scope, folder, name].filter((part) => part !== "" && part !== "index").join(".");
}

/** Prints a requirement with its evidence. */
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
    ...groupEvidence(requirement.evidence).flatMap((each) => printEvidence(each, requirement, layout, paint)),
  ];
}

function printEvidence(
  { evidence, names }: EvidenceGroup,
  { status, outcome }: Pick<ReportedRequirement, "status" | "outcome">,
  layout: TextFormat,
  paint: Paint,
): readonly string[] {
  // Evidence against a requirement of severity warning is a warning.
  const { mark, style } = MARKS[evidence.status === status ? outcome : evidence.status];
  const subject =
    evidence.resource === undefined ? "" : `${names.join(", ")} (${shortType(evidence.resource.type)}): `;
  // Evidence with the requirement's status needs no mark of its own.
  const ownMark = evidence.status === status && outcome !== "failed" ? "·" : mark;
  const [first = "", ...rest] = wrap(subject + shorten(evidence.seen), layout.width - 8);
  const dim = evidence.status === "passed" || evidence.status === "not-applicable";
  const body = (line: string) => (dim ? paint("dim", line) : line);
  return [
    `    ${paint(style, ownMark)} ${body(first)}`,
    ...rest.map((line) => `      ${body(line)}`),
    ...(evidence.remedy === undefined ? [] : arrow(shorten(evidence.remedy), layout)),
  ];
}

/** Prints the outputs, one in a line. */
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

/** The type of an output's value in TypeScript. */
function typeOf(value: unknown): string {
  if (value === undefined || value === null) return "undefined";
  if (Array.isArray(value)) {
    const types = [...new Set(value.map(typeOf))];
    return types.length === 0 ? "[]" : types.length === 1 ? `${types[0]}[]` : `(${types.join(" | ")})[]`;
  }
  return typeof value;
}
