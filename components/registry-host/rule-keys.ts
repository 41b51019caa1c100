import type * as pulumi from "@pulumi/pulumi";
import { checks, propertyPathOf, type Validation } from "../common";

const RULE_KEY = checks.pattern(
  /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/,
  "a name of 1 to 63 letters, digits, dots, underscores and hyphens",
  "it becomes part of a rule's name and description",
);

/** Checks the names by which the user gave peers of security group rules, and that no peer is there twice: EC2 refuses it. */
export function checkRuleKeys(
  validation: Validation,
  property: string,
  peers: Readonly<Record<string, pulumi.Input<string>>>,
): void {
  const seen = new Map<string, string>();
  for (const [key, peer] of Object.entries(peers)) {
    validation.problem(propertyPathOf(property, key), RULE_KEY(key));
    if (typeof peer !== "string") continue;
    const first = seen.get(peer);
    if (first === undefined) seen.set(peer, key);
    else {
      validation.problem(
        propertyPathOf(property, key),
        `is ${JSON.stringify(peer)}, the same as ${propertyPathOf(property, first)}: leave one of the two out`,
      );
    }
  }
}
