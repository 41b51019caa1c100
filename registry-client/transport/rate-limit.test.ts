import assert from "node:assert/strict";
import fc from "fast-check";
import { describeRateLimit, parseRateLimit } from "./rate-limit";

describe("rate limits", () => {
  it("are read as Docker Hub sends them", () => {
    const limit = parseRateLimit("100;w=21600", "0;w=21600");
    assert.deepEqual(limit, { limit: 100, remaining: 0, windowSeconds: 21600 });
    assert.equal(limit && describeRateLimit(limit), "0 of 100 requests in 21600 s are left");
  });

  it("are read where one part is missing", () => {
    const whole = parseRateLimit("2000", undefined);
    assert.deepEqual(whole, { limit: 2000, remaining: undefined, windowSeconds: undefined });
    assert.equal(whole && describeRateLimit(whole), "the limit is 2000 requests");
    const rest = parseRateLimit(undefined, "76;w=60");
    assert.deepEqual(rest, { limit: undefined, remaining: 76, windowSeconds: 60 });
    assert.equal(rest && describeRateLimit(rest), "76 requests in 60 s are left");
    assert.equal(parseRateLimit(undefined, "many"), undefined);
  });

  it("are read back, and nothing else is thrown or made up", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (limit, remaining, windowSeconds) => {
        const parsed = parseRateLimit(`${limit};w=${windowSeconds}`, `${remaining} ; w=${windowSeconds}`);
        assert.deepEqual(parsed, { limit, remaining, windowSeconds });
      }),
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (limit, remaining) => {
        const parsed = parseRateLimit(limit, remaining);
        for (const value of Object.values(parsed ?? {}))
          assert(value === undefined || Number.isSafeInteger(value));
      }),
    );
  });
});
