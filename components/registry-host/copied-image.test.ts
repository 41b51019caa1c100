import assert from "node:assert/strict";
import { parseCopied } from "./copied-image";

describe("the result of the function that copies the image", () => {
  const digest = `sha256:${"a".repeat(64)}`;

  it("tells the digest of the image in ECR", () => {
    assert.equal(parseCopied("copy", JSON.stringify({ digest, uploadedBlobs: 4, uploadedBytes: 9 })), digest);
  });

  it("fails with the message of the function", () => {
    const result = JSON.stringify({ errorType: "CopyError", errorMessage: "Out of time after 895 s." });
    assert.throws(() => parseCopied("copy", result), /^\w*Error: Out of time after 895 s\.$/);
  });

  for (const result of [
    undefined,
    "",
    "no JSON",
    "null",
    "[]",
    "{}",
    '{"digest":1}',
    '{"digest":"sha256:ab"}',
  ]) {
    it(`fails where it is ${result ?? "missing"}`, () => {
      assert.throws(
        () => parseCopied("copy", result),
        /The function copy did not return the digest of the image that it copied/,
      );
    });
  }
});
