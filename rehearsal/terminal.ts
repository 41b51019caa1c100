import { styleText } from "node:util";
import type { Evidence, Status } from "../policies";
import type { Report, ReportedRequirement, ReportedResource } from "./report";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** How a report is printed. */
export interface Layout {
  /** Whether to use colours. */
  readonly colours: boolean;
  /** The characters in a line; longer words are not broken. */
  readonly width: number;
}

const MARKS: Readonly<Record<Status, { readonly mark: string; readonly style: Style }>> = {
  passed: { mark: "✓", style: "green" },
  failed: { mark: "✗", style: "red" },
  unknown: { mark: "?", style: "yellow" },
  "not-applicable": { mark: "–", style: "dim" },
};

/** The layout for a stream: colours only on a terminal whose user wants them. */
export function layoutFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): Layout {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  const wanted = NO_COLOR === undefined || NO_COLOR === "";
  const able = stream.isTTY === true && TERM !== "dumb";
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  return {
    colours: wanted && (able || forced),
    width: Math.min(Math.max(stream.columns ?? 100, 60), 120),
  };
}

/** Prints a report for people: the resources as a tree, each requirement with what was seen, and the outputs. */
export function printReport(title: string, report: Report, layout: Layout): string {
  const paint: Paint = (style, text) => (layout.colours ? styleText(style, text) : text);
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
    heading("Outputs", ""),
    ...outputs(report, paint).map((line) => `  ${line}`),
    "",
    ...summary(report, layout, paint),
  ].join("\n");
}

function components(number: number): string {
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
function isComponent(type: string): boolean {
  return !/^\w+:[^:]*\/[^:]*:/.test(type);
}

/** A type as programs write it: `aws:ec2/securityGroup:SecurityGroup` is `aws.ec2.SecurityGroup`. */
export function shortType(type: string): string {
  const [scope = "", module = "", name = ""] = type.split(":");
  const folder = module.split("/")[0] ?? "";
  return [scope, folder, name].filter((part) => part !== "" && part !== "index").join(".");
}

function printRequirement(requirement: ReportedRequirement, layout: Layout, paint: Paint): readonly string[] {
  const { mark, style } = MARKS[requirement.status];
  const title = `${paint(style, mark)} ${requirement.status === "failed" ? paint(["bold", "red"], requirement.title) : requirement.title}`;
  return [
    `  ${title}  ${paint("dim", requirement.id)}`,
    ...grouped(requirement.evidence).flatMap((each) =>
      printEvidence(each, requirement.status, layout, paint),
    ),
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
  status: Status,
  { width }: Layout,
  paint: Paint,
): readonly string[] {
  const { mark, style } = MARKS[evidence.status];
  const subject =
    evidence.resource === undefined ? "" : `${names.join(", ")} (${shortType(evidence.resource.type)}): `;
  // Where all is well, the requirement's own mark says it.
  const ownMark = evidence.status === status && status !== "failed" ? "·" : mark;
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

/** Digests with as many digits as tell them apart. */
function shorten(text: string): string {
  return text.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}/g, "sha256:$1…");
}

function outputs(report: Report, paint: Paint): readonly string[] {
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

function tally(requirements: readonly ReportedRequirement[]): string {
  const of = (status: Status) => requirements.filter((each) => each.status === status).length;
  return [
    `${of("passed")} passed`,
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("unknown") > 0 ? [`${of("unknown")} not known`] : []),
    ...(of("not-applicable") > 0 ? [`${of("not-applicable")} not applicable`] : []),
  ].join(", ");
}

function summary({ requirements }: Report, { width }: Layout, paint: Paint): readonly string[] {
  const failed = requirements.filter(({ status }) => status === "failed");
  const unknown = requirements.filter(({ status }) => status === "unknown");
  const ids = (of: readonly ReportedRequirement[]) => of.map(({ id }) => id).join(", ");
  if (failed.length > 0) {
    return wrap(`${count(failed.length, "requirement")} failed: ${ids(failed)}`, width).map((line) =>
      paint(["bold", "red"], line),
    );
  }
  if (unknown.length > 0) {
    return wrap(
      `Nothing fails, but the plan does not tell all: ${ids(unknown)}. --allow-unknown accepts that.`,
      width,
    ).map((line) => paint("yellow", line));
  }
  return [paint(["bold", "green"], "All requirements hold.")];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Breaks a text into lines at its spaces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
