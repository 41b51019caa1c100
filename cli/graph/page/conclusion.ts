import type { Outcome as RequirementOutcome } from "../../../policies";
import { whatWasPulled, whatWasSkipped } from "../../local/pull/result-text";
import { judgesNothing, makesNothing, type Report } from "../../report/report";
import { bytes, count, duration } from "./number-format";

/** What came of a step, or of the whole. */
export type Outcome = "passed" | "failed" | "unknown" | "skipped";

/** One of the five steps of a rehearsal. */
export interface Step {
  readonly name: "Plan" | "Prove" | "Pull" | "Serve" | "Show";
  readonly outcome: Outcome;
  /** What came of it, in a few words. */
  readonly summary: string;
}

/** What a rehearsal comes to. */
export interface Conclusion {
  readonly outcome: Outcome;
  readonly headline: string;
}

/** The steps of a rehearsal with what came of each. */
export function stepsOf(report: Report): readonly Step[] {
  return [plan(report), prove(report), pull(report), serve(report), SHOW];
}

const SHOW: Step = { name: "Show", outcome: "passed", summary: "this page" };

function plan({ error, resources }: Report): Step {
  return error === undefined
    ? { name: "Plan", outcome: "passed", summary: count(resources.length, "resource") }
    : { name: "Plan", outcome: "failed", summary: "the program does not come to its end" };
}

function prove(report: Report): Step {
  const { error, requirements } = report;
  if (error !== undefined) return { name: "Prove", outcome: "skipped", summary: "there is no plan" };
  const of = (wanted: RequirementOutcome) => requirements.filter(({ outcome }) => outcome === wanted).length;
  const parts = [
    ...(of("failed") > 0 ? [`${of("failed")} failed`] : []),
    ...(of("warned") > 0 ? [`${of("warned")} warned`] : []),
    ...(of("unknown") > 0 ? [`${of("unknown")} not known`] : []),
    `${of("passed")} passed`,
  ];
  const held = judgesNothing(report) ? "skipped" : "passed";
  const outcome = of("failed") > 0 ? "failed" : of("unknown") > 0 ? "unknown" : held;
  return { name: "Prove", outcome, summary: parts.join(", ") };
}

/** A step that was left out, or not come to. */
function leftOut(name: "Pull" | "Serve", skipped: Report["skipped"]): Step {
  const reason = skipped?.find(({ step }) => step === name.toLowerCase())?.reason;
  return { name, outcome: "skipped", summary: reason ?? "not part of this rehearsal" };
}

function pull({ pull: result, skipped }: Report): Step {
  if (result === undefined) return leftOut("Pull", skipped);
  const failed = result.actions.find(({ status }) => status === "failed");
  if (failed !== undefined) return { name: "Pull", outcome: "failed", summary: failed.title };
  if (result.preflights.some(({ passed }) => !passed)) {
    return { name: "Pull", outcome: "failed", summary: "a check of the preflight fails" };
  }
  const end = Math.max(0, ...result.actions.map(({ startMs, ms }) => startMs + ms));
  if (result.images.length === 0) {
    return { name: "Pull", outcome: "skipped", summary: "no image was pulled" };
  }
  const size = bytes(result.images.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0));
  const what = result.images.length === 1 ? "" : `${count(result.images.length, "image")}, `;
  return { name: "Pull", outcome: "passed", summary: `${what}${size} in ${duration(end)}` };
}

function serve({ serve: result, skipped }: Report): Step {
  if (result === undefined) return leftOut("Serve", skipped);
  const { status, invocation } = result;
  if (status === "failed")
    return { name: "Serve", outcome: "failed", summary: "no answer as SageMaker needs it" };
  if (status === "skipped")
    return { name: "Serve", outcome: "skipped", summary: "the image was not started" };
  return {
    name: "Serve",
    outcome: "passed",
    summary:
      invocation === undefined
        ? "the container is ready"
        : `answered ${invocation.status} in ${duration(invocation.ms)}`,
  };
}

/** The whole in one sentence. */
export function concludeFrom(report: Report): Conclusion {
  const steps = stepsOf(report);
  const failed = steps.find(({ outcome }) => outcome === "failed");
  const broken = report.requirements.filter(({ outcome }) => outcome === "failed").length;
  const unknown = report.requirements.filter(({ outcome }) => outcome === "unknown").length;
  if (report.error !== undefined)
    return { outcome: "failed", headline: "The program does not come to its end." };
  if (broken > 0) {
    return {
      outcome: "failed",
      headline: `SageMaker could not serve this: ${count(broken, "requirement")} ${broken === 1 ? "fails" : "fail"}.`,
    };
  }
  if (failed?.name === "Pull") return { outcome: "failed", headline: "The plan holds, but the pull fails." };
  if (failed?.name === "Serve") {
    return { outcome: "failed", headline: "The image is pulled, but does not serve." };
  }
  if (unknown > 0) {
    return {
      outcome: "unknown",
      headline: `Nothing fails, but the plan does not tell of ${count(unknown, "requirement")}.`,
    };
  }
  if (makesNothing(report)) return { outcome: "unknown", headline: "The program makes nothing." };
  if (judgesNothing(report)) {
    return { outcome: "unknown", headline: "No requirement applies to what the program makes." };
  }
  const { pull: pulled, serve: served } = report;
  const images = pulled?.images ?? [];
  const then =
    images.length === 0
      ? ""
      : served?.status === "passed"
        ? `, ${whatWasPulled(images)} pulled, and ${images.length === 1 ? "it" : "the first"} answers`
        : `, and ${whatWasPulled(images)} pulled`;
  const warned = report.requirements.filter(({ outcome }) => outcome === "warned").length;
  const warnings = warned === 0 ? "" : `, with ${count(warned, "warning")}`;
  const skipped = whatWasSkipped(pulled?.actions ?? []);
  return {
    outcome: "passed",
    headline: `Every requirement holds${warnings}${then}.${skipped === "" ? "" : ` ${skipped}`}`,
  };
}
