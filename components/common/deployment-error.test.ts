import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { deploymentError, messageOnly } from "./deployment-error";
import { ArgumentsError } from "./problems";

describe("errors that a deployment ends with", () => {
  const errors = {
    RunError: (text: string) => deploymentError(text),
    ArgumentsError: (text: string) =>
      messageOnly(new ArgumentsError('Thing "t"', [{ propertyPath: "size", reason: text }])),
  };

  for (const [kind, make] of Object.entries(errors)) {
    it(`are shown by Pulumi as their message alone: ${kind}`, () => {
      const error = make("What is wrong.\n\nWhat to do.");
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(error.message, /What is wrong\.\n\nWhat to do\.$/);
      assert.equal(error.stack, "");
      assert.equal(String(error), `Error: ${error.message}`);
    });

    it(`keep their message where an input fails by them, as the SDK changes it: ${kind}`, () => {
      const error = make("is wrong");
      const { message } = error;
      error.message = `error serializing property "vpcId": ${error.message}`;
      assert.equal(error.message, message);
      // The SDK notes the promise that failed, too.
      assert.doesNotThrow(() => Object.assign(error, { promise: Promise.resolve() }));
    });

    it(`are one for all that fail for one reason: ${kind}`, () => {
      assert.equal(make("is wrong"), make("is wrong"));
      assert.notEqual(make("is wrong"), make("is wrong in another way"));
    });
  }

  it("are of different kinds, also where they say the same", () => {
    const refused = errors.ArgumentsError("is wrong");
    assert.notEqual(deploymentError(refused.message), refused);
    assert.ok(refused instanceof pulumi.InputPropertiesError);
  });

  it("have no property that Pulumi prints where it does not know them", () => {
    assert.doesNotMatch(inspect(deploymentError("is wrong")), /at .*:\d+/);
  });
});
