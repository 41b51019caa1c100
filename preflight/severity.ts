/** What a problem counts as. */
export const Severity = {
  /** The check fails. */
  Error: "error",
  /** The check warns. */
  Warning: "warning",
  /** The check is left out. */
  Off: "off",
} as const;

export type Severity = (typeof Severity)[keyof typeof Severity];

/** Whether the value is a severity. */
export function isSeverity(value: unknown): value is Severity {
  return value === "error" || value === "warning" || value === "off";
}
