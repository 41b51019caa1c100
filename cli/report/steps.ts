/** The steps of a rehearsal that can be skipped; the others require plan and check. */
export const OPTIONAL_STEPS = ["pull", "serve"] as const;
export type OptionalStep = (typeof OPTIONAL_STEPS)[number];

/** A step of a rehearsal. */
export type Step = "plan" | "check" | OptionalStep;

/** Whether a text names a step that can be skipped. */
export function isOptionalStep(text: string): text is OptionalStep {
  return OPTIONAL_STEPS.some((step) => step === text);
}

/** A skipped step, with the reason. */
export interface SkippedStep {
  readonly step: OptionalStep;
  readonly reason: string;
}
