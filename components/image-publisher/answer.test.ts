import fc from "fast-check";
import assert from "node:assert/strict";
import { parseAnswer } from "./answer";

const answer = {
  digest: `sha256:${"a".repeat(64)}`,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  size: 12,
};

describe("the answer of the publishing function", () => {
  it("is read, whatever else it says", () => {
    assert.deepEqual(parseAnswer("publish", JSON.stringify({ ...answer, blobs: { uploaded: 1 } })), answer);
  });

  it("fails with the function's own message where it reports a failure", () => {
    const failure = JSON.stringify({
      errorType: "PublishError",
      errorMessage: "3 of 7 blobs copied",
      trace: [],
    });
    assert.throws(() => parseAnswer("publish", failure), new Error("3 of 7 blobs copied"));
  });

  it("fails saying which function did not answer as it should", () => {
    const others = [
      undefined,
      "",
      "null",
      '"text"',
      "{",
      "{}",
      JSON.stringify({ ...answer, digest: "sha256:abc" }),
      JSON.stringify({ ...answer, mediaType: undefined }),
      JSON.stringify({ ...answer, size: "12" }),
    ];
    for (const other of others) {
      assert.throws(
        () => parseAnswer("publish", other),
        /^Error: The function publish did not answer with the digest/,
      );
    }
  });

  it("never gives anything but a digest", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.throws(() => parseAnswer("publish", text), Error);
      }),
    );
  });
});
