/** One measurement compared with its bar. Every module of scripts/bench/ exports `measure: () => Promise<Measurement[]>`. */
export interface Measurement {
  /** What is measured. */
  readonly title: string;
  /** What came out, in `unit`; `Infinity`, which meets no bar, when it could not be measured. */
  readonly value: number;
  /** The most that `value` may be, in `unit`. */
  readonly bar: number;
  readonly unit: string;
  /** What the value was computed from. */
  readonly detail?: string;
}

/** The middle one of some numbers, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** A measurement that was skipped because a requirement is missing on this machine. It meets no bar. */
export function notMeasured(expected: Omit<Measurement, "value" | "detail">, reason: string): Measurement {
  return { ...expected, value: Infinity, detail: `not measured: ${reason}` };
}
