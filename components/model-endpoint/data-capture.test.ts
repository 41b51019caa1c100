import fc from "fast-check";
import assert from "node:assert/strict";
import { captureModes, CaptureMode } from "./data-capture";

describe("what is captured", () => {
  it("is one or both of inputs and outputs, or both by one name", () => {
    const modes = fc.array(fc.constantFrom(...Object.values(CaptureMode)), { maxLength: 4 });
    fc.assert(
      fc.property(modes, (given) => {
        const right = [["Input"], ["Output"], ["Input", "Output"], ["Output", "Input"], ["InputAndOutput"]];
        const allowed = right.some((each) => JSON.stringify(each) === JSON.stringify(given));
        assert.equal(captureModes(given) === undefined, allowed);
      }),
    );
  });
});
