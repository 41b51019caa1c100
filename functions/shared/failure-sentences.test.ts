import assert from "node:assert/strict";
import { DeadlineError, NO_PROGRESS } from "../../registry-client";
import { describeRefusals, type EndedRun, outOfTime, unexpectedFailure } from "./failure-sentences";

describe("sentences of failures", () => {
  const run: EndedRun = {
    seconds: 895,
    uploaded: 0,
    reading: "the manifest of ghcr.io/ml/fraud was still being read",
    done: "staged of ghcr.io/ml/fraud",
    help: "give the function more memory",
  };

  const some = { blobs: { copied: 3, total: 7 }, manifests: { stored: 0, total: 1 } };

  it("tell how far a run came in its time, and that the next one continues from there", () => {
    assert.equal(
      outOfTime(new DeadlineError(some), { ...run, uploaded: 2 }),
      "Out of time after 895 s: 3 of 7 blobs staged of ghcr.io/ml/fraud; run `pulumi up` again to continue from there.",
    );
  });

  it("tell of an index how many of its manifests are there, and that its registry slowed the run down", () => {
    const index = { blobs: { copied: 9, total: 12 }, manifests: { stored: 2, total: 15 } };
    const refusals = describeRefusals({ registry: "ghcr.io", refusals: 3 });
    assert.equal(
      outOfTime(new DeadlineError(index), { ...run, uploaded: 2, refusals }),
      "Out of time after 895 s: 9 blobs and 2 of 15 manifests staged of ghcr.io/ml/fraud, as ghcr.io answered 3 requests " +
        "with 429 (too many requests); run `pulumi up` again to continue from there.",
    );
    assert.equal(describeRefusals({ registry: "ghcr.io", refusals: 0 }), "");
  });

  it("tell what helps where a run uploaded nothing", () => {
    assert.equal(
      outOfTime(new DeadlineError(some), run),
      "Out of time after 895 s: 3 of 7 blobs staged of ghcr.io/ml/fraud; run `pulumi up` again; " +
        "if it gets no further, give the function more memory.",
    );
    assert.match(
      outOfTime(new DeadlineError(NO_PROGRESS), run),
      /s: the manifest of ghcr.io.ml.fraud was still being read/,
    );
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
