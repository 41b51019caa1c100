import * as pulumi from "@pulumi/pulumi";

/**
 * An error that the deployment ends with, shown as its message alone: a stack says nothing to the person who deploys.
 */
export function deploymentError(message: string): pulumi.RunError {
  return withoutStack(new pulumi.RunError(message));
}

/** The error without its stack, of which Pulumi would print, and search for minutes, all that hangs on it. */
export function withoutStack<T extends Error>(error: T): T {
  error.stack = "";
  return error;
}
