import assert from "node:assert/strict";
import { bucketName, roleName } from "./physical-names";

describe("roleName", () => {
  it("leaves names to Pulumi for as long as they fit", () => {
    assert.deepEqual(roleName("a".repeat(56)), {});
    assert.deepEqual(roleName("a".repeat(57)), { namePrefix: `${"a".repeat(37)}-` });
  });
});

describe("bucketName", () => {
  it("leaves names to Pulumi for as long as they fit, and S3 takes them", () => {
    for (const name of ["demo-images", "Demo-images", "a".repeat(55)])
      assert.deepEqual(bucketName(name), {}, name);
    assert.deepEqual(bucketName("a".repeat(56)), { bucketPrefix: `${"a".repeat(36)}-` });
    assert.deepEqual(bucketName("_My_registry.x-images"), { bucketPrefix: "my-registry-x-images-" });
    assert.deepEqual(bucketName(`${"a".repeat(35)}_${"b".repeat(30)}`), {
      bucketPrefix: `${"a".repeat(35)}-`,
    });
  });
});
