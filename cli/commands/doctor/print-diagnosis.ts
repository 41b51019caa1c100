import { styleText } from "node:util";
import type { CheckResult, PreflightReport, Status } from "../../../preflight";
import { type TextFormat, wrap } from "../../report/print-report";

type Style = Parameters<typeof styleText>[0];

const MARKS: Readonly<Record<Status, { readonly mark: string; readonly style: Style }>> = {
  passed: { mark: "✓", style: "green" },
  warned: { mark: "!", style: "yellow" },
  failed: { mark: "✗", style: "red" },
  skipped: { mark: "–", style: "dim" },
};

/** Prints the checks for people: each with what was seen, the remedy, and how long it took. */
export function printDiagnosis(report: PreflightReport, { colours, width }: TextFormat): string {
  const paint = (style: Style, text: string) => (colours ? styleText(style, text) : text);
  const printCheck = (check: CheckResult): readonly string[] => {
    const { id, title, status, seen, remedy, ms, blockedBy } = check;
    const { mark, style } = MARKS[status];
    const isQuiet = status === "passed" || status === "skipped";
    const name =
      status === "failed"
        ? paint(["bold", "red"], title)
        : status === "skipped"
          ? paint("dim", title)
          : title;
    const detail = status === "skipped" ? id : `${id}, ${ms} ms`;
    return [
      `  ${paint(style, mark)} ${name}  ${paint("dim", detail)}`,
      // The check that is to blame says why.
      ...(blockedBy
        ? []
        : wrap(seen, width - 6).map((line) => `      ${isQuiet ? paint("dim", line) : line}`)),
      ...(remedy === undefined
        ? []
        : wrap(remedy, width - 10).map(
            (line, index) => `      ${paint("cyan", `${index === 0 ? "→" : " "} ${line}`)}`,
          )),
    ];
  };
  return [
    paint("bold", `Pull of ${report.image} as SageMaker performs it, from this machine`),
    "",
    `${paint("bold", "Checks")}${paint("dim", `  ${tally(report)}`)}`,
    ...report.checks.flatMap(printCheck),
    "",
    ...(report.digest === undefined ? [] : [`${paint("bold", "Digest")}  ${report.digest}`, ""]),
    ...verdict(report).flatMap(({ style, text }) => wrap(text, width).map((line) => paint(style, line))),
  ].join("\n");
}

function tally({ checks, ms }: PreflightReport): string {
  const of = (status: Status) => checks.filter((check) => check.status === status).length;
  return [
    `${of("passed")} passed`,
    ...(["warned", "failed", "skipped"] as const).flatMap((status) =>
      of(status) > 0 ? [`${of(status)} ${status}`] : [],
    ),
    `${ms} ms`,
  ].join(", ");
}

function verdict({
  checks,
  passed,
}: PreflightReport): ReadonlyArray<{ readonly style: Style; readonly text: string }> {
  const ids = (status: Status) => checks.flatMap((check) => (check.status === status ? [check.id] : []));
  const [failed, warned] = [ids("failed"), ids("warned")];
  if (failed.length > 0) {
    const noun = failed.length === 1 ? "check" : "checks";
    return [{ style: ["bold", "red"], text: `${failed.length} ${noun} failed: ${failed.join(", ")}` }];
  }
  if (!passed) {
    return [
      {
        style: ["bold", "red"],
        text:
          "No check fails, but the digest of the tag could not be determined: put right what is warned of, or let the " +
          "checks that are switched off or only warn fail again",
      },
    ];
  }
  return [
    { style: ["bold", "green"], text: "The image can be pulled from here as AWS documents it." },
    ...(warned.length === 0
      ? []
      : [
          {
            style: "yellow" as const,
            text: `${warned.length === 1 ? "1 warning" : `${warned.length} warnings`}: ${warned.join(", ")}`,
          },
        ]),
  ];
}
