import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { deploymentError } from "./deployment-error";
import { guarded } from "./guarded";

const fail = (error: unknown) => (): never => {
  throw error;
};
const messageOf = (callback: () => unknown): string => {
  try {
    guarded(callback)(undefined);
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error) && error instanceof Error);
    return error.message;
  }
  return assert.fail("nothing was thrown");
};

describe("guarded", () => {
  it("returns what the callback returns", async () => {
    assert.equal(guarded((value: number) => value + 1)(1), 2);
    assert.equal(await guarded(async (value: number) => value + 1)(1), 2);
  });

  it("turns an unexpected exception into one message with its place and the remedy", () => {
    const nothing = undefined as unknown as string[];
    assert.match(
      messageOf(() => nothing.filter(Boolean)),
      /^Bug in sagemaker-private-registry \d+\.\d+\.\d+, components\/common\/guarded\.test\.ts:\d+: TypeError: Cannot read properties of undefined \(reading 'filter'\)\. Report this message/,
    );
  });

  it("does so where the callback is asynchronous", async () => {
    const callback = guarded(async () => Promise.reject(new TypeError("x is not a function")));
    await assert.rejects(callback(undefined), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(error.message, /TypeError: x is not a function/);
      return true;
    });
  });

  it("lets through what the deployment is meant to end with", () => {
    const expected = deploymentError("is wrong");
    assert.throws(
      () => guarded(fail(expected))(undefined),
      (error) => error === expected,
    );
  });

  it("shows no message in which a value may be", () => {
    const secret = "hunter2";
    for (const throwing of [
      () => JSON.parse(secret) as unknown,
      () => new URL(secret),
      () => "key" in (secret as unknown as object),
      () => new Array<string>(Number(secret)),
      fail(new Error(`the password ${secret} is wrong`)),
      fail(secret),
    ]) {
      const message = messageOf(throwing);
      assert.doesNotMatch(message, /hunter2/);
      assert.match(message, /^Bug in .*(SyntaxError|TypeError|RangeError|Error|no error)/);
    }
  });
});
