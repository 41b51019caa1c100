import assert from "node:assert/strict";
import fc from "fast-check";
import { formatRange, parseContentRange, parseUploadRange } from "./range";

describe("ranges", () => {
  const position = fc.nat({ max: 2 ** 40 });

  it("formats a range with its last byte, as HTTP counts", () => {
    assert.equal(formatRange(5), "bytes=5-");
    assert.equal(formatRange(0, 10), "bytes=0-9");
  });

  it("reads a Content-Range back", () => {
    fc.assert(
      fc.property(
        position,
        fc.integer({ min: 1, max: 2 ** 40 }),
        position,
        fc.boolean(),
        (start, length, more, isKnown) => {
          const endExclusive = start + length;
          const size = isKnown ? endExclusive + more : undefined;
          assert.deepEqual(parseContentRange(`bytes ${start}-${endExclusive - 1}/${size ?? "*"}`), {
            start,
            endExclusive,
            size,
          });
        },
      ),
    );
  });

  for (const field of ["", "bytes */10", "bytes 5-4/10", "bytes 0-10/10", "items 0-1/2", "bytes 0-1"]) {
    it(`does not read ${JSON.stringify(field)}`, () => assert.equal(parseContentRange(field), undefined));
  }

  it("reads the range of an upload, with and without a unit", () => {
    assert.equal(parseUploadRange("0-0"), 0);
    assert.equal(parseUploadRange("0-99"), 100);
    assert.equal(parseUploadRange("bytes=0-99"), 100);
    for (const field of ["", "1-5", "0--1", "0-x"]) assert.equal(parseUploadRange(field), undefined);
  });
});
