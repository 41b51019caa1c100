import {
  arrow,
  bytes,
  count,
  MARKS,
  painter,
  shorten,
  wrap,
  type Style,
  type TextFormat,
} from "./text-format";
import { describeUnanswered } from "../program/lookups";
import type { PullAction, PulledImage, PullResult } from "../local/pull/pull-result";
import { byImage, type ImageActions, whatWasSkipped } from "../local/pull/result-text";
import { conclude } from "./conclusion";
import type { Report } from "./report";
import type { DisplayStatus } from "./statuses";
import type { ServeResult } from "../local/container/serve-result";

/** The heading of a step: its mark, name and result. */
export function heading(status: DisplayStatus, name: string, detail: string, layout: TextFormat): string {
  const paint = painter(layout);
  const { mark, style } = MARKS[status];
  const title = status === "failed" ? paint(["bold", "red"], name.padEnd(6)) : paint("bold", name.padEnd(6));
  return `${paint(style, mark)} ${title}  ${paint("dim", detail)}`;
}

/**
 * Prints the pull: each action with its duration; with several images, the details of those that failed or warn.
 * @param verbose whether to print observations of passed actions too
 */
export function printPull(pull: PullResult, layout: TextFormat, verbose: boolean): readonly string[] {
  const { actions, registry, requests, images } = pull;
  const hasFailed = actions.some(({ status }) => status === "failed");
  const where =
    registry.kind === "real"
      ? `from ${registry.hostname}`
      : `from ${registry.hostname}, replaced by ${KINDS[registry.kind]}${registry.version === undefined ? "" : ` ${registry.version}`} on this machine`;
  const groups = byImage(actions, images);
  const inAll = count(requests.length, "request");
  const head = heading(hasFailed ? "failed" : "passed", "Pull", where, layout);
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) {
    return [
      head,
      ...only.actions.flatMap((action) => printAction(action, layout, verbose)),
      ...(only.pulled === undefined
        ? []
        : indented(`${only.pulled.reference}: ${sizeOf(only.pulled)}, ${inAll}`, layout)),
      ...(only.pulled?.standIn === undefined ? [] : indented(`${only.pulled.standIn}.`, layout)),
    ];
  }
  return [
    head,
    ...groups.flatMap((group) => printImage(group, layout, verbose)),
    ...(images.length === 0 ? [] : indented(`${count(images.length, "image")}, ${inAll}.`, layout)),
    ...(images.every(({ standIn }) => standIn === undefined)
      ? []
      : indented("Placeholders were pulled for images that are not on this machine.", layout)),
  ];
}

/** Prints one of several images. */
function printImage({ name, actions, pulled }: ImageActions, layout: TextFormat, verbose: boolean): string[] {
  const paint = painter(layout);
  const isLoud =
    verbose ||
    actions.some((action) => action.status === "failed" || whatWasSkipped([action]) !== "" || warns(action));
  const { mark, style } = MARKS[actions.some(({ status }) => status === "failed") ? "failed" : "passed"];
  const ms = actions.reduce((sum, action) => sum + action.ms, 0);
  const size = pulled === undefined ? "" : `${sizeOf(pulled)}, `;
  const standIn = pulled?.standIn === undefined ? "" : "placeholder, ";
  return [
    `  ${paint(style, mark)} ${shorten(name)}  ${paint("dim", `${standIn}${size}${Math.round(ms)} ms`)}`,
    ...(isLoud ? actions.flatMap((action) => printAction(action, layout, verbose)) : []).map(
      (line) => `  ${line}`,
    ),
  ];
}

const sizeOf = ({ layers, sizeInBytes }: PulledImage): string =>
  `${count(layers, "layer")}, ${bytes(sizeInBytes)}`;

const KINDS = {
  distribution: "CNCF distribution",
  "docker-registry": "Debian's docker-registry",
  embedded: "the embedded registry",
} as const;

function printAction(action: PullAction, layout: TextFormat, verbose: boolean): readonly string[] {
  const { status, title, ms, resource, seen, remedy } = action;
  const paint = painter(layout);
  const { mark, style } = MARKS[status];
  const isQuiet = status === "passed" && !verbose && !warns(action);
  const time = status === "skipped" ? "" : paint("dim", `  ${Math.round(ms)} ms`);
  const about = resource === undefined || status === "passed" ? "" : `  ${paint("dim", resource)}`;
  return [
    `  ${paint(style, mark)} ${status === "failed" ? paint(["bold", "red"], title) : title}${about}${time}`,
    ...(isQuiet
      ? []
      : wrap(shorten(seen), layout.width - 6).map(
          (line) => `      ${status === "failed" ? line : paint("dim", line)}`,
        )),
    ...(remedy === undefined ? [] : arrow(shorten(remedy), layout)),
  ];
}

/** Whether an action has a warning, or an unknown result. */
const warns = ({ seen }: PullAction): boolean =>
  / warns: |^Unknown: |which SageMaker does not use/.test(seen);

/** Prints the started image, with request and response. */
export function printServe(serve: ServeResult, layout: TextFormat): readonly string[] {
  const paint = painter(layout);
  const { status, seen, remedy, invocation, ms } = serve;
  const lines = seen.split("\n");
  return [
    heading(status, "Serve", `${Math.round(ms)} ms`, layout),
    ...wrap(lines[0] ?? "", layout.width - 4).map((line) => `  ${line}`),
    ...lines.slice(1).map((line) => `    ${paint("dim", line)}`),
    ...(invocation === undefined
      ? []
      : [
          `  ${paint("dim", "→")} ${oneLine(invocation.payload, layout.width - 4)}`,
          `  ${paint("dim", "←")} ${invocation.status} ${oneLine(invocation.answer, layout.width - 8)}`,
        ]),
    ...(remedy === undefined ? [] : arrow(shorten(remedy), layout)),
  ];
}

/** Prints the skipped steps with the reasons. */
export function printSkipped({ skipped = [] }: Report, layout: TextFormat): readonly string[] {
  return skipped.flatMap(({ step, reason }) => {
    const [first = "", ...rest] = wrap(`skipped: ${shorten(reason)}`, layout.width - 10);
    const name = step === "pull" ? "Pull" : "Serve";
    return [
      heading("skipped", name, first, layout),
      ...rest.map((line) => `${" ".repeat(10)}${painter(layout)("dim", line)}`),
    ];
  });
}

/** The conclusion, and the lookups without an answer. */
export function printConclusion(report: Report, layout: TextFormat): readonly string[] {
  const { lookups = [] } = report;
  const paint = painter(layout);
  const { status, text, details } = conclude(report);
  const unanswered = lookups.length === 0 ? [] : wrap(`${describeUnanswered(lookups)}.`, layout.width);
  return [
    ...wrap(text, layout.width).map((line) => paint(STYLES[status] ?? "reset", line)),
    ...(details === undefined ? [] : wrap(details, layout.width).map((line) => paint("yellow", line))),
    ...unanswered.map((line) => paint("yellow", line)),
  ];
}

const STYLES: Readonly<Partial<Record<DisplayStatus, Style>>> = {
  failed: ["bold", "red"],
  unknown: "yellow",
  passed: ["bold", "green"],
};

function indented(text: string, layout: TextFormat): readonly string[] {
  const paint = painter(layout);
  return wrap(shorten(text), layout.width - 2).map((line) => `  ${paint("dim", line)}`);
}

function oneLine(text: string, width: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
