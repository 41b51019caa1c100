import assert from "node:assert/strict";
import fc from "fast-check";
import { InvalidEventError, parseEvent } from "./event";

const REGISTRY = "registry.example:5000";
const IMAGE = `${REGISTRY}/ml/fraud:1`;

const problemsOf = (event: unknown): string => {
  try {
    parseEvent(event, REGISTRY);
  } catch (error) {
    assert(error instanceof InvalidEventError, String(error));
    assert.equal(error.stack, "");
    return error.message;
  }
  throw new Error("The event was taken");
};

describe("the event of the preflight function", () => {
  it("is taken with its defaults, and in full", () => {
    assert.deepEqual(parseEvent({ image: IMAGE }, REGISTRY), { image: IMAGE, severities: {} });
    const full = {
      image: IMAGE,
      platform: "linux/arm64/v8",
      severities: { "media-types": "off", redirects: "error" },
      volumeSizeInGB: 30,
      startupTimeoutSeconds: 600,
    };
    assert.deepEqual(parseEvent(full, REGISTRY), {
      ...full,
      platform: { os: "linux", architecture: "arm64", variant: "v8" },
    });
  });

  it("is refused for an image of another registry: credentials go nowhere else", () => {
    assert.match(
      problemsOf({ image: "evil.example/ml/fraud:1" }),
      /image is of the registry evil\.example, but this function is for registry\.example:5000/,
    );
    assert.match(problemsOf({ image: "fraud" }), /image is of the registry docker\.io/);
  });

  it("is refused with all problems at once", () => {
    const message = problemsOf({
      image: "registry.example:5000/ML/fraud",
      platform: "arm64",
      severities: { nothing: "off", blobs: "fatal" },
      volumeSizeInGB: 0,
      startupTimeoutSeconds: "60",
      tag: "1",
    });
    for (const part of [
      /^The event of the preflight function is not valid: /,
      /the event has "tag", which this function does not know/,
      /image is not valid: the repository component "ML" has upper-case letters/,
      /platform is "arm64", but must be os\/architecture/,
      /severities has "nothing", but the checks are registry-name, /,
      /severities\.blobs is "fatal", but must be error, warning or off/,
      /volumeSizeInGB is 0, but must be a number above 0/,
      /startupTimeoutSeconds is "60"/,
    ]) {
      assert.match(message, part);
    }
  });

  it("fails on anything else with its own error", () => {
    fc.assert(
      fc.property(fc.anything(), (event) => {
        fc.pre(typeof event !== "object" || event === null || !("image" in event));
        assert.match(problemsOf(event), /^The event of the preflight function is not valid: /);
      }),
    );
  });
});
