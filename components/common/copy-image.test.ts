import fc from "fast-check";
import assert from "node:assert/strict";
import { parseCopyResult } from "./copy-image";

const digest = `sha256:${"a".repeat(64)}`;
const layout = { bucket: "images", prefix: "staged", digest };
const result = {
  digest,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  size: 12,
  blobs: { uploaded: 1, present: 0 },
  uploadedBytes: 12,
};
const ALL = ["mediaType", "size", "layout"] as const;

describe("the result of the copy-image function", () => {
  it("is read with the properties that the caller requires", () => {
    assert.equal(parseCopyResult("copy", JSON.stringify({ digest }), [], "").digest, digest);
    assert.equal(parseCopyResult("copy", JSON.stringify(result), ["mediaType", "size"], "").size, 12);
    const staged = JSON.stringify({ ...result, layout });
    assert.deepEqual(parseCopyResult("copy", staged, ["layout"], "").layout, layout);
  });

  it("fails with the message of the function", () => {
    const failure = JSON.stringify({ errorType: "CopyError", errorMessage: "3 of 7 blobs", trace: [] });
    assert.throws(() => parseCopyResult("copy", failure, [], "try again"), {
      message: "3 of 7 blobs",
      stack: "",
    });
  });

  const { size: _size, ...sizeless } = result;
  for (const [what, text] of [
    ["missing", undefined],
    ["empty", ""],
    ["null", "null"],
    ["a string", '"text"'],
    ["cut off", "{"],
    ["an empty object", "{}"],
    ["without a size", JSON.stringify({ ...sizeless, layout })],
    ["with a short digest", JSON.stringify({ ...result, layout, digest: "sha256:abc" })],
    ["without a media type", JSON.stringify({ ...result, layout, mediaType: undefined })],
    ["with a size as text", JSON.stringify({ ...result, layout, size: "12" })],
    ["without a layout", JSON.stringify(result)],
    ["with null as layout", JSON.stringify({ ...result, layout: null })],
    ["with a layout of a short digest", JSON.stringify({ ...result, layout: { ...layout, digest: "1" } })],
    [
      "with a layout whose prefix is a number",
      JSON.stringify({ ...result, layout: { ...layout, prefix: 1 } }),
    ],
    ["with a layout without bucket", JSON.stringify({ ...result, layout: { ...layout, bucket: undefined } })],
  ] as const) {
    it(`fails where it is ${what}`, () => {
      assert.throws(
        () => parseCopyResult("copy", text, ALL, "check functionName"),
        /The function copy did not return the digest, mediaType, size, layout of a copied image: check functionName/,
      );
    });
  }

  it("never returns anything but a digest", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        assert.throws(() => parseCopyResult("copy", text, [], "try again"), Error);
      }),
    );
  });
});
