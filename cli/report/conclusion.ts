import type { Outcome } from "../../policies";
import { whatWasPulled, whatWasSkipped } from "../local/pull/result-text";
import { judgesNothing, makesNothing, type Report } from "./report";
import { combinedStatus, tally, type DisplayStatus } from "./statuses";
import { bytes, count, duration } from "./text-format";

/** One step of a rehearsal with its result. */
export interface StepResult {
  readonly name: "Plan" | "Check" | "Pull" | "Serve";
  readonly status: DisplayStatus;
  /** The result in a few words. */
  readonly summary: string;
}

/** The result of a rehearsal. */
export interface Conclusion {
  readonly status: DisplayStatus;
  /** The result in one sentence. */
  readonly text: string;
  /** What to do, or what was skipped; absent where there is nothing to add. */
  readonly details?: string;
}

/** The steps of a rehearsal with their results. */
export function stepsOf(report: Report): readonly StepResult[] {
  const { error, resources, requirements } = report;
  if (error !== undefined) {
    return [
      { name: "Plan", status: "failed", summary: "the program failed" },
      { name: "Check", status: "skipped", summary: "there is no plan" },
      ...[pull(report), serve(report)],
    ];
  }
  return [
    { name: "Plan", status: "passed", summary: count(resources.length, "resource") },
    { name: "Check", status: combinedStatus(requirements), summary: tally(requirements) },
    ...[pull(report), serve(report)],
  ];
}

function skippedStep(name: "Pull" | "Serve", skipped: Report["skipped"]): StepResult {
  const reason = skipped?.find(({ step }) => step === name.toLowerCase())?.reason;
  return { name, status: "skipped", summary: reason ?? "not part of this rehearsal" };
}

function pull({ pull: result, skipped }: Report): StepResult {
  const name = "Pull";
  if (result === undefined) return skippedStep(name, skipped);
  const { actions, preflights, images } = result;
  const failed = actions.find(({ status }) => status === "failed");
  if (failed !== undefined) return { name, status: "failed", summary: failed.title };
  if (preflights.some(({ passed }) => !passed)) {
    return { name, status: "failed", summary: "a check of the preflight failed" };
  }
  if (images.length === 0) return { name, status: "skipped", summary: "no image was pulled" };
  const end = Math.max(0, ...actions.map(({ startMs, ms }) => startMs + ms));
  const size = bytes(images.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0));
  const what = images.length === 1 ? "" : `${count(images.length, "image")}, `;
  return { name, status: "passed", summary: `${what}${size} in ${duration(end)}` };
}

function serve({ serve: result, skipped }: Report): StepResult {
  const name = "Serve";
  if (result === undefined) return skippedStep(name, skipped);
  const { status, invocation } = result;
  if (status === "failed") return { name, status, summary: "no response that SageMaker accepts" };
  if (status === "skipped") return { name, status, summary: "the image was not started" };
  const response =
    invocation === undefined
      ? "the container is healthy"
      : `status ${invocation.status} in ${duration(invocation.ms)}`;
  return { name, status, summary: response };
}

/** The result of a rehearsal, for terminal and page. */
export function conclude(report: Report): Conclusion {
  const { error, requirements, pull: pulled, serve: served } = report;
  if (error !== undefined) return { status: "failed", text: "The program failed." };
  const ids = (wanted: Outcome): readonly string[] =>
    requirements.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
  const [failed, unknown, warned] = [ids("failed"), ids("unknown"), ids("warned")];
  const failures = [
    ...(failed.length === 0
      ? []
      : [
          `${count(failed.length, "requirement")} ${failed.length === 1 ? "is" : "are"} not met: ${failed.join(", ")}`,
        ]),
    ...(pulled?.actions ?? [])
      .filter(({ status }) => status === "failed")
      .map(({ id }) => `the pull failed: ${id}`),
    ...(served?.status === "failed" ? ["the started image failed: serve"] : []),
  ];
  if (failures.length > 0) return { status: "failed", text: `${capitalized(failures.join("; "))}.` };
  if (unknown.length > 0) {
    return {
      status: "unknown",
      text: `Nothing failed, but ${count(unknown.length, "requirement")} ${unknown.length === 1 ? "is" : "are"} unknown.`,
      details:
        `Unknown: ${unknown.join(", ")}. Describe existing resources with --facts, or accept unknown requirements with ` +
        "--allow-unknown <ids>.",
    };
  }
  if (makesNothing(report)) {
    return {
      status: "unknown",
      text: "The program creates no resources, so no requirement was checked.",
      details: "Is this the right program?",
    };
  }
  if (judgesNothing(report)) {
    return {
      status: "unknown",
      text: "No requirement applies, so nothing was checked.",
      details:
        "The program has no private registry, and no model that uses one. Is this the right program? --allow-unknown accepts it.",
    };
  }
  const skipped = whatWasSkipped(pulled?.actions ?? []);
  return {
    status: "passed",
    text: success(report, warned),
    ...(skipped === "" ? {} : { details: skipped }),
  };
}

function success({ pull: pulled, serve: served }: Report, warned: readonly string[]): string {
  const warnings =
    warned.length === 0 ? "" : `, with ${count(warned.length, "warning")} (${warned.join(", ")})`;
  const met = `All requirements are met${warnings}`;
  const images = pulled?.images ?? [];
  if (images.length === 0) return `${met}.`;
  const one = images.length === 1 ? "it" : "the first";
  const result = served?.invocation === undefined ? "started" : "responded";
  return served?.status === "passed"
    ? `${met}, ${whatWasPulled(images)} pulled, and ${one} ${result}.`
    : `${met}, and ${whatWasPulled(images)} pulled${served === undefined ? "" : `; ${one} was not started`}.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
