import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import type { Problem } from "./problems";
import { isNothing } from "./values";

/** How a value that only the deployment knows is checked. */
export interface LateCheck<T> {
  readonly propertyPath: string;
  readonly problemsOf: (known: T) => readonly Problem[];
  /** Whether the value may be undefined. Default: `false`. */
  readonly mayHoldNothing?: boolean;
  /** Whether the messages of the check do not show the value. Default: `false`. */
  readonly isNotShown?: boolean;
}

const HOLDS_NOTHING =
  "is an output whose value is undefined: pass an output that has a value, or, if the argument is optional, remove it";
const SECRET_REFUSED =
  "is a secret with a value that is not allowed here. The reason would show the value, and is left out: " +
  "give the value through pulumi.unsecret to see it, if it may be seen";

/**
 * The value as an output that fails where there are problems with it, once the deployment knows it.
 * @param isRefused whether the component has been refused: nobody waits for its outputs
 * @param error makes the error that the deployment ends with
 */
export function checkLate<T>(
  value: pulumi.Input<T>,
  { propertyPath, problemsOf, mayHoldNothing = false, isNotShown = false }: LateCheck<T>,
  isRefused: () => boolean,
  error: (problems: readonly Problem[]) => Error,
): pulumi.Output<T> {
  const output = pulumi.output(value) as pulumi.Output<T>;
  const problemsWith = (known: T): readonly Problem[] => {
    if (isRefused()) return [];
    if (isNothing(known)) return mayHoldNothing ? [] : [{ propertyPath, reason: HOLDS_NOTHING }];
    return problemsOf(known);
  };
  const checked = output.apply(
    guarded((known): T | Promise<T> => {
      const problems = problemsWith(known);
      if (problems.length === 0) return known;
      // Messages name the value, and end up in logs: a secret is refused without it.
      return pulumi.isSecret(output).then((secret) => {
        const isShown = !secret || isNotShown || isNothing(known);
        throw error(isShown ? problems : [{ propertyPath, reason: SECRET_REFUSED }]);
      });
    }),
  );
  return checked as pulumi.Output<T>;
}
