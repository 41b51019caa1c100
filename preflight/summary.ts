import { type ImageReference, printableLines } from "../registry-client";
import type { CheckResult } from "./check";

// A scheduled run responds with those of 50 images, in at most 6 MB.
const SUMMARY_LIMIT = 20_000;

/** What failed and what is warned of, each on lines of its own with its remedy. */
export function summarize(...parameters: Parameters<typeof summarizeAll>): string {
  const summary = summarizeAll(...parameters);
  return summary.length > SUMMARY_LIMIT ? `${printableLines(summary.slice(0, SUMMARY_LIMIT))}…` : summary;
}

function summarizeAll(
  reference: ImageReference,
  image: string,
  digest: string | undefined,
  results: readonly CheckResult[],
): string {
  const of = (status: CheckResult["status"]) => results.filter((result) => result.status === status);
  const failed = of("failed");
  const warned = of("warned");
  const warnings = warned.length > 0 ? `, ${count(warned.length, "warning")}` : "";
  const checks = [...failed, ...warned].flatMap(describe);
  if (failed.length > 0) {
    const verdict = `${image} cannot be pulled as SageMaker pulls it: ${count(failed.length, "check")} failed`;
    return [`${verdict}${warnings}.`, ...checks].join("\n");
  }
  if (digest !== undefined) {
    return [`${image} can be pulled as AWS documents it${warnings}.`, ...checks].join("\n");
  }
  return [
    `${image} does not pass: the digest of the tag ${reference.tag ?? "latest"} could not be determined${warnings}.`,
    ...checks,
    "",
    "  → Put right what is warned of, let the checks that are switched off or only warn fail again to see what is wrong, " +
      "or give the image by its digest: SageMaker is given no tag, which the next push may move",
  ].join("\n");
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
