import fc from "fast-check";
import assert from "node:assert/strict";
import { type Bounds, parseEvent, type StageImageEvent } from "./event";
import { parseSourceRegistries } from "./source-registries";
import { StageError } from "./stage-error";

const digest = `sha256:${"0".repeat(64)}`;
const bounds: Bounds = { registries: ["ghcr.io", "docker.io"], bucket: "images" };
const event: StageImageEvent = { source: `ghcr.io/ml/fraud@${digest}`, bucket: "images" };

function problemsOf(value: unknown): string {
  let message = "";
  assert.throws(
    () => parseEvent(value, bounds),
    (error) => {
      message = (error as Error).message;
      return error instanceof StageError;
    },
  );
  return message;
}

describe("the event of the staging function", () => {
  it("names an image by its digest, and can name a platform", () => {
    const source = { registry: "ghcr.io", repository: "ml/fraud", digest };
    assert.deepEqual(parseEvent(event, bounds), { source, platform: undefined });
    const platform = { os: "linux", architecture: "arm64", variant: "v8" };
    assert.deepEqual(parseEvent({ ...event, platform: "linux/arm64/v8" }, bounds), { source, platform });
  });

  it("takes Docker Hub's short names, and leaves a tag beside the digest alone", () => {
    const { source } = parseEvent({ ...event, source: `alpine:3@${digest}` }, bounds);
    assert.deepEqual(source, { registry: "docker.io", repository: "library/alpine", digest });
  });

  const refused: [string, unknown, RegExp][] = [
    ["nothing", undefined, /event must be an object with source, bucket, platform/],
    ["no source", { bucket: "images" }, /source is missing/],
    ["a source that is no text", { ...event, source: 1 }, /source must be a text/],
    [
      "a source that is no reference",
      { ...event, source: "ghcr.io/ML" },
      /source is not valid: its repository/,
    ],
    ["a tag", { ...event, source: "ghcr.io/ml/fraud:1" }, /must name the image by its digest/],
    [
      "a digest of another kind",
      { ...event, source: `ghcr.io/a@sha512:${"0".repeat(128)}` },
      /must name the image by its digest, sha256/,
    ],
    [
      "a registry that the function does not know",
      { ...event, source: `quay.io/a/b@${digest}` },
      /source is in quay\.io, but this function reads from ghcr\.io, docker\.io only: name quay\.io in the sourceReg/,
    ],
    [
      "another publisher's bucket",
      { ...event, bucket: "others" },
      /bucket is "others", but this function stages images in images only/,
    ],
    [
      "a platform without architecture",
      { ...event, platform: "linux" },
      /platform is "linux", but must be os/,
    ],
    ["what is not known", { ...event, tag: "1" }, /event has "tag", which this function does not know/],
  ];
  for (const [what, value, message] of refused) {
    it(`is refused with ${what}`, () => {
      assert.match(problemsOf(value), message);
    });
  }

  it("never fails with anything but its own error, and never leads elsewhere", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (any, text) => {
        for (const value of [any, { ...event, source: any }, { ...event, source: text + event.source }]) {
          try {
            assert.ok(bounds.registries.includes(parseEvent(value, bounds).source.registry));
          } catch (error) {
            assert.ok(error instanceof StageError, String(error));
          }
        }
      }),
    );
  });
});

describe("the registries of the staging function", () => {
  it("are those of the environment", () => {
    const registries = {
      "ghcr.io": { secretArn: "arn", keys: { username: "u", password: "p" } },
      "docker.io": {},
    };
    assert.deepEqual(parseSourceRegistries(JSON.stringify(registries)), registries);
  });

  it("must be an object", () => {
    for (const text of ["", "null", "[]", '"docker.io"']) {
      assert.throws(() => parseSourceRegistries(text), Error);
    }
  });
});
