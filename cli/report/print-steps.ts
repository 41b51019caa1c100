import type { Outcome } from "../../policies";
import { bytes, count, MARKS, painter, shorten, wrap, type TextFormat } from "./text-format";
import { describeUnanswered } from "../program/lookups";
import type { PullAction, PulledImage, PullResult } from "../local/pull/pull-result";
import { byImage, type ImageActions, whatWasPulled, whatWasSkipped } from "../local/pull/result-text";
import { judgesNothing, makesNothing, type Report } from "./report";
import type { ServeResult } from "../local/container/serve-result";

const STEP_MARKS = {
  unknown: MARKS.unknown,
  passed: MARKS.passed,
  failed: MARKS.failed,
  skipped: MARKS["not-applicable"],
};

/** How a step is headed: a mark, its name, and what it came to. */
export function heading(
  status: keyof typeof STEP_MARKS,
  name: string,
  detail: string,
  layout: TextFormat,
): string {
  const paint = painter(layout);
  const { mark, style } = STEP_MARKS[status];
  const title = status === "failed" ? paint(["bold", "red"], name.padEnd(6)) : paint("bold", name.padEnd(6));
  return `${paint(style, mark)} ${title}  ${paint("dim", detail)}`;
}

/**
 * The pull, for people: each action with how long it took; of several images that came whole, only how long all of it took.
 * @param verbose whether to say what was seen also where all is well
 */
export function printPull(pull: PullResult, layout: TextFormat, verbose: boolean): readonly string[] {
  const { actions, registry, requests, images } = pull;
  const hasFailed = actions.some(({ status }) => status === "failed");
  const where =
    registry.kind === "real"
      ? `from ${registry.hostname} itself`
      : `from ${registry.hostname}, which ${KINDS[registry.kind]}${registry.version === undefined ? "" : ` ${registry.version}`} stands for here`;
  const groups = byImage(actions, images);
  const inAll = `${count(requests.length, "request")} in all`;
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
      : indented("A stand-in is pulled for an image that is not here.", layout)),
  ];
}

/** One of several images: its name, and what was done where that is asked for, or did not go well. */
function printImage({ name, actions, pulled }: ImageActions, layout: TextFormat, verbose: boolean): string[] {
  const paint = painter(layout);
  const isLoud =
    verbose ||
    actions.some((action) => action.status === "failed" || whatWasSkipped([action]) !== "" || warns(action));
  const { mark, style } = STEP_MARKS[actions.some(({ status }) => status === "failed") ? "failed" : "passed"];
  const ms = actions.reduce((sum, action) => sum + action.ms, 0);
  const size = pulled === undefined ? "" : `${sizeOf(pulled)}, `;
  const standIn = pulled?.standIn === undefined ? "" : "a stand-in, ";
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
  const { mark, style } = STEP_MARKS[status];
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
    ...(remedy === undefined ? [] : arrow(remedy, layout)),
  ];
}

/** Whether a check of an action warns of something, or could not be made. */
const warns = ({ seen }: PullAction): boolean =>
  / warns: |^Unknown: |which SageMaker does not use/.test(seen);

/** The started image, for people: how it was started, what it was asked, and what it answered. */
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
    ...(remedy === undefined ? [] : arrow(remedy, layout)),
  ];
}

/** The steps that were left out, with the reasons. */
export function printSkipped({ skipped = [] }: Report, layout: TextFormat): readonly string[] {
  return skipped.flatMap(({ step, reason }) => {
    const [first = "", ...rest] = wrap(`left out: ${shorten(reason)}`, layout.width - 10);
    const name = step === "pull" ? "Pull" : "Serve";
    return [
      heading("skipped", name, first, layout),
      ...rest.map((line) => `${" ".repeat(10)}${painter(layout)("dim", line)}`),
    ];
  });
}

/** What it all came to, and the lookups that have no answer. */
export function printVerdict(report: Report, layout: TextFormat): readonly string[] {
  const { lookups = [] } = report;
  if (lookups.length === 0) return conclusion(report, layout);
  const paint = painter(layout);
  const unanswered = wrap(`${describeUnanswered(lookups)}.`, layout.width);
  return [...conclusion(report, layout), ...unanswered.map((line) => paint("yellow", line))];
}

function conclusion(report: Report, layout: TextFormat): readonly string[] {
  const paint = painter(layout);
  const { requirements, pull, serve } = report;
  const of = (outcome: Outcome): readonly string[] =>
    requirements.filter((each) => each.outcome === outcome).map(({ id }) => id);
  const [broken, unknown, warned] = [of("failed"), of("unknown"), of("warned")];
  const failures = [
    ...(broken.length === 0 ? [] : [`${count(broken.length, "requirement")} failed: ${broken.join(", ")}`]),
    ...(pull?.actions ?? [])
      .filter(({ status }) => status === "failed")
      .map(({ id }) => `the pull failed: ${id}`),
    ...(serve?.status === "failed" ? ["the started image failed: serve"] : []),
  ];
  if (failures.length > 0) {
    return wrap(capitalized(failures.join("; ")), layout.width).map((line) => paint(["bold", "red"], line));
  }
  if (unknown.length > 0) {
    return wrap(
      `Nothing fails, but the plan does not tell all: ${unknown.join(", ")}. --facts takes what AWS tells of what the ` +
        "program does not make, as its network, and --allow-unknown <ids> accepts that it is not known.",
      layout.width,
    ).map((line) => paint("yellow", line));
  }
  if (makesNothing(report)) {
    return wrap(
      "The program makes nothing, so that nothing was held against the requirements. Is this the program that was meant?",
      layout.width,
    ).map((line) => paint("yellow", line));
  }
  if (judgesNothing(report)) {
    return wrap(
      "No requirement applies to what the program makes, so that nothing was proved: it hosts no private registry, and no " +
        "model from one. Is this the program that was meant? --allow-unknown accepts it.",
      layout.width,
    ).map((line) => paint("yellow", line));
  }
  const holds = `All requirements hold${warned.length === 0 ? "" : `, with ${count(warned.length, "warning")} (${warned.join(", ")})`}`;
  const pulled = pull === undefined ? "" : whatWasPulled(pull.images);
  const one = pull?.images.length === 1 ? "it" : "the first";
  const done =
    pull === undefined
      ? `${holds}.`
      : serve?.status === "passed"
        ? `${holds}, ${pulled} pulled, and ${one} ${serve.invocation === undefined ? "started" : "answered"}.`
        : `${holds}, and ${pulled} pulled${serve === undefined ? "" : `; ${one} was not started`}.`;
  const skipped = whatWasSkipped(pull?.actions ?? []);
  return [
    ...wrap(done, layout.width).map((line) => paint(["bold", "green"], line)),
    ...(skipped === "" ? [] : wrap(skipped, layout.width).map((line) => paint("yellow", line))),
  ];
}

/** A remedy behind an arrow. */
function arrow(remedy: string, layout: TextFormat): readonly string[] {
  const paint = painter(layout);
  return wrap(shorten(remedy), layout.width - 10).map(
    (line, index) => `      ${paint("cyan", `${index === 0 ? "→" : " "} ${line}`)}`,
  );
}

function indented(text: string, layout: TextFormat): readonly string[] {
  const paint = painter(layout);
  return wrap(shorten(text), layout.width - 2).map((line) => `  ${paint("dim", line)}`);
}

function oneLine(text: string, width: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
