import assert from "node:assert/strict";
import fc from "fast-check";
import { coverageOf, INTERNET, overlap, rangeOf, rangesOf, union, without, type Range } from "./ipv4-ranges";

const SIZE = 64;
const range = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1))
  .map(([one, other]): Range => [Math.min(one, other), Math.max(one, other)]);
const ranges = fc.array(range, { maxLength: 5 });
const numbers = Array.from({ length: SIZE }, (_, index) => index);
const has = (all: readonly Range[], number: number): boolean =>
  all.some(([first, last]) => first <= number && number <= last);

describe("ranges of addresses", () => {
  it("are those of CIDR blocks, wherever in the block its address is", () => {
    assert.deepEqual(rangeOf("10.0.1.7/24"), [167772416, 167772671]);
    assert.deepEqual(rangeOf("255.255.255.255/32"), [2 ** 32 - 1, 2 ** 32 - 1]);
    assert.deepEqual(rangesOf(["0.0.0.0/1", "128.0.0.0/1"]), [[0, 2 ** 32 - 1]]);
    for (const other of ["::/0", "10.0.0.0", "10.0.0.0/33", ""]) assert.equal(rangeOf(other), undefined);
  });

  it("are joined, cut and compared number by number", () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const [first, second] = [union(one), union(other)];
        for (const number of numbers) {
          assert.equal(has(first, number), has(one, number));
          assert.equal(has(overlap(first, second), number), has(one, number) && has(other, number));
          assert.equal(has(without(first, second), number), has(one, number) && !has(other, number));
        }
        const own = numbers.filter((number) => has(one, number));
        const covered = own.filter((number) => has(other, number));
        const expected = covered.length === 0 ? "none" : covered.length === own.length ? "all" : "some";
        if (own.length > 0) assert.equal(coverageOf(first, second), expected);
      }),
    );
  });

  it("of the internet hold none that networks use for themselves", () => {
    const inside = [
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "100.64.0.0/10",
      "127.0.0.0/8",
      "169.254.0.0/16",
    ];
    for (const block of inside) assert.equal(coverageOf(rangesOf([block]), INTERNET), "none", block);
    for (const block of ["1.1.1.0/24", "52.0.0.0/8", "172.32.0.0/16"]) {
      assert.equal(coverageOf(rangesOf([block]), INTERNET), "all", block);
    }
  });
});
