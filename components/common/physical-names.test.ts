import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { record } from "../../testing";
import { bucketName, functionName, roleName } from "./physical-names";

describe("roleName", () => {
  it("leaves names to Pulumi for as long as they fit", () => {
    assert.deepEqual(roleName("a".repeat(56)), {});
    assert.deepEqual(roleName("a".repeat(57)), { namePrefix: `${"a".repeat(37)}-` });
  });
});

describe("functionName", () => {
  const nameOf = async (logicalName: string, parent = "parent"): Promise<string | undefined> => {
    let found: string | undefined;
    await record(() => {
      const { name } = functionName(logicalName, new pulumi.ComponentResource("a:b:C", parent));
      name?.apply((known) => (found = known));
    });
    return found;
  };

  it("leaves names to Pulumi for as long as they fit", async () => {
    assert.equal(await nameOf("f".repeat(56)), undefined);
    assert.equal((await nameOf("f".repeat(57)))?.length, 64);
    assert.equal((await nameOf("f".repeat(500)))?.length, 64);
  });

  it("keeps the beginning and the end, and tells every function apart", async () => {
    const long = `fraud-detection-for-the-retail-bank-${"x".repeat(20)}-access-credentials-function`;
    const name = await nameOf(long);
    assert.match(name ?? "", /^fraud-detection-for-the-access-credentials-function-[0-9a-f]{10}$/);
    assert.equal(await nameOf(long), name);
    assert.notEqual(await nameOf(long, "other"), name);
    const other = long.replace("x", "y");
    assert.equal((await nameOf(other))?.slice(0, -10), name?.slice(0, -10));
    assert.notEqual(await nameOf(other), name);
  });

  it("leaves names to the stack's own pattern", async () => {
    let own: unknown;
    const config = { "pulumi:autonaming": JSON.stringify({ mode: "verbatim" }) };
    await record(
      () => {
        own = functionName("f".repeat(64), new pulumi.ComponentResource("a:b:C", "parent"));
      },
      { config },
    );
    assert.deepEqual(own, {});
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
