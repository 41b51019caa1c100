import * as pulumi from "@pulumi/pulumi";

/** The errors that deployments of this process have ended with, by what they say. */
const errors = new Map<string, Error>();

/** An error that ends the deployment: Pulumi shows its message, once, and nothing else. */
export function deploymentError(message: string): pulumi.RunError {
  return messageOnly(new pulumi.RunError(message));
}

/**
 * The error in the form that Pulumi shows as its message alone, and once.
 *
 * - Pulumi prints the stack and every property of other errors, which says nothing to the person who deploys. Where the
 *   stack leads through an `apply`, older versions of Node.js take minutes and gigabytes for that
 *   (https://github.com/nodejs/node/issues/64011).
 * - Every resource whose input fails puts `error serializing property "…": ` before the message: the message stays.
 * - Many outputs and resources fail for one reason, and Pulumi shows each error object once: of errors that say the same
 *   there is one object.
 */
export function messageOnly<T extends Error>(error: T): T {
  const { message } = error;
  const key = `${error.constructor.name}: ${message}`;
  const known = errors.get(key);
  if (known !== undefined) return known as T;
  Object.defineProperties(error, {
    // By this Pulumi's SDK knows a RunError, whichever copy of it made the error.
    __pulumiRunError: { value: true },
    message: { get: () => message, set: () => undefined },
    stack: { value: "" },
  });
  errors.set(key, error);
  return error;
}
