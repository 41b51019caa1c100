import { parseObject } from "./registry-log";

/** A call of the credentials function by SageMaker. */
export interface CredentialsCall {
  /** In milliseconds since 1970. */
  readonly time: number;
  /** The keys of the event with the types of their values, as the function told them; empty where it had none. */
  readonly keys: readonly string[];
  /** The line of the log, word for word. */
  readonly line: string;
}

const ASKED_WITH = "asked with ";

/**
 * Reads a line of the log of the kit's credentials function, in the JSON that Lambda writes around what a function says.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 * @returns nothing for a line that tells of no call
 */
export function parseCredentialsLine(line: string): CredentialsCall | undefined {
  const { timestamp, message } = parseObject(line) ?? {};
  if (typeof timestamp !== "string" || typeof message !== "string" || !message.startsWith(ASKED_WITH)) {
    return undefined;
  }
  const time = Date.parse(timestamp);
  const keys = message.slice(ASKED_WITH.length);
  return Number.isNaN(time) ? undefined : { time, keys: keys === "no keys" ? [] : keys.split(", "), line };
}
