import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../tests/cli/test-images";
import { entryPath, linkTarget, OutsideImageError, resolveInside } from "./image-paths";

describe("paths inside an image", () => {
  it("takes paths of entries however they are written, and refuses those that leave the image", () => {
    for (const path of ["a/b", "/a/b", "./a/b", "a//b/", "a/./b"]) assert.equal(entryPath(path), "a/b");
    assert.equal(entryPath("./"), "");
    for (const path of ["../a", "a/../../b", "a/..", "a\0b"]) {
      assert.throws(() => entryPath(path), OutsideImageError, path);
    }
  });

  it("makes absolute links relative, and refuses relative ones that lead out", () => {
    assert.equal(linkTarget("usr/bin/python", "python3.12"), "python3.12");
    assert.equal(linkTarget("usr/bin/python", "/opt/python/bin/python3"), "../../opt/python/bin/python3");
    assert.equal(linkTarget("etc/mtab", "/proc/mounts"), "../proc/mounts");
    assert.equal(linkTarget("bin", "usr/bin"), "usr/bin");
    assert.equal(linkTarget("a/b/c", "../../d"), "../../d");
    assert.equal(linkTarget("a", "/"), ".");
    for (const [path, target] of [
      ["a", "../etc/passwd"],
      ["a/b", "../../etc"],
      ["a/b", "x/../../../etc"],
    ] as const) {
      assert.throws(() => linkTarget(path, target), OutsideImageError, target);
    }
  });

  it("follows links within the image, stops at its root, and does not go round in circles", () => {
    const { folder, remove } = temporaryFolder();
    try {
      mkdirSync(join(folder, "usr/lib"), { recursive: true });
      symlinkSync("usr/lib", join(folder, "lib"));
      symlinkSync("/usr", join(folder, "absolute"));
      symlinkSync("../../../../etc", join(folder, "out"));
      symlinkSync("b", join(folder, "a"));
      symlinkSync("a", join(folder, "b"));
      assert.equal(resolveInside(folder, "/lib/x/y"), "usr/lib/x/y");
      assert.equal(resolveInside(folder, "absolute/lib"), "usr/lib");
      assert.equal(resolveInside(folder, "out/passwd"), "etc/passwd");
      assert.equal(resolveInside(folder, "../../x"), "x");
      assert.equal(resolveInside(folder, "lib"), "usr/lib");
      assert.equal(resolveInside(folder, "lib", false), "lib");
      assert.equal(resolveInside(folder, "/"), "");
      assert.throws(() => resolveInside(folder, "a/x"), OutsideImageError);
    } finally {
      remove();
    }
  });
});
