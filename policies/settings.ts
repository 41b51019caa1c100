import { notApplicable, Status } from "../plan/evidence";
import type { Level, Verdict } from "./rule";

/** What a requirement that is not met counts as. */
export const Severity = {
  /** It fails, and where it is unknown, the result is unknown. */
  Error: "error",
  /** It warns, also where it is unknown. */
  Warning: "warning",
  /** It is skipped. */
  Off: "off",
} as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/** Whether a value is a severity. */
export function isSeverity(value: unknown): value is Severity {
  return Object.values<unknown>(Severity).includes(value);
}

/** How requirements are judged. */
export interface Settings {
  /** What requirements count as, by their ids. Default: `error` for required ones, `warning` for advice. */
  readonly severities?: Readonly<Record<string, Severity>>;
  /** The ids of the requirements that may be unknown: they warn. `all` for every one. Default: none. */
  readonly allowUnknown?: readonly string[] | "all";
}

/** What a requirement counts as: its status, or `warned` where it is not met or unknown, and may be. */
export type Outcome = Status | "warned";

/** What a requirement of a level counts as where nothing else is configured. */
export function severityOf(level: Level): Severity {
  return level === "advice" ? Severity.Warning : Severity.Error;
}

/** The verdict on a requirement that is skipped. */
export function skipped(): Verdict {
  return { status: Status.NotApplicable, evidence: [notApplicable("skipped: its severity is off")] };
}

/** What a status counts as. */
export function outcomeOf(id: string, status: Status, severity: Severity, settings: Settings): Outcome {
  const { allowUnknown = [] } = settings;
  const mayBeUnknown = allowUnknown === "all" || allowUnknown.includes(id);
  const isWarning =
    (status === Status.Failed && severity === Severity.Warning) ||
    (status === Status.Unknown && (severity === Severity.Warning || mayBeUnknown));
  return isWarning ? "warned" : status;
}
