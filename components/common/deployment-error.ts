import * as pulumi from "@pulumi/pulumi";

/**
 * An error that the deployment ends with, shown as its message alone: without a stack, which says nothing to the person
 * who deploys, and of which Pulumi would print all that hangs on it.
 */
export function deploymentError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
