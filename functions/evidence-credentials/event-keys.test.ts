import assert from "node:assert/strict";
import fc from "fast-check";
import { eventKeys } from "./event-keys";

describe("the keys of an event", () => {
  it("are told with their types, below each other", () => {
    const event = { Registry: "host", Model: { name: "x", tags: [{ Key: "a" }], none: null }, tries: 1 };
    assert.deepEqual(eventKeys(event), [
      "Registry (string)",
      "Model (object)",
      "Model.name (string)",
      "Model.tags (list)",
      "Model.tags.[0] (object)",
      "Model.tags.[0].Key (string)",
      "Model.none (null)",
      "tries (number)",
    ]);
  });

  it("are none where the event has none", () => {
    for (const event of [{}, [], null, undefined, "text", 1]) {
      assert.deepEqual(
        eventKeys(event).filter((key) => !key.startsWith("[0]")),
        [],
      );
    }
  });

  it("never tell a value, and never very much", () => {
    // Letters that no key and no type has.
    const secret = fc.stringMatching(/^[QZ]{8,40}$/);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        secret,
        fc.array(tie("tree")),
        fc.dictionary(fc.stringMatching(/^[a-p]{1,120}$/), tie("tree")),
      ),
    }));
    fc.assert(
      fc.property(tree, (event) => {
        const told = eventKeys(event);
        assert(!told.join("").includes("Q") && !told.join("").includes("Z"));
        assert(told.length <= 50);
        assert(told.every((key) => key.length < 500));
      }),
      { numRuns: 50 },
    );
  });
});
