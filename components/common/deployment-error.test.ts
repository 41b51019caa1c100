import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { deploymentError } from "./deployment-error";

describe("errors that a deployment ends with", () => {
  it("are known to Pulumi, and have a message and no stack", () => {
    const error = deploymentError("What is wrong.\n\nWhat to do.");
    assert.ok(pulumi.RunError.isInstance(error));
    assert.deepEqual([error.message, error.stack], ["What is wrong.\n\nWhat to do.", ""]);
  });
});
