import { setTimeout as sleep } from "node:timers/promises";

/** How long a refusal can be one of a permission that has not arrived yet. */
const LIMIT_MILLISECONDS = 30_000;
/** The part of the function's own time that is waited at the most. */
const SHARE = 1 / 4;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/**
 * Calls to one service with permissions that may have been given a moment ago: until they are known everywhere, AWS
 * refuses what it will allow. A refusal is asked about again, for 30 seconds at the most, until one call has gone
 * through; from then on it is final.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export class FreshPermissions {
  #arrived = false;
  #until: number | undefined;

  /** @param deadline when the function's time is up, in milliseconds since the epoch */
  constructor(private readonly deadline: number) {}

  /**
   * Makes a call, and makes it again while it is refused.
   * @param signal ends the waiting, with its reason
   * @throws what the call throws, at once unless it is a refusal
   */
  async call<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
      try {
        const result = await action();
        this.#arrived = true;
        return result;
      } catch (error) {
        if (this.#arrived || !isRefusal(error)) throw error;
        const now = Date.now();
        this.#until ??= now + Math.min(LIMIT_MILLISECONDS, SHARE * (this.deadline - now));
        if (now >= this.#until) throw error;
        // Several calls at once need not come back at once.
        await pausing(Math.min(pause * (1 + Math.random()) * 0.5, this.#until - now), signal);
      }
    }
  }
}

/** Whether the caller may not do this, as far as the service knows now. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, status, $metadata } = error as Error & {
    status?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  if (/^AccessDenied(Exception)?$/.test(name)) return true;
  // The answer to a HEAD has no body that would hold a code; a registry's client tells the status.
  return ($metadata?.httpStatusCode === 403 && /^(Unknown|403|Forbidden)/.test(name)) || status === 403;
}

async function pausing(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error;
  }
}
