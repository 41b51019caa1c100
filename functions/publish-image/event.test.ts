import fc from "fast-check";
import assert from "node:assert/strict";
import { parseEvent, type PublishImageEvent } from "./event";
import { PublishError } from "./publish-error";

const archive = { bucket: "archives", key: "project/stack/fraud.tar", versionId: "v1" };
const layout = { bucket: "archives", prefix: "staged", digest: `sha256:${"0".repeat(64)}` };
const event: PublishImageEvent = { source: { archive }, repository: "ml/fraud" };

function problemsOf(value: unknown): string {
  let message = "";
  assert.throws(
    () => parseEvent(value),
    (error) => {
      message = (error as Error).message;
      return error instanceof PublishError;
    },
  );
  return message;
}

describe("the event of the publishing function", () => {
  it("needs an archive's version and a repository, and fills in the rest", () => {
    assert.deepEqual(parseEvent(event), {
      source: { archive },
      repository: "ml/fraud",
      tag: undefined,
      platform: undefined,
      format: "docker",
      recompressZstd: false,
    });
  });

  it("is read in full", () => {
    const full: PublishImageEvent = {
      source: { archive: { bucket: "b", key: "k", etag: '"e"', image: "fraud:1" } },
      repository: "ml/fraud",
      tag: "1.2",
      platform: "linux/arm64/v8",
      mediaTypes: "Preserve",
      recompressZstd: true,
    };
    assert.deepEqual(parseEvent(full), {
      source: { archive: { bucket: "b", key: "k", etag: '"e"', image: "fraud:1" } },
      repository: "ml/fraud",
      tag: "1.2",
      platform: { os: "linux", architecture: "arm64", variant: "v8" },
      format: "preserve",
      recompressZstd: true,
    });
    assert.deepEqual(parseEvent({ ...event, platform: "linux/amd64" }).platform, {
      os: "linux",
      architecture: "amd64",
    });
    assert.equal(parseEvent({ ...event, mediaTypes: "DockerSchema2" }).format, "docker");
  });

  it("can name a staged image instead of an archive", () => {
    assert.deepEqual(parseEvent({ ...event, source: { layout } }).source, { layout });
  });

  const refused: [string, unknown, RegExp][] = [
    ["nothing", undefined, /event must be an object/],
    ["a list", [], /event must be an object/],
    ["no source", { repository: "a" }, /source must be an object with archive, layout/],
    ["neither archive nor layout", { ...event, source: {} }, /source\.archive must be an object with bucket/],
    ["archive and layout", { ...event, source: { archive, layout } }, /must have one of archive and layout/],
    [
      "a layout without prefix",
      { ...event, source: { layout: { ...layout, prefix: undefined } } },
      /source\.layout\.prefix is missing/,
    ],
    [
      "a layout of a tag",
      { ...event, source: { layout: { ...layout, digest: "1.0" } } },
      /layout\.digest is "1\.0", but must be a digest/,
    ],
    [
      "no bucket",
      { ...event, source: { archive: { key: "k", etag: "e" } } },
      /source\.archive\.bucket is missing/,
    ],
    [
      "an empty key",
      { ...event, source: { archive: { ...archive, key: "" } } },
      /archive\.key must be a text that/,
    ],
    ["no version", { ...event, source: { archive: { bucket: "b", key: "k" } } }, /needs versionId or etag/],
    ["no repository", { source: { archive } }, /repository is missing/],
    [
      "a tag in the repository",
      { ...event, repository: "ml/fraud:1" },
      /repository "ml\/fraud:1" is not a repos/,
    ],
    [
      "a repository in capitals",
      { ...event, repository: "ML" },
      /the repository component "ML" has upper-case/,
    ],
    ["an empty part", { ...event, repository: "a//b" }, /empty component/],
    [
      "a repository that leaves its place",
      { ...event, repository: "../a" },
      /repository "\.\.\/a" is not valid/,
    ],
    ["a tag with a slash", { ...event, tag: "a/b" }, /tag "a\/b" is not/],
    ["a tag with a digest", { ...event, tag: `a@sha256:${"0".repeat(64)}` }, /tag "a@.*" is not a tag alone/],
    ["a long tag", { ...event, tag: "a".repeat(129) }, /1 to 128/],
    ["a tag that is no text", { ...event, tag: 1 }, /tag must be a text/],
    [
      "a platform without architecture",
      { ...event, platform: "linux" },
      /platform is "linux", but must be os/,
    ],
    [
      "other media types",
      { ...event, mediaTypes: "Oci" },
      /mediaTypes is "Oci", but must be DockerSchema2 or/,
    ],
    ["a text for a truth value", { ...event, recompressZstd: "yes" }, /recompressZstd must be true or false/],
    [
      "what is not known",
      { ...event, sign: true },
      /event has "sign", which this function does not know.*newer/,
    ],
  ];
  for (const [what, value, message] of refused) {
    it(`is refused with ${what}`, () => {
      assert.match(problemsOf(value), message);
    });
  }

  it("is refused with all its problems at once", () => {
    const message = problemsOf({ ...event, tag: "", platform: "x", repository: "A" });
    assert.match(message, /tag must be a text/);
    assert.match(message, /platform is "x"/);
    assert.match(message, /repository "A"/);
  });

  it("never fails with anything but its own error", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.string(), (any, repository, tag) => {
        for (const value of [any, { ...event, repository, tag }, { ...event, source: any }]) {
          try {
            const request = parseEvent(value);
            assert.equal(request.repository, (value as PublishImageEvent).repository);
            assert.equal(request.tag, (value as PublishImageEvent).tag);
          } catch (error) {
            assert.ok(error instanceof PublishError, String(error));
          }
        }
      }),
    );
  });
});
