import { setTimeout as sleep } from "node:timers/promises";

/** Clock for pacing and retries; tests replace it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits; throws the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** The system clock. */
export const SYSTEM_CLOCK: Clock = { now: () => Date.now(), sleep: pausing };

/** Waits; throws the signal's reason when it is aborted. */
export async function pausing(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error;
  }
}
