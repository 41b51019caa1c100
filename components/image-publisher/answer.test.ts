import fc from "fast-check";
import assert from "node:assert/strict";
import { parsePublished, parseStaged } from "./answer";

const answer = {
  digest: `sha256:${"a".repeat(64)}`,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  size: 12,
};

describe("the answer of the publishing function", () => {
  it("is read, whatever else it says", () => {
    assert.deepEqual(
      parsePublished("publish", JSON.stringify({ ...answer, blobs: { uploaded: 1 } })),
      answer,
    );
  });

  it("fails with the function's own message where it reports a failure", () => {
    const failure = JSON.stringify({
      errorType: "PublishError",
      errorMessage: "3 of 7 blobs copied",
      trace: [],
    });
    for (const parse of [parsePublished, parseStaged]) {
      assert.throws(() => parse("publish", failure), { message: "3 of 7 blobs copied", stack: "" });
    }
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
        () => parsePublished("publish", other),
        /The function publish did not answer with the digest/,
      );
    }
  });

  it("never gives anything but a digest", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.throws(() => parsePublished("publish", text), Error);
      }),
    );
  });
});

describe("the answer of the staging function", () => {
  const layout = { bucket: "images", prefix: "staged", digest: answer.digest };

  it("says where the image is, whatever else it says", () => {
    const text = JSON.stringify({ ...answer, layout: { ...layout, more: 1 }, blobs: {} });
    assert.deepEqual(parseStaged("stage", text), layout);
  });

  it("fails saying which function did not answer as it should", () => {
    const others = [
      undefined,
      "{",
      "null",
      JSON.stringify(answer),
      JSON.stringify({ layout: null }),
      JSON.stringify({ layout: { ...layout, digest: "sha256:abc" } }),
      JSON.stringify({ layout: { ...layout, prefix: 1 } }),
      JSON.stringify({ layout: { ...layout, bucket: undefined } }),
    ];
    for (const other of others) {
      assert.throws(
        () => parseStaged("stage", other),
        /The function stage did not answer with the layout.*stagingFunc/,
      );
    }
  });
});
