import type { CheckResult, PreflightReport, Status } from "../../../preflight";
import { arrow, count, MARKS, painter, wrap, type Style, type TextFormat } from "../../report/text-format";

/** Prints the checks: each with its observation, remedy and duration. */
export function printDiagnosis(report: PreflightReport, format: TextFormat): string {
  const paint = painter(format);
  const { width } = format;
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
      // The check that blocks it has the reason.
      ...(blockedBy
        ? []
        : wrap(seen, width - 6).map((line) => `      ${isQuiet ? paint("dim", line) : line}`)),
      ...(remedy === undefined ? [] : arrow(remedy, format)),
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
    return [
      { style: ["bold", "red"], text: `${count(failed.length, "check")} failed: ${failed.join(", ")}` },
    ];
  }
  if (!passed) {
    return [
      {
        style: ["bold", "red"],
        text:
          "No check failed, but the digest of the tag is unknown: fix the warnings, or give the checks that are off or only " +
          "warn the severity error",
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
            text: `${count(warned.length, "warning")}: ${warned.join(", ")}`,
          },
        ]),
  ];
}
