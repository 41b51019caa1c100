import { setTimeout as sleep } from "node:timers/promises";

/** Time for which a refusal can be due to a permission that is not yet effective. */
const LIMIT_MILLISECONDS = 30_000;
/** Maximum share of the function's time for waiting. */
const SHARE = 1 / 4;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/**
 * Calls to one service with permissions that may be new: until they are effective everywhere, AWS refuses what it will allow.
 * A refused call is retried for at most 30 seconds, until one call succeeds; after that a refusal is final.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export class FreshPermissions {
  #effective = false;
  #until: number | undefined;

  /** @param deadline deadline of the function, in milliseconds since the epoch */
  constructor(private readonly deadline: number) {}

  /**
   * Makes a call, and retries it while it is refused.
   * @param signal ends the waiting, with its reason
   * @throws the error of the call, at once unless it is a refusal
   */
  async call<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
      try {
        const result = await action();
        this.#effective = true;
        return result;
      } catch (error) {
        if (this.#effective || !isRefusal(error)) throw error;
        const now = Date.now();
        this.#until ??= now + Math.min(LIMIT_MILLISECONDS, SHARE * (this.deadline - now));
        if (now >= this.#until) throw error;
        // Concurrent calls are not retried at the same time.
        await pausing(Math.min(pause * (1 + Math.random()) * 0.5, this.#until - now), signal);
      }
    }
  }
}

/** Whether the service refuses the call for missing permissions. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, status, $metadata } = error as Error & {
    status?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  if (/^AccessDenied(Exception)?$/.test(name)) return true;
  // The response to a HEAD has no body with an error code; errors of the registry client have a status.
  return ($metadata?.httpStatusCode === 403 && /^(Unknown|403|Forbidden)/.test(name)) || status === 403;
}

async function pausing(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error;
  }
}
