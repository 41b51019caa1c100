import assert from "node:assert/strict";
import fc from "fast-check";
import { ResponseError, TransportError } from "../errors";
import { pausing } from "./clock";
import { DEFAULT_RETRY, isTransient, parseRetryAfter, pauseBefore, retrying } from "./retry";

const reset = new TransportError("reset", "connection", "ECONNRESET", true);
const untrusted = new TransportError("untrusted", "certificate", "CERT_HAS_EXPIRED", false);
const answered = (status: number, retryAfter?: number) =>
  new ResponseError("answered", status, "GET", "https://x/", [], retryAfter);

describe("retries", () => {
  it("are made for what can pass, and for nothing else", () => {
    for (const error of [reset, answered(429), answered(500), answered(503)]) assert(isTransient(error));
    for (const error of [untrusted, answered(404), answered(405), new Error("bug")])
      assert(!isTransient(error));
  });

  it("pause at random below a bound that doubles up to the maximum", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failed, random) => {
          const policy = { ...DEFAULT_RETRY, attempts: 100 };
          const pause = pauseBefore(policy, failed, undefined, () => random) ?? NaN;
          assert(pause >= 0 && pause <= Math.min(60_000, 300 * 2 ** (failed - 1)));
        },
      ),
    );
    assert.equal(
      pauseBefore(DEFAULT_RETRY, 1, undefined, () => 1),
      300,
    );
    assert.equal(
      pauseBefore(DEFAULT_RETRY, 3, undefined, () => 1),
      1200,
    );
  });

  it("keep to Retry-After, and give up where it is too long", () => {
    assert.equal(pauseBefore(DEFAULT_RETRY, 1, 7), 7000);
    assert.equal(pauseBefore(DEFAULT_RETRY, 1, 61), undefined);
    assert.equal(pauseBefore(DEFAULT_RETRY, 5, 0), undefined);
  });

  it("read Retry-After as seconds and as a date", () => {
    const now = Date.UTC(2026, 0, 1);
    assert.equal(parseRetryAfter("120", now), 120);
    assert.equal(parseRetryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now), 30);
    assert.equal(parseRetryAfter("Wed, 31 Dec 2025 00:00:30 GMT", now), 0);
    assert.equal(parseRetryAfter("soon", now), undefined);
    assert.equal(parseRetryAfter("1767225600", now), undefined);
    assert.equal(parseRetryAfter(undefined, now), undefined);
  });

  it("take no text for a pause below zero", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (field) => {
        const seconds = parseRetryAfter(field);
        assert(seconds === undefined || seconds >= 0, `${field}: ${seconds}`);
      }),
    );
  });

  it("end with the last error when the attempts are used up", async () => {
    let attempts = 0;
    const policy = { attempts: 3, baseMs: 1, maximumMs: 1 };
    await assert.rejects(
      retrying(policy, undefined, async () => {
        attempts += 1;
        throw reset;
      }),
      reset,
    );
    assert.equal(attempts, 3);
  });

  it("end at once with the reason of an aborted signal", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => stop.abort(reason), 10);
    await assert.rejects(pausing(60_000, stop.signal), (error) => error === reason);
  });
});
