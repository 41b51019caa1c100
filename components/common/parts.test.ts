import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError, checkedArguments, laterOutputs, Validation, type Part } from ".";
import * as checks from "./checks";

interface Args {
  readonly vpcId?: pulumi.Input<string>;
  readonly rolePath?: string;
}

let count = 0;

/** What a component's check does. */
function check(name: string, args: Args, part?: Part) {
  count += 1;
  const validation = new Validation(`Part "${name}"`, part);
  const checked = {
    vpcId: validation.value("vpcId", args.vpcId, checks.vpcId),
    rolePath: validation.value("rolePath", args.rolePath, checks.rolePath),
    failure: validation.failure,
  };
  validation.throwIfInvalid();
  return checked;
}

const settled = (output: pulumi.Output<unknown> | undefined): Promise<unknown> =>
  (output as unknown as { promise(): Promise<unknown> }).promise();
const paths = { rolePath: "rolePath", "": "network" };

describe("A composition", () => {
  it("reports the problems of all parts at once, by the properties that the user specified, and shared ones once", () => {
    const composition = new Validation('Composition "c"');
    composition.part(check, "a", { vpcId: "x", rolePath: "none" }, paths);
    composition.part(check, "b", { rolePath: "none" }, paths);
    assert.throws(
      () => composition.throwIfInvalid(),
      (error) => {
        assert.ok(error instanceof ArgumentsError);
        assert.match(error.message, /^Composition "c" has 2 problems/);
        assert.deepEqual(
          error.problems.map(({ propertyPath }) => propertyPath),
          ["network.vpcId", "rolePath"],
        );
        return true;
      },
    );
  });

  it("checks a part once, and a component of its own in its constructor", () => {
    count = 0;
    const args = new Validation('Composition "c"').part(check, "a", { rolePath: "/ml/" }, paths);
    const checked = checkedArguments(check, "a", args);
    assert.equal(count, 1);
    assert.equal(checkedArguments(check, "a", args), checked);
    assert.notEqual(checkedArguments(check, "a", { rolePath: "/ml/" }), checked);
    assert.equal(count, 2);
    assert.throws(() => checkedArguments(check, "a", { rolePath: "none" }), /^Error: Part "a" has 1 problem/);
  });

  it("names itself and its properties where the deployment finds a part's to be wrong, also of a part's part", async () => {
    const composition = new Validation('Composition "c"');
    let inner: ReturnType<typeof check> | undefined;
    composition.part(
      (_, args: Args, part) => {
        const own = new Validation('Part "a"', part);
        inner = checkedArguments(check, "b", own.part(check, "b", args, { vpcId: "vpcIds[0]", "": "inner" }));
      },
      "a",
      { vpcId: pulumi.output("x") },
      { "": "outer" },
    );
    const expected = 'Composition "c" has 1 problem in its arguments:\n  - outer.';
    await assert.rejects(settled(inner?.vpcId), ({ message }: Error) =>
      message.startsWith(`${expected}vpcIds[0]: is "x"`),
    );
    assert.equal(inner?.failure("tags.a", "is wrong").message, `${expected}inner.tags.a: is wrong`);
  });

  it("leaves the deployment's checks of its parts out once it is refused", async () => {
    const composition = new Validation('Composition "c"');
    const { vpcId } = checkedArguments(
      check,
      "a",
      composition.part(check, "a", { vpcId: pulumi.output("x") }, paths),
    );
    composition.problem("name", "is wrong");
    assert.throws(() => composition.throwIfInvalid());
    assert.equal(await settled(vpcId), "x");
  });
});

describe("laterOutputs", () => {
  it("have the component's values, secrets and unknowns, once it is created", async () => {
    interface Network {
      readonly vpcId: pulumi.Output<string>;
      readonly password: pulumi.Output<string>;
    }
    const { outputs, resolve } = laterOutputs<Network>();
    const { vpcId, password } = outputs;
    assert.equal(outputs.vpcId, vpcId);
    const network = { vpcId: pulumi.output("vpc-1"), password: pulumi.secret("p") };
    assert.equal(resolve(network), network);
    assert.equal(await settled(vpcId), "vpc-1");
    assert.equal(await pulumi.isSecret(vpcId), false);
    assert.equal(await pulumi.isSecret(password), true);
  });
});
