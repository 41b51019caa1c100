import type { Context } from "./context";
import type { CheckId } from "./check-ids";
import type { Severity } from "./severity";

export type Status = "passed" | "warned" | "failed" | "skipped";

/** What came of a check. */
export interface CheckResult {
  readonly id: CheckId;
  readonly title: string;
  readonly status: Status;
  /** What a problem counts as here: what the user says, or else what the check says. */
  readonly severity: Severity;
  /** What was seen, in one or more sentences; never a secret. */
  readonly seen: string;
  /** What to do, where something is to be done. */
  readonly remedy?: string;
  /** The checks because of which this one was skipped; absent otherwise. */
  readonly blockedBy?: readonly CheckId[];
  /** How long it took in milliseconds, without the wait for others. */
  readonly ms: number;
}

/** What a check finds. */
export interface Outcome {
  /**
   * `good`; `suspicion`, which warns and lets the others go on; `problem`, after which what depends on the check is
   * skipped; `inapplicable`, where there is nothing to look at.
   */
  readonly kind: "good" | "suspicion" | "problem" | "inapplicable";
  readonly seen: string;
  readonly remedy?: string;
}

export const good = (seen: string): Outcome => ({ kind: "good", seen });
export const suspicion = (seen: string, remedy: string): Outcome => ({ kind: "suspicion", seen, remedy });
export const problem = (seen: string, remedy: string): Outcome => ({ kind: "problem", seen, remedy });
export const inapplicable = (seen: string): Outcome => ({ kind: "inapplicable", seen });

/** One thing that is looked at. */
export interface Check {
  readonly id: CheckId;
  /** What holds when the check passes. */
  readonly title: string;
  /** What a problem counts as unless the user says otherwise. */
  readonly severity: "error" | "warning";
  /** The checks without which this one cannot be made. Those that do not take part in a run are not waited for. */
  readonly needs: readonly CheckId[];
  /** Looks. What it throws counts as a problem. */
  run(context: Context): Outcome | Promise<Outcome>;
}

/** A problem that is found where the outcome of a check is not at hand. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly seen: string,
    readonly remedy: string,
  ) {
    super(seen);
  }
}
