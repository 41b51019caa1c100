import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../registry-client";
import { sendError } from "../../cli/local/embedded-registry/embedded-registry";

/** Time that passes faster than the machine's. */
export class ScaledClock implements Clock {
  private readonly begin = performance.now();
  private readonly epoch = Date.now();

  constructor(private readonly factor: number) {}

  now(): number {
    return this.epoch + (performance.now() - this.begin) * this.factor;
  }

  async sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    await sleep(ms / this.factor, undefined, signal ? { signal } : {});
  }
}

/** Time that stands still until somebody waits, which it does without waiting. */
export class JumpingClock implements Clock {
  /** How long was waited each time, in milliseconds. */
  readonly pauses: number[] = [];
  private time = 0;

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.pauses.push(ms);
    this.time += ms;
  }
}

export interface BucketOptions {
  /** Requests a second. */
  readonly rate: number;
  readonly burst: number;
  /** What a refusal says of when to come back: nothing by default. */
  readonly retryAfter?: "seconds" | "date";
}

/** Limits requests as ECR Public does: each takes a token out of a bucket that is filled at a fixed rate. */
export class TokenBucket {
  served = 0;
  refused = 0;
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly options: BucketOptions,
  ) {
    this.tokens = options.burst;
    this.filledAt = clock.now();
  }

  /** Takes a token; where there is none, the request is refused, and has been answered. */
  refuses(response: ServerResponse): boolean {
    const { rate, burst, retryAfter } = this.options;
    const now = this.clock.now();
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * rate);
    this.filledAt = now;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      this.served += 1;
      return false;
    }
    this.refused += 1;
    const seconds = Math.ceil((1 - this.tokens) / rate);
    if (retryAfter === "seconds") response.setHeader("retry-after", seconds);
    if (retryAfter === "date") {
      response.setHeader("retry-after", new Date(now + seconds * 1000).toUTCString());
    }
    sendError(response, 429, "TOOMANYREQUESTS", "Rate exceeded");
    return true;
  }
}
