import assert from "node:assert/strict";
import { DeadlineError } from "../../registry-client";
import { type EndedRun, outOfTime, unexpectedFailure } from "./failure-sentences";

describe("sentences of failures", () => {
  const run: EndedRun = {
    seconds: 895,
    uploaded: 0,
    reading: "the manifests were still being read of ghcr.io/ml/fraud",
    done: "staged of ghcr.io/ml/fraud",
    help: "give the function more memory",
  };

  it("tell how far a run came in its time, and that the next one goes on from there", () => {
    assert.equal(
      outOfTime(new DeadlineError(3, 7), { ...run, uploaded: 2 }),
      "Out of time after 895 s: 3 of 7 blobs staged of ghcr.io/ml/fraud; run `pulumi up` again to go on from there.",
    );
  });

  it("tell what helps where a run uploaded nothing", () => {
    assert.equal(
      outOfTime(new DeadlineError(3, 7), run),
      "Out of time after 895 s: 3 of 7 blobs staged of ghcr.io/ml/fraud; run `pulumi up` again; " +
        "if it gets no further, give the function more memory.",
    );
    assert.match(outOfTime(new DeadlineError(0, 0), run), /s: the manifests were still being read of ghcr/);
  });

  it("keep what an unforeseen error says to themselves", () => {
    for (const [error, name] of [
      [new TypeError("password=hunter2"), "TypeError"],
      ["hunter2", "string"],
    ] as const) {
      assert.equal(
        unexpectedFailure("Staging ghcr.io/ml/fraud", error),
        `Staging ghcr.io/ml/fraud failed unexpectedly (${name}). The function's log says where; run \`pulumi up\` again.`,
      );
    }
  });
});
