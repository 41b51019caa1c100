import type { Outcome } from "../../policies";

/** The status of whatever terminal and page show: a requirement, a check, an action or a step. */
export type DisplayStatus = Outcome | "skipped";

/** The words for the outcomes of requirements. Checks, actions and steps pass, fail, warn or are skipped. */
export const REQUIREMENT_WORDS: Readonly<Record<Outcome, string>> = {
  passed: "met",
  failed: "not met",
  warned: "warned",
  unknown: "unknown",
  "not-applicable": "not applicable",
};

/** The outcomes, the most urgent first. */
export const OUTCOMES: readonly Outcome[] = ["failed", "unknown", "warned", "passed", "not-applicable"];

/** The number of requirements with each outcome, for example `1 not met, 12 met`. */
export function tally(requirements: readonly { readonly outcome: Outcome }[]): string {
  const parts = OUTCOMES.flatMap((each) => {
    const number = requirements.filter(({ outcome }) => outcome === each).length;
    return number > 0 || each === "passed" ? [`${number} ${REQUIREMENT_WORDS[each]}`] : [];
  });
  return parts.join(", ");
}

/** The status of all requirements together. */
export function combinedStatus(requirements: readonly { readonly outcome: Outcome }[]): DisplayStatus {
  const has = (wanted: Outcome): boolean => requirements.some(({ outcome }) => outcome === wanted);
  if (has("failed")) return "failed";
  if (has("unknown")) return "unknown";
  return requirements.every(({ outcome }) => outcome === "not-applicable") ? "skipped" : "passed";
}
