import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { checks, Validation } from ".";

const failure = (run: () => void): pulumi.InputPropertiesError => {
  try {
    run();
  } catch (error) {
    if (error instanceof pulumi.InputPropertiesError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};
const settled = (output: pulumi.Output<unknown> | undefined): Promise<unknown> =>
  (output as unknown as { promise(): Promise<unknown> }).promise();

describe("Validation", () => {
  it("throws nothing where all is well", () => {
    const validation = new Validation('Thing "t"');
    validation.value("vpcId", "vpc-1", checks.vpcId);
    validation.list("subnetIds", ["subnet-1", "subnet-2"], { min: 2, item: checks.subnetId });
    validation.throwIfInvalid();
  });

  it("reports every problem at once, each with path, value and what is allowed", () => {
    const validation = new Validation('Thing "t"');
    validation.value("vpcId", "v", checks.vpcId);
    validation.list("subnetIds", ["subnet-1"], { min: 2, item: checks.subnetId, remedy: "name two" });
    validation.list("groups", ["sg-1", "x"], { item: checks.securityGroupId });
    const error = failure(() => validation.throwIfInvalid());
    assert.deepEqual(
      error.errors?.map(({ propertyPath }) => propertyPath),
      ["vpcId", "subnetIds", "groups[1]"],
    );
    assert.match(error.message, /Thing "t" has 3 problems/);
    assert.match(error.message, /vpcId: is "v", but must be the id of a VPC/);
    assert.match(error.message, /subnetIds: has 1 items, but must have at least 2: name two/);
  });

  it("checks what only the deployment knows then, and passes the checked value on", async () => {
    const validation = new Validation('Thing "t"');
    const good = validation.value("vpcId", pulumi.output("vpc-1"), checks.vpcId);
    const bad = validation.value("vpcId", pulumi.output("v"), checks.vpcId);
    const list = validation.list("subnetIds", pulumi.output(["subnet-1"]), { min: 2 });
    const item = validation.list("groups", ["sg-1", pulumi.output("x")], { item: checks.securityGroupId });
    validation.throwIfInvalid();
    assert.equal(await settled(good), "vpc-1");
    await assert.rejects(settled(bad), /vpcId: is "v"/);
    await assert.rejects(settled(list), /subnetIds: has 1 items/);
    await assert.rejects(settled(item), /groups\[1\]: is "x"/);
  });

  it("knows the length of a list whose items it does not know", () => {
    const validation = new Validation('Thing "t"');
    validation.list("groups", [pulumi.output("sg-1"), pulumi.output("sg-2")], { max: 1 });
    assert.match(
      failure(() => validation.throwIfInvalid()).message,
      /groups: has 2 items, but must have 0 to 1/,
    );
  });

  it("leaves an optional output that holds nothing alone", async () => {
    const validation = new Validation('Thing "t"');
    const none = pulumi.output(undefined) as unknown as pulumi.Output<string>;
    assert.equal(await settled(validation.value("vpcId", none, checks.vpcId)), undefined);
  });

  it("checks the arguments that every component takes", () => {
    const validation = new Validation('Thing "t"');
    validation.common({
      tags: { "aws:x": "1" },
      kmsKeyArn: "alias/x",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:role/x",
      rolePath: "ml",
      logRetentionInDays: 31,
    });
    const error = failure(() => validation.throwIfInvalid());
    assert.equal(error.errors?.length, 5);
  });
});
