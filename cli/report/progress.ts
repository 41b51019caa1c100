import type { Step } from "./steps";

import { printable } from "../../registry-client/text/printable";

/** Reports the progress of a rehearsal. */
export interface Progress {
  /** Reports the next action. */
  step(step: Step, message: string): void;
  /** Prints a warning. */
  warn(message: string): void;
  /** Clears the progress line. */
  end(): void;
}

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const CLEAR_LINE = "\r\u001b[K";

/** Progress on a stream: one line that changes on a terminal, and a line each elsewhere. */
export function progressOn(
  stream: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): Progress {
  const isLive = stream.isTTY === true && environment["TERM"] !== "dumb" && environment["CI"] === undefined;
  const startedAt = performance.now();
  const clear = (): void => void (isLive && stream.write(CLEAR_LINE));
  return {
    step: (step, message) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(5);
      const line = `${seconds} s  ${step.padEnd(5)}  ${printable(message)}`;
      stream.write(isLive ? CLEAR_LINE + line.slice(0, (stream.columns ?? 80) - 1) : `${line}\n`);
    },
    warn: (message) => {
      clear();
      stream.write(`warning: ${printable(message)}\n`);
    },
    end: clear,
  };
}
