import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as input from "./input-checks";
import { checkInputs } from "./input-checks";
import { type ArgumentsError } from "./problems";
import { Validation } from "./validation";

interface Placement {
  count?: pulumi.Input<number>;
}

interface Settings {
  name: pulumi.Input<string>;
  count?: pulumi.Input<number>;
  mode?: string;
  placement?: Placement;
  peers?: Record<string, pulumi.Input<string>>;
  elsewhere?: string;
}

const small = (value: number): string | undefined => (value < 10 ? undefined : "is not small");
const short = (value: string): string | undefined => (value.length < 4 ? undefined : "is not short");
const elsewhere = (settings: Settings): string | undefined => settings.elsewhere;

function check(settings: Settings) {
  const validation = new Validation('Test "t"');
  const checked = checkInputs(validation, "settings", settings, {
    name: input.required(short),
    count: input.withDefault(3, small),
    mode: input.plain(short),
    placement: { count: input.optional(small) },
    peers: input.each(input.optional(short)),
    elsewhere: input.usedBy(elsewhere),
  });
  return { validation, checked };
}

function problems(settings: Settings): readonly string[] {
  try {
    check(settings).validation.throwIfInvalid();
    return [];
  } catch (error) {
    return (error as ArgumentsError).problems.map(({ propertyPath, reason }) => `${propertyPath} ${reason}`);
  }
}

const known = <T>(output: pulumi.Input<T>): Promise<T> =>
  new Promise((resolve) => void pulumi.output(output).apply((value) => resolve(value as T)));

describe("checks of inputs by a table", () => {
  it("returns the checked values, with defaults, and without what is used elsewhere", async () => {
    const { checked } = check({
      name: "one",
      mode: "m",
      placement: { count: 1 },
      peers: { a: "x" },
      elsewhere: "y",
    });
    assert.deepEqual(Object.keys(checked), ["name", "count", "mode", "placement", "peers"]);
    assert.equal(await known(checked.name), "one");
    assert.equal(await known(checked.count), 3);
    assert.equal(checked.mode, "m");
    assert.equal(await known(checked.placement?.count), 1);
    assert.equal(await known(checked.peers?.a), "x");
  });

  it("has no values for what is not provided", () => {
    const { checked } = check({ name: "one" });
    assert.equal(checked.mode, undefined);
    assert.equal(checked.placement, undefined);
    assert.equal(checked.peers, undefined);
  });

  it("reports every problem by its property path", () => {
    const settings = {
      name: "long name",
      count: 10,
      mode: "long",
      placement: { count: 11 },
      peers: { "a b": "long" },
    };
    assert.deepEqual(problems(settings), [
      "settings.name is not short",
      "settings.count is not small",
      "settings.mode is not short",
      "settings.placement.count is not small",
      'settings.peers["a b"] is not short',
    ]);
    assert.deepEqual(problems({ name: "one" }), []);
  });
});
