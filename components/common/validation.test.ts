import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError, checks, Validation } from ".";

const failure = (run: () => void): ArgumentsError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ArgumentsError) return error;
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
      error.problems.map(({ propertyPath }) => propertyPath),
      ["vpcId", "subnetIds", "groups[1]"],
    );
    assert.match(error.message, /Thing "t" has 3 problems/);
    assert.match(error.message, /vpcId: is "v", but must be the id of a VPC/);
    assert.match(error.message, /subnetIds: has 1 item, but must have at least 2: name two/);
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
    await assert.rejects(settled(list), /subnetIds: has 1 item/);
    await assert.rejects(settled(item), /groups\[1\]: is "x"/);
  });

  it("refuses another form of what only the deployment knows, unless the component has been refused", async () => {
    const args = { image: pulumi.secret(5), instanceType: pulumi.output(["ml.m5.large"]) };
    const endpoint = { executionRoleArn: "a", securityGroupIds: [], subnetIds: [] };
    const accepted = new Validation('Thing "t"');
    const read = accepted.form("ModelEndpoint", { ...endpoint, ...args });
    accepted.throwIfInvalid();
    await assert.rejects(
      settled(read.image),
      /Thing "t" has 1 problem .*\n {2}- image: is a number, but must be text$/,
    );
    await assert.rejects(settled(read.instanceType), /- instanceType: is a list, but must be text$/);

    const refused = new Validation('Thing "t"');
    const unread = refused.form("ModelEndpoint", args);
    failure(() => refused.throwIfInvalid());
    assert.equal(await settled(unread.image), 5);
  });

  it("knows the length of a list whose items it does not know", () => {
    const validation = new Validation('Thing "t"');
    validation.list("groups", [pulumi.output("sg-1"), pulumi.output("sg-2")], { max: 1 });
    assert.match(
      failure(() => validation.throwIfInvalid()).message,
      /groups: has 2 items, but must have 0 to 1/,
    );
  });

  it("refuses an output that holds nothing, and leaves one that may hold nothing alone", async () => {
    const validation = new Validation('Thing "t"');
    const missing = /: is an output whose value is undefined: pass an output that has a value/;
    for (const given of [undefined, null]) {
      const nothing = pulumi.output(given) as unknown as pulumi.Output<never>;
      const refused: pulumi.Output<unknown>[] = [
        validation.value<string>("vpcId", nothing, checks.vpcId),
        validation.required<string>("vpcId", nothing, checks.vpcId),
        validation.secret("password", nothing, () => undefined),
        validation.list<string>("subnetIds", nothing, {}),
        validation.record<string>("tags", nothing, {}) ?? pulumi.output(""),
      ];
      for (const output of refused) await assert.rejects(settled(output), missing);
      assert.equal(await settled(validation.optional<string>("vpcId", nothing, checks.vpcId)), given);
    }
    await assert.rejects(
      settled(validation.optional("vpcId", pulumi.output("v"), checks.vpcId)),
      /vpcId: is "v"/,
    );
    assert.equal(validation.value("vpcId", undefined, checks.vpcId), undefined);
    assert.equal(validation.optional("vpcId", undefined, checks.vpcId), undefined);
  });

  it("refuses outputs of another form", async () => {
    const validation = new Validation('Thing "t"');
    const text = pulumi.output("10.0.0.0/8") as unknown;
    await assert.rejects(
      settled(validation.list("blocks", text as pulumi.Output<string[]>, {})),
      /blocks: is "10.0.0.0\/8", but must be a list/,
    );
    await assert.rejects(
      settled(validation.record("tags", text as pulumi.Output<Record<string, string>>, {})),
      /tags: is "10.0.0.0\/8", but must be an object/,
    );
    const five = pulumi.output(5) as unknown as pulumi.Output<string>;
    await assert.rejects(settled(validation.value("vpcId", five, checks.vpcId)), /vpcId: is 5, but must be/);
  });

  it("does not check at deployment what has been refused before", async () => {
    const refused = new Validation('Thing "t"');
    const unused = refused.value("vpcId", pulumi.output("v"), checks.vpcId);
    refused.problem("name", "is wrong");
    assert.throws(() => refused.throwIfInvalid());
    assert.equal(await settled(unused), "v");
  });

  it("names no property to the engine, which would print the values of all it is told of", () => {
    const validation = new Validation('Thing "t"');
    validation.problem("password", "is wrong");
    assert.deepEqual(failure(() => validation.throwIfInvalid()).errors, []);
  });

  it("finds items that are there twice, now or at the deployment", async () => {
    const validation = new Validation('Thing "t"');
    validation.list("subnetIds", ["subnet-1", "subnet-2", "subnet-1"], { unique: true });
    const later = validation.list("groups", ["sg-1", pulumi.output("sg-1")], { unique: true });
    const fine = validation.list("more", ["sg-1", pulumi.output("sg-2")], { unique: true });
    await assert.rejects(settled(later), /groups\[1\]: is the same as groups\[0\]/);
    assert.deepEqual(await settled(fine), ["sg-1", "sg-2"]);
    assert.match(
      failure(() => validation.throwIfInvalid()).message,
      /1 problem in its arguments:\n {2}- subnetIds\[2\]: is the same as subnetIds\[0\]$/,
    );
  });

  it("checks a map's keys at once, and its values as soon as they are known", async () => {
    const validation = new Validation('Thing "t"');
    const short = (value: string): string | undefined => (value.length > 3 ? "is too long" : undefined);
    const rule = { max: 2, key: short, item: short };
    const values = { "long-key": "a", b: "long", c: pulumi.output("long") };
    validation.record("known", values, rule);
    const later = validation.record("map", { a: pulumi.output("long") }, rule);
    const whole = validation.record("map", pulumi.output({ "a b c": "a" }), rule);
    const fine = validation.record("map", { a: pulumi.output("b") }, rule);
    await assert.rejects(settled(later), /map\.a: is too long/);
    await assert.rejects(settled(whole), /map\["a b c"\]: is too long/);
    assert.deepEqual(await settled(fine), { a: "b" });
    assert.deepEqual(
      failure(() => validation.throwIfInvalid()).problems.map(({ propertyPath }) => propertyPath),
      ["known", "known.long-key", "known.b"],
    );
  });

  it("refuses a secret without showing it, and keeps what is right secret", async () => {
    const validation = new Validation('Thing "t"');
    const hidden = (output: pulumi.Output<unknown> | undefined): Promise<void> =>
      assert.rejects(settled(output), (error: Error) => {
        assert.match(error.message, /: is a secret with a value that is not allowed here/);
        return !error.message.includes("hunter2");
      });
    await hidden(validation.value("vpcId", pulumi.secret("hunter2"), checks.vpcId));
    await hidden(validation.list("ids", [pulumi.secret("hunter2")], { item: checks.vpcId }));
    await hidden(validation.record("map", { a: pulumi.secret("hunter2") }, { item: checks.vpcId }));
    const good = validation.value("vpcId", pulumi.secret("vpc-1"), checks.vpcId);
    assert.equal(await pulumi.isSecret(good), true);
    assert.equal(await settled(good), "vpc-1");
  });

  it("says why a secret is refused where the reason does not show it", async () => {
    const validation = new Validation('Thing "t"');
    const check = (value: string) => (value.endsWith("\n") ? "must not end in a line break" : undefined);
    const bad = validation.secret("password", pulumi.secret("hunter2\n"), check);
    await assert.rejects(settled(bad), /password: must not end in a line break$/);
    const good = validation.secret("password", "hunter2", check);
    assert.equal(await settled(good), "hunter2");
    assert.equal(await pulumi.isSecret(good), true);
    validation.secret("password", "hunter2\n", check);
    assert.match(
      failure(() => validation.throwIfInvalid()).message,
      /password: must not end in a line break$/,
    );
  });

  it("checks an object whose members depend on each other once all of it is known, by the path of each problem", async () => {
    const problemsOf = ({ least, most }: { least: number; most: number }) => [
      { propertyPath: "scaling.least", reason: `is ${least}` },
      { propertyPath: "scaling.most", reason: `is ${most}` },
    ];
    const validation = new Validation('Thing "t"');
    const late = { least: 2, most: pulumi.output(1) as unknown as number };
    await assert.rejects(
      settled(validation.object("scaling", late, problemsOf)),
      ({ message }: Error) =>
        message ===
        'Thing "t" has 2 problems in its arguments:\n  - scaling.least: is 2\n  - scaling.most: is 1',
    );
    assert.deepEqual(await settled(validation.object("scaling", late, () => [])), { least: 2, most: 1 });
    validation.object("scaling", { least: 2, most: 1 }, problemsOf);
    assert.equal(failure(() => validation.throwIfInvalid()).problems.length, 2);
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
    assert.equal(error.problems.length, 5);
  });
});
