import { type Clock, SYSTEM_CLOCK } from "./clock";
import { RateLimitError, ResponseError, TransportError } from "../errors";

/** How often, and after how long, what failed for the moment is tried again. */
export interface RetryPolicy {
  /** Attempts in all, at least 1; 5 by default. */
  readonly attempts: number;
  /** The longest pause before the second attempt, in milliseconds; it doubles with each attempt. 300 by default. */
  readonly baseMs: number;
  /** The longest pause, in milliseconds, also for what `Retry-After` asks for; 60,000 by default. */
  readonly maximumMs: number;
  /**
   * Until when a registry is asked again that refuses a request for being one too many (429), in milliseconds since the
   * epoch: such refusals are then not counted as attempts. By default they are.
   */
  readonly deadline?: number;
  /** The machine's time by default. */
  readonly clock?: Clock;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, baseMs: 300, maximumMs: 60_000 };

// RFC 9110 and 6585: try again; 500 because registries give it when their storage is throttled.
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether what was thrown may be gone at the next attempt. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TransportError) return error.retryable;
  if (error instanceof RateLimitError) return false;
  return error instanceof ResponseError && TRANSIENT_STATUSES.has(error.status);
}

/**
 * The pause before the next attempt in milliseconds, after `failed` attempts: as long as `Retry-After` asks, otherwise
 * random up to a bound that doubles ("full jitter"). `undefined` when no further attempt is to be made.
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
    const asked = retryAfterSeconds * 1000;
    return asked <= policy.maximumMs ? asked : undefined;
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

/** Counts the failures of one action, and says how long to pause after each. */
export class Attempts {
  private failed = 0;

  constructor(private readonly policy: RetryPolicy) {}

  /** Milliseconds; `undefined` when no further attempt is to be made. */
  pauseAfter(error: unknown): number | undefined {
    const refusal = error instanceof ResponseError ? error : undefined;
    // The next attempt waits for its turn, see Pacer.
    if (refusal?.status === 429 && this.policy.deadline !== undefined) return 0;
    this.failed += 1;
    return pauseBefore(this.policy, this.failed, refusal?.retryAfterSeconds);
  }

  /** Forgets the failures, as the action has come further since. */
  progressed(): void {
    this.failed = 0;
  }
}

/** Runs `action` until it succeeds, throws what is not worth another attempt, or the policy's attempts are used up. */
export async function retrying<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
  isWorthAnother: (error: unknown) => boolean = isTransient,
): Promise<T> {
  const attempts = new Attempts(policy);
  const clock = policy.clock ?? SYSTEM_CLOCK;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      const pause = isWorthAnother(error) ? attempts.pauseAfter(error) : undefined;
      if (pause === undefined) throw error;
      await clock.sleep(pause, signal);
    }
  }
}
