import { abortable } from "./abort";
import { type Clock, SYSTEM_CLOCK } from "./clock";
import { RateLimitError, type ResponseError } from "../errors";
import { Limit } from "./limit";
import type { RetryPolicy } from "./retry";

// The pause between two requests after the first refusal. It doubles with each further one, up to the longest.
const FIRST_INTERVAL_MS = 250;
const LONGEST_INTERVAL_MS = 30_000;
// A registry that says when to come back is taken at its word.
const LONGEST_TOLD_INTERVAL_MS = 1_000;
// So many requests in a row must be answered before the pause becomes shorter, and by how much.
const ANSWERS_BEFORE_SPEEDING_UP = 10;
const SPEED_UP = 0.8;
// A shorter pause is none.
const SHORTEST_INTERVAL_MS = 20;
const AFTER_DEADLINE_MS = 500;

/**
 * Spaces the requests to one registry, once it has refused one for being too many (429): fewer after each refusal, and
 * cautiously more again while there is none. `Retry-After` holds back every request, and not only the refused one.
 * Without a deadline only that is kept: the few attempts that there are have pauses of their own.
 *
 * Source: RFC 6585, section 4 (429); RFC 9110, section 10.2.3 (Retry-After).
 */
export class Pacer {
  private intervalMs = 0;
  private notBefore = 0;
  // One more with each slowing down: a refusal of what was sent before says nothing of the pace since.
  private current = 0;
  private answers = 0;
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

  /** How many requests were refused. */
  get refusals(): number {
    return this.count;
  }

  /** Which pace it is that requests are sent at now: a number that tells one from another. */
  get pace(): number {
    return this.current;
  }

  /**
   * Resolves when a request may be sent, in the order of the calls, and tells the pace that it belongs to. Throws
   * {@link RateLimitError} when the registry asks for more patience than there is, and the signal's reason.
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

  /** Takes note of an answer that was no refusal. */
  answered(pace: number): void {
    if (pace !== this.current || this.intervalMs === 0) return;
    this.answers += 1;
    if (this.answers < ANSWERS_BEFORE_SPEEDING_UP) return;
    this.answers = 0;
    const shorter = this.intervalMs * SPEED_UP;
    this.intervalMs = shorter < SHORTEST_INTERVAL_MS ? 0 : shorter;
  }

  /** Takes note of a refusal. */
  refused(pace: number, refusal: ResponseError): void {
    this.count += 1;
    this.refusal = refusal;
    const { retryAfterSeconds } = refusal;
    if (pace === this.current) this.slowDown(retryAfterSeconds);
    // Random, as others that were refused come back as well.
    const pause =
      retryAfterSeconds === undefined ? this.intervalMs * (1 + this.random()) : retryAfterSeconds * 1000;
    this.notBefore = Math.max(this.notBefore, this.clock.now() + pause);
  }

  private slowDown(retryAfterSeconds: number | undefined): void {
    this.current += 1;
    this.answers = 0;
    if (this.policy().deadline === undefined) return;
    const told =
      retryAfterSeconds === undefined
        ? LONGEST_INTERVAL_MS
        : Math.max(LONGEST_TOLD_INTERVAL_MS, retryAfterSeconds * 1000);
    const longest = Math.min(LONGEST_INTERVAL_MS, told);
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
      // A little longer than the deadline, so that whoever keeps it himself comes first and says what he was doing.
      await this.clock.sleep(Math.min(this.notBefore, deadline + AFTER_DEADLINE_MS) - now, signal);
    }
    this.notBefore = this.clock.now() + this.intervalMs;
  }
}
