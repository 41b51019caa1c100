import fc from "fast-check";
import assert from "node:assert/strict";
import { parseReference } from "../../registry-client/images/reference";
import * as imageChecks from "./image-checks";

const DIGEST = `sha256:${"0".repeat(64)}`;

const table: [keyof typeof imageChecks, string[], string[]][] = [
  [
    "registryHostname",
    ["registry.example.com", "registry.example.com:8443", "localhost:5000", "docker.io"],
    ["", "registry", "https://registry.example.com", "registry.example.com/", "a.b/c", "a.b:x"],
  ],
  [
    "sourceRegistry",
    ["docker.io", "index.docker.io", "ghcr.io", "registry.example.com:8443"],
    ["", "library", "https://ghcr.io", "ghcr.io/ml", "a.b:x"],
  ],
  [
    "imageByDigest",
    [`ghcr.io/ml/fraud@${DIGEST}`, `alpine@${DIGEST}`, `ghcr.io/ml/fraud:1@${DIGEST}`],
    [
      "",
      "ghcr.io/ml/fraud",
      "ghcr.io/ml/fraud:1",
      `https://ghcr.io/a@${DIGEST}`,
      `a@sha512:${"0".repeat(128)}`,
    ],
  ],
  [
    "repository",
    ["fraud", "ml/fraud", "ml/fraud-1_0.x", "a/b/c/d"],
    ["", "ML/fraud", "ml/fraud:1", `ml/fraud@${DIGEST}`, "/a", "a/", "a//b", "../a", "a b", "a".repeat(256)],
  ],
  ["tag", ["latest", "1.0", "_a", "A-b.c"], ["", "a/b", "-a", "a b", `a@${DIGEST}`, "a:b", "a".repeat(129)]],
  [
    "platform",
    ["linux/amd64", "linux/arm64/v8", "linux/arm/v7"],
    ["", "linux", "linux/", "Linux/amd64", "a/b/c/d"],
  ],
];

describe("the checks of images", () => {
  for (const [name, good, bad] of table) {
    it(`${name} accepts what registries do, and says what is wrong with the rest`, () => {
      for (const value of good) assert.equal(imageChecks[name](value), undefined, value);
      for (const value of bad) assert.match(imageChecks[name](value) ?? "accepted", /, but must be /, value);
    });
  }

  it("say why, but show no password", () => {
    const reason = imageChecks.registryHostname("publisher:hunter2@registry.example.com");
    assert.equal(reason, "must hold no user and no password, but be a host name with an optional port");
    assert.equal(imageChecks.sourceRegistry("publisher:hunter2@ghcr.io"), reason);
    for (const value of ["publisher:hunter2@ghcr.io/a:1", `a:hunter2@ghcr.io/a@${DIGEST}`, "a:hunter2@b/"]) {
      assert.match(
        imageChecks.imageByDigest(value) ?? "",
        /^must hold no user and no password, but be an image ref/,
      );
    }
    assert.equal(
      imageChecks.repository("ML/fraud"),
      'is "ML/fraud", but must be a repository\'s path alone, as ml/fraud: the repository component "ML" has ' +
        "upper-case letters, allowed are only lower-case ones",
    );
  });

  it("show no password of a source without a repository", () => {
    for (const value of ["a:hunter2@ghcr.io", "a:hunter2@ghcr.io:5000", "a/b:hunter2@"]) {
      const reason = imageChecks.imageByDigest(value) ?? "";
      assert.match(reason, /must be an image reference by digest/);
      assert.ok(!reason.includes("hunter2"), reason);
    }
  });

  it("agree with the grammar of references", () => {
    const character = fc.constantFrom(..."abcABC019._-:/@ ");
    const text = fc.string({ unit: character, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (repository, tag) => {
        if (imageChecks.repository(repository) !== undefined || imageChecks.tag(tag) !== undefined) return;
        const reference = parseReference(`registry.example.com/${repository}:${tag}`);
        assert.deepEqual(reference, { registry: "registry.example.com", repository, tag });
      }),
      { numRuns: 2000 },
    );
  });
});
