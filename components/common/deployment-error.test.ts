import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { deploymentError, inputError } from "./deployment-error";

describe("errors that a deployment ends with", () => {
  it("are known to Pulumi, and have a message and no stack", () => {
    const error = deploymentError("What is wrong.\n\nWhat to do.");
    assert.ok(pulumi.RunError.isInstance(error));
    assert.deepEqual([error.message, error.stack], ["What is wrong.\n\nWhat to do.", ""]);
  });

  it("name the argument that is wrong", () => {
    const error = inputError("subnetIds", "lie in one zone");
    assert.ok(pulumi.InputPropertyError.isInstance(error));
    assert.deepEqual([error.propertyPath, error.reason, error.stack], ["subnetIds", "lie in one zone", ""]);
    assert.match(error.message, /lie in one zone/);
  });
});
