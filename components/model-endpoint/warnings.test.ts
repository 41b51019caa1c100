import assert from "node:assert/strict";
import { adviceOnImage } from "./warnings";

const DIGEST = `@sha256:${"a".repeat(64)}`;

describe("advice on images", () => {
  it("speaks up for ECR and for a tag beside a digest", () => {
    assert.match(
      adviceOnImage(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/a${DIGEST}`) ?? "",
      /in Amazon ECR/,
    );
    assert.match(adviceOnImage(`registry.example.com:5000/a:1${DIGEST}`) ?? "", /has a tag and a digest/);
    assert.equal(adviceOnImage(`registry.example.com:5000/a${DIGEST}`), undefined);
  });
});
