import fc from "fast-check";
import assert from "node:assert/strict";
import { CopyError } from "./copy-error";
import { parseEvent } from "./event";

const DIGEST = `sha256:${"a".repeat(64)}`;
const REGISTRY = "public.ecr.aws";
const source = `${REGISTRY}/docker/library/registry@${DIGEST}`;
const targetRepository = "demo-image-1a2b3c4";

function problemsOf(event: unknown, registry = REGISTRY): string {
  let message = "";
  assert.throws(
    () => parseEvent(event, registry),
    (error) => {
      message = (error as Error).message;
      return error instanceof CopyError;
    },
  );
  return message;
}

describe("the event of the copying function", () => {
  it("names an image by digest and a repository", () => {
    assert.deepEqual(parseEvent({ source, targetRepository }, REGISTRY), {
      source: { registry: REGISTRY, repository: "docker/library/registry", digest: DIGEST },
      platform: undefined,
      targetRepository,
    });
  });

  it("names the one platform that is copied", () => {
    const { platform } = parseEvent({ source, targetRepository, platform: "linux/arm64" }, REGISTRY);
    assert.deepEqual(platform, { os: "linux", architecture: "arm64" });
  });

  it("takes Docker Hub's short names, and leaves a tag beside the digest alone", () => {
    const { source: found } = parseEvent({ source: `registry:3@${DIGEST}`, targetRepository }, "docker.io");
    assert.deepEqual(found, { registry: "docker.io", repository: "library/registry", digest: DIGEST });
  });

  it("is refused with every problem at once", () => {
    assert.equal(
      problemsOf({}),
      "The event of the copying function is not valid: source must be the reference of an image by digest; " +
        "targetRepository is undefined, but must be the name of a repository in ECR.",
    );
  });

  for (const [what, event, expected] of [
    ["a tag", { source: `${REGISTRY}/registry:3`, targetRepository }, /must name the image by its digest/],
    [
      "a digest that ECR does not know",
      { source: `${REGISTRY}/registry@sha512:${"a".repeat(128)}`, targetRepository },
      /by its digest, sha256/,
    ],
    [
      "another registry than the function's",
      { source: `evil.example.com/registry@${DIGEST}`, targetRepository },
      /source is in evil\.example\.com, but this function copies from public\.ecr\.aws only/,
    ],
    ["no reference", { source: "A b", targetRepository }, /source is not valid: its/],
    ["a repository with a host", { source, targetRepository: "ecr.example.com:1/r" }, /targetRepository is/],
    ["a repository that leaves its path", { source, targetRepository: "../other" }, /targetRepository is/],
    [
      "a platform of another form",
      { source, targetRepository, platform: "arm64" },
      /platform is "arm64", but must be os\/architecture/,
    ],
    ["nothing", undefined, /source must be/],
    ["null", null, /source must be/],
    ["a text", "text", /source must be/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.match(problemsOf(event), expected);
    });
  }

  it("never throws anything but its own error", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (anySource, anyTarget) => {
        try {
          parseEvent({ source: anySource, targetRepository: anyTarget }, REGISTRY);
        } catch (error) {
          assert.ok(error instanceof CopyError);
        }
      }),
    );
  });
});
