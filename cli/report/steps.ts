/** The steps of a rehearsal that can be left out; plan and prove are what the others build on. */
export const OPTIONAL_STEPS = ["pull", "serve"] as const;
export type OptionalStep = (typeof OPTIONAL_STEPS)[number];

/** A step of a rehearsal. */
export type Step = "plan" | "prove" | OptionalStep;

/** Whether a text names a step that can be left out. */
export function isOptionalStep(text: string): text is OptionalStep {
  return OPTIONAL_STEPS.some((step) => step === text);
}

/** A step that was left out, and why. */
export interface SkippedStep {
  readonly step: OptionalStep;
  readonly reason: string;
}
