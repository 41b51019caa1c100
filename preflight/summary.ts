import type { CheckResult } from "./check";

/** What failed and what is warned of, each on lines of its own with its remedy. */
export function summarize(image: string, results: readonly CheckResult[]): string {
  const of = (status: CheckResult["status"]) => results.filter((result) => result.status === status);
  const failed = of("failed");
  const warned = of("warned");
  const verdict =
    failed.length > 0
      ? `${image} cannot be pulled as SageMaker pulls it: ${count(failed.length, "check")} failed`
      : `${image} can be pulled as AWS documents it`;
  const warnings = warned.length > 0 ? `, ${count(warned.length, "warning")}` : "";
  return [`${verdict}${warnings}.`, ...[...failed, ...warned].flatMap(describe)].join("\n");
}

function describe({ status, title, id, seen, remedy }: CheckResult): readonly string[] {
  return [
    "",
    `${status === "failed" ? "✗" : "!"} ${title} [${id}]`,
    `  ${seen}`,
    ...(remedy === undefined ? [] : [`  → ${remedy}`]),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
