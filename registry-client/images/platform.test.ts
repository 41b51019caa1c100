import assert from "node:assert/strict";
import { UnsupportedImageError } from "../errors";
import { MediaType, type Platform } from "./manifest";
import { choosePlatform, formatPlatform, parsePlatform } from "./platform";

const digest = (index: number) => `sha256:${String(index).repeat(64)}`;
const manifests = (...platforms: Array<Platform | undefined>) =>
  platforms.map((platform, index) => ({
    mediaType: MediaType.OciManifest,
    digest: digest(index),
    size: 1,
    ...(platform ? { platform } : {}),
  }));

const AMD64 = { os: "linux", architecture: "amd64" };
const ARM64 = { os: "linux", architecture: "arm64" };

describe("choosePlatform", () => {
  const cases: Array<[what: string, available: Platform[], wanted: Platform, index: number]> = [
    ["the same platform", [ARM64, AMD64], AMD64, 1],
    ["arm64 without a variant for v8", [AMD64, ARM64], { ...ARM64, variant: "v8" }, 1],
    ["arm64/v8 when no variant is asked for", [AMD64, { ...ARM64, variant: "v8" }], ARM64, 1],
    ["an image without a variant before others", [{ ...AMD64, variant: "v3" }, AMD64], AMD64, 1],
    [
      "the first variant when there is no other",
      [{ os: "linux", architecture: "arm", variant: "v7" }],
      { os: "linux", architecture: "arm" },
      0,
    ],
    ["amd64 by its other name", [AMD64], { os: "linux", architecture: "x86_64" }, 0],
  ];
  for (const [what, available, wanted, index] of cases) {
    it(`takes ${what}`, () => {
      assert.equal(choosePlatform(manifests(...available), wanted, "x").digest, digest(index));
    });
  }

  it("fails with the list of what there is, without attestations", () => {
    const available = manifests(ARM64, { os: "unknown", architecture: "unknown" }, undefined);
    assert.throws(
      () => choosePlatform(available, { ...ARM64, variant: "v9" }, "index"),
      (error) =>
        error instanceof UnsupportedImageError &&
        error.message === "index has no image for linux/arm64/v9; it has linux/arm64",
    );
  });

  it("prints a platform", () => assert.equal(formatPlatform({ ...ARM64, variant: "v8" }), "linux/arm64/v8"));

  it("reads what it prints, and nothing else", () => {
    for (const text of ["linux/amd64", "linux/arm64/v8", "windows/amd64"]) {
      const platform = parsePlatform(text);
      assert(platform);
      assert.equal(formatPlatform(platform), text);
    }
    for (const text of [
      "",
      "linux",
      "linux/",
      "/amd64",
      "linux/amd64/",
      "Linux/amd64",
      "a/b/c/d",
      "linux/amd64\n",
    ]) {
      assert.equal(parsePlatform(text), undefined, text);
    }
  });
});
