import assert from "node:assert/strict";
import type { Clock } from "./clock";
import { RateLimitError, ResponseError } from "../errors";
import { Pacer } from "./request-pacer";
import { DEFAULT_RETRY } from "./retry";

/** Time that passes only where somebody waits. */
class ManualClock implements Clock {
  time = 0;
  now(): number {
    return this.time;
  }
  async sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.time += ms;
  }
}

const refusal = (retryAfterSeconds?: number): ResponseError =>
  new ResponseError("returned 429", 429, "GET", "https://registry.example.com/v2/", [], retryAfterSeconds);

describe("the pace of requests", () => {
  let clock: ManualClock;
  let pacer: Pacer;
  beforeEach(() => {
    clock = new ManualClock();
    pacer = new Pacer(
      () => ({ ...DEFAULT_RETRY, clock, deadline: 900_000 }),
      () => 0,
    );
  });

  /** The pauses between some requests that are answered. */
  const pauses = async (count: number): Promise<number[]> => {
    const found: number[] = [];
    for (let request = 0; request < count; request++) {
      const before = clock.time;
      pacer.succeeded(await pacer.turn(undefined));
      found.push(clock.time - before);
    }
    return found;
  };

  it("is their own until one is refused", async () => {
    assert.deepEqual([...new Set(await pauses(50))], [0]);
    assert.equal(pacer.refusals, 0);
  });

  it("is halved by each refusal, and by one alone of several that were under way together", async () => {
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => pacer.turn(undefined)));
    for (const pace of [first, second, third]) pacer.refused(pace ?? NaN, refusal());
    assert.deepEqual(await pauses(3), [250, 250, 250]);
    pacer.refused(await pacer.turn(undefined), refusal());
    assert.deepEqual(await pauses(3), [500, 500, 500]);
    assert.equal(pacer.refusals, 4);
  });

  it("is never slower than one in 30 s", async () => {
    for (let count = 0; count < 20; count++) pacer.refused(pacer.pace, refusal());
    clock.time = 100_000;
    const found = await pauses(5);
    assert.equal(found.at(-1), 30_000);
  });

  it("becomes faster by a fifth after ten answers, until it is their own again", async () => {
    pacer.refused(await pacer.turn(undefined), refusal());
    const found = await pauses(21);
    assert.deepEqual([...new Set(found.slice(1, 11))], [250]);
    assert.deepEqual([...new Set(found.slice(11))], [200]);
    await pauses(200);
    assert.deepEqual(await pauses(3), [0, 0, 0]);
  });

  it("is one a second, or as Retry-After says, where a registry refuses them again and again with that", async () => {
    for (const [seconds, expected] of [
      [0, 1_000],
      [3, 3_000],
      [60, 30_000],
    ] as const) {
      const told = new Pacer(() => ({ ...DEFAULT_RETRY, clock, deadline: Infinity }));
      for (let count = 0; count < 20; count++) told.refused(told.pace, refusal(seconds));
      await told.turn(undefined);
      const before = clock.time;
      await told.turn(undefined);
      assert.equal(clock.time - before, expected);
    }
  });

  it("is their own without a deadline, but for what Retry-After says", async () => {
    pacer = new Pacer(
      () => ({ ...DEFAULT_RETRY, clock }),
      () => 0,
    );
    pacer.refused(await pacer.turn(undefined), refusal());
    assert.deepEqual(await pauses(3), [0, 0, 0]);
    pacer.refused(await pacer.turn(undefined), refusal(60));
    assert.deepEqual(await pauses(3), [60_000, 0, 0]);
    pacer.refused(await pacer.turn(undefined), refusal(61));
    await assert.rejects(pacer.turn(undefined), RateLimitError);
  });

  it("waits for as long as Retry-After says, all of them", async () => {
    pacer.refused(await pacer.turn(undefined), refusal(7));
    await Promise.all([1, 2, 3].map(() => pacer.turn(undefined)));
    assert.equal(clock.time, 7_500);
  });

  it("ends the wait that would be too long with the refusal, at once", async () => {
    pacer.refused(await pacer.turn(undefined), refusal(901));
    await assert.rejects(pacer.turn(undefined), (error) => {
      assert.ok(error instanceof RateLimitError);
      assert.deepEqual([error.status, error.retryAfterSeconds], [429, 901]);
      return true;
    });
    assert.equal(clock.time, 0);
  });

  it("ends the wait of a request that is given up, with its reason, and of no other", async () => {
    pacer.refused(await pacer.turn(undefined), refusal(7));
    const stop = new AbortController();
    const reason = new Error("enough");
    stop.abort(reason);
    const [given, kept] = await Promise.allSettled([pacer.turn(stop.signal), pacer.turn(undefined)]);
    assert.deepEqual(given, { status: "rejected", reason });
    assert.equal(kept?.status, "fulfilled");
  });
});
