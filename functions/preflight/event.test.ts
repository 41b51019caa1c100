import assert from "node:assert/strict";
import fc from "fast-check";
import { InvalidEventError } from "../shared/event-reader";
import { parseEvent } from "./event";

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
      volumeSizeInGb: 30,
      startupTimeoutSeconds: 600,
      endpointName: "fraud-1",
      capabilities: ["multi-models", "accept-bind-to-port"],
    };
    assert.deepEqual(parseEvent(full, REGISTRY), {
      ...full,
      platform: { os: "linux", architecture: "arm64", variant: "v8" },
    });
  });

  it("is refused for an image of another registry: credentials go nowhere else", () => {
    assert.match(
      problemsOf({ image: "evil.example/ml/fraud:1" }),
      /image is in the registry evil\.example, but this function is for registry\.example:5000/,
    );
    assert.match(problemsOf({ image: "fraud" }), /image is in the registry docker\.io/);
  });

  it("is refused with all problems at once", () => {
    const message = problemsOf({
      image: "registry.example:5000/ML/fraud",
      platform: "arm64",
      severities: { nothing: "off", blobs: "fatal" },
      volumeSizeInGb: 0,
      startupTimeoutSeconds: "60",
      endpointName: "fraud-",
      capabilities: ["fly"],
      tag: "1",
    });
    for (const part of [
      /^The event of the preflight function is invalid: /,
      /the event has the unknown property "tag"; expected image, platform/,
      /image is not a valid image reference: the repository component "ML" has upper-case letters/,
      /platform is "arm64", but must be os\/architecture/,
      /severities has the unknown check "nothing"; expected registry-name, /,
      /severities\.blobs is "fatal", but must be error, warning or off/,
      /volumeSizeInGb is 0, but must be a number above 0/,
      /startupTimeoutSeconds is "60"/,
      /endpointName is "fraud-", but must be 1 to 63 letters, digits and hyphens/,
      /capabilities is \["fly"\], but must be a list of accept-bind-to-port and multi-models/,
    ]) {
      assert.match(message, part);
    }
  });

  for (const [name, isTaken] of [
    ["a".repeat(63), true],
    ["a".repeat(64), false],
    ["", false],
    ["fraud.1", false],
    ["arn:aws:sagemaker:eu-west-1:123456789012:endpoint/fraud", false],
    [1, false],
  ] as const) {
    it(`${isTaken ? "takes" : "refuses"} the endpoint's name ${JSON.stringify(name)}`, () => {
      const event = { image: IMAGE, endpointName: name };
      if (isTaken) assert.deepEqual(parseEvent(event, REGISTRY), { ...event, severities: {} });
      else assert.match(problemsOf(event), /endpointName is /);
    });
  }

  it("of a schedule is taken, with every image as a deployment gives it", () => {
    const images = [
      { image: IMAGE },
      { image: IMAGE, platform: "linux/arm64", severities: { redirects: "off" }, endpointName: "fraud" },
    ];
    assert.deepEqual(parseEvent({ scheduled: { endpoint: "fraud", images } }, REGISTRY), {
      endpoint: "fraud",
      images: [
        { image: IMAGE, severities: {} },
        { ...images[1], platform: { os: "linux", architecture: "arm64" } },
      ],
    });
  });

  it("of a schedule is taken with 1 to 50 images", () => {
    const of = (count: number) => ({
      scheduled: { endpoint: "fraud", images: Array.from({ length: count }, () => ({ image: IMAGE })) },
    });
    for (const count of [1, 50]) {
      const request = parseEvent(of(count), REGISTRY);
      assert("images" in request && request.images.length === count);
    }
    for (const count of [0, 51]) {
      assert.match(
        problemsOf(of(count)),
        /scheduled\.images has \d+ items, but must be a list of 1 to 50 items/,
      );
    }
    assert.match(
      problemsOf({ scheduled: { endpoint: "fraud", images: IMAGE } }),
      /scheduled\.images is "registry.*, but must be a list/,
    );
  });

  it("of a schedule is refused with all problems at once, and where they are", () => {
    const message = problemsOf({
      image: IMAGE,
      scheduled: {
        endpoint: "fraud\n",
        every: "1h",
        images: [{ image: IMAGE }, { image: "evil.example/a:1", platform: "x", tag: "1" }, null],
      },
    });
    for (const part of [
      /the event has the unknown property "image"; expected scheduled:/,
      /scheduled has the unknown property "every"; expected endpoint, images:/,
      /scheduled\.endpoint is "fraud\\n", but must be 1 to 255 printable ASCII characters/,
      /scheduled\.images\[1\] has the unknown property "tag"/,
      /scheduled\.images\[1\]\.image is in the registry evil\.example/,
      /scheduled\.images\[1\]\.platform is "x"/,
      /scheduled\.images\[2\] must be an object/,
    ]) {
      assert.match(message, part);
    }
    assert(!message.includes("images[0]"));
    for (const endpoint of ["", "  ", "é", "a".repeat(256), undefined]) {
      assert.match(
        problemsOf({ scheduled: { endpoint, images: [{ image: IMAGE }] } }),
        /scheduled\.endpoint is /,
      );
    }
    assert.match(problemsOf({ scheduled: [] }), /scheduled must be an object/);
  });

  it("fails on anything else with its own error", () => {
    fc.assert(
      fc.property(fc.anything(), (event) => {
        fc.pre(typeof event !== "object" || event === null || !("image" in event));
        assert.match(problemsOf(event), /^The event of the preflight function is invalid: /);
      }),
    );
  });
});
