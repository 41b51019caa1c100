import { abortable } from "./abort";
import { type Clock, SYSTEM_CLOCK } from "./clock";
import { RateLimitError, type ResponseError } from "../errors";
import { Limit } from "./limit";
import type { RetryPolicy } from "./retry";

// The pause between two requests after the first refusal. It doubles with each further one, up to the longest.
const FIRST_INTERVAL_MS = 250;
const LONGEST_INTERVAL_MS = 30_000;
// With `Retry-After`, longer intervals are not needed.
const LONGEST_INTERVAL_WITH_RETRY_AFTER_MS = 1_000;
// Successful requests in a row before the interval becomes shorter, and the factor.
const SUCCESSES_BEFORE_SPEEDING_UP = 10;
const SPEED_UP = 0.8;
// A shorter pause is none.
const SHORTEST_INTERVAL_MS = 20;
const AFTER_DEADLINE_MS = 500;

/**
 * Paces the requests to one registry after it has returned 429: slower after each refusal, and gradually faster without
 * one. `Retry-After` delays every request, not only the refused one. Without a deadline only `Retry-After` applies, as
 * retries have pauses of their own.
 *
 * Source: RFC 6585, section 4 (429); RFC 9110, section 10.2.3 (Retry-After).
 */
export class Pacer {
  private intervalMs = 0;
  private notBefore = 0;
  // Incremented with each slowdown: a refusal of an earlier request says nothing about the current pace.
  private current = 0;
  private successes = 0;
  private refusal: ResponseError | undefined;
  private readonly order = new Limit(1);
  private readonly clock: Clock;
  private count = 0;

  constructor(
    private readonly policy: () => RetryPolicy,
    private readonly random: () => number = Math.random,
  ) {
    this.clock = policy().clock ?? SYSTEM_CLOCK;
  }

  /** The number of refused requests. */
  get refusals(): number {
    return this.count;
  }

  /** The identifier of the current pace. */
  get pace(): number {
    return this.current;
  }

  /**
   * Resolves with the current pace when a request may be sent, in the order of the calls. Throws {@link RateLimitError}
   * when the registry requests a wait beyond the deadline, and the signal's reason.
   */
  async turn(signal: AbortSignal | undefined): Promise<number> {
    if (this.intervalMs > 0 || this.notBefore > this.clock.now()) {
      await abortable(
        this.order.run(() => this.wait(signal)),
        signal,
      );
    }
    return this.current;
  }

  /** Records a response other than 429. */
  succeeded(pace: number): void {
    if (pace !== this.current || this.intervalMs === 0) return;
    this.successes += 1;
    if (this.successes < SUCCESSES_BEFORE_SPEEDING_UP) return;
    this.successes = 0;
    const shorter = this.intervalMs * SPEED_UP;
    this.intervalMs = shorter < SHORTEST_INTERVAL_MS ? 0 : shorter;
  }

  /** Records a 429. */
  refused(pace: number, refusal: ResponseError): void {
    this.count += 1;
    this.refusal = refusal;
    const { retryAfterSeconds } = refusal;
    if (pace === this.current) this.slowDown(retryAfterSeconds);
    // Random, because other clients retry as well.
    const pause =
      retryAfterSeconds === undefined ? this.intervalMs * (1 + this.random()) : retryAfterSeconds * 1000;
    this.notBefore = Math.max(this.notBefore, this.clock.now() + pause);
  }

  private slowDown(retryAfterSeconds: number | undefined): void {
    this.current += 1;
    this.successes = 0;
    if (this.policy().deadline === undefined) return;
    const bound =
      retryAfterSeconds === undefined
        ? LONGEST_INTERVAL_MS
        : Math.max(LONGEST_INTERVAL_WITH_RETRY_AFTER_MS, retryAfterSeconds * 1000);
    const longest = Math.min(LONGEST_INTERVAL_MS, bound);
    this.intervalMs = Math.min(longest, Math.max(FIRST_INTERVAL_MS, this.intervalMs * 2));
  }

  private async wait(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = this.clock.now();
      if (this.notBefore <= now) break;
      const { maximumMs, deadline = now + maximumMs } = this.policy();
      const isOver =
        this.refusal?.retryAfterSeconds === undefined ? now > deadline : this.notBefore > deadline;
      if (this.refusal && isOver) throw new RateLimitError(this.refusal);
      // Slightly beyond the deadline, so that the caller's own deadline comes first, with a message about its task.
      await this.clock.sleep(Math.min(this.notBefore, deadline + AFTER_DEADLINE_MS) - now, signal);
    }
    this.notBefore = this.clock.now() + this.intervalMs;
  }
}
