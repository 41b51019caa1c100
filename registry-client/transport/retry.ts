import { type Clock, SYSTEM_CLOCK } from "./clock";
import { RateLimitError, ResponseError, TransportError } from "../errors";

/** Retries of transient failures. */
export interface RetryPolicy {
  /** Attempts in total, at least 1. Default: 5. */
  readonly attempts: number;
  /** The longest pause before the second attempt, in milliseconds; it doubles with each attempt. Default: 300. */
  readonly baseMs: number;
  /** The longest pause in milliseconds, also with `Retry-After`. Default: 60,000. */
  readonly maximumMs: number;
  /**
   * Until when requests are retried after a 429, in milliseconds since the epoch; these retries do not count as attempts.
   * Default: none, and they count.
   */
  readonly deadline?: number;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, baseMs: 300, maximumMs: 60_000 };

// RFC 9110 and 6585; 500 because registries return it when their storage is throttled.
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether an error is transient, so that a retry may succeed. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TransportError) return error.retryable;
  if (error instanceof RateLimitError) return false;
  return error instanceof ResponseError && TRANSIENT_STATUSES.has(error.status);
}

/**
 * The pause before the next attempt in milliseconds, after `failed` attempts: `Retry-After`, or
 * random up to a bound that doubles ("full jitter"). `undefined` without a further attempt.
 *
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function pauseBefore(
  policy: RetryPolicy,
  failed: number,
  retryAfterSeconds: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (failed >= policy.attempts) return undefined;
  if (retryAfterSeconds !== undefined) {
    const requested = retryAfterSeconds * 1000;
    return requested <= policy.maximumMs ? requested : undefined;
  }
  return random() * Math.min(policy.maximumMs, policy.baseMs * 2 ** (failed - 1));
}

/** The seconds of a `Retry-After` field, a number or a date; `undefined` when it is neither. RFC 9110, 10.2.3. */
export function parseRetryAfter(field: string | undefined, now = Date.now()): number | undefined {
  if (field === undefined) return undefined;
  if (/^\d{1,9}$/.test(field.trim())) return Number(field);
  // Every form of a date names a month; without this, Date.parse would take numbers of all kinds for years.
  const date = /[A-Z][a-z]{2}/.test(field) ? Date.parse(field) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

/** Failures of one action, and the pause after each. */
export class Attempts {
  private failed = 0;

  constructor(private readonly policy: RetryPolicy) {}

  /** Milliseconds; `undefined` without a further attempt. */
  pauseAfter(error: unknown): number | undefined {
    const refusal = error instanceof ResponseError ? error : undefined;
    // The next attempt waits in Pacer.
    if (refusal?.status === 429 && this.policy.deadline !== undefined) return 0;
    this.failed += 1;
    return pauseBefore(this.policy, this.failed, refusal?.retryAfterSeconds);
  }

  /** Resets the count after progress. */
  progressed(): void {
    this.failed = 0;
  }
}

/** Runs `action` until it succeeds, throws an error that is not transient, or has used the policy's attempts. */
export async function retrying<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
  isRetryable: (error: unknown) => boolean = isTransient,
): Promise<T> {
  const attempts = new Attempts(policy);
  const clock = policy.clock ?? SYSTEM_CLOCK;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      const pause = isRetryable(error) ? attempts.pauseAfter(error) : undefined;
      if (pause === undefined) throw error;
      await clock.sleep(pause, signal);
    }
  }
}
