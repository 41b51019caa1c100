import type * as pulumi from "@pulumi/pulumi";
import { checks, propertyPathOf, type Validation } from "../common";

/** https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
const MAX_POLICY_LENGTH = 20_480;

/** Checks the policies that are given for interface endpoints. */
export function checkEndpointPolicies(
  validation: Validation,
  policies: Readonly<Record<string, pulumi.Input<string>>> = {},
  services: readonly string[],
): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(
    Object.entries(policies).map(([service, policy]) => {
      const path = propertyPathOf("interfaceEndpointPolicyJson", service);
      if (!services.includes(service)) {
        validation.problem(
          path,
          `is given, but no endpoint for ${service} is made: name it in interfaceEndpoints, or leave it out`,
        );
      }
      return [service, validation.value(path, policy, policyProblem)];
    }),
  );
}

/** A check of an endpoint's policy: it has a principal in each statement, and a limited size. */
export const policyProblem = checks.sourced(
  "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  (text: string) => {
    if (text.length > MAX_POLICY_LENGTH) {
      return `has ${text.length} characters, but must have at most ${MAX_POLICY_LENGTH}`;
    }
    const statements = statementsOf(text);
    if (statements === undefined) {
      return 'must be a policy as JSON, {"Version": "2012-10-17", "Statement": […]}';
    }
    return statements.every((each) => "Principal" in each || "NotPrincipal" in each)
      ? undefined
      : 'has a statement without a Principal, but must say in each whom it lets pass: add "Principal": "*" to what is a policy of callers';
  },
);

function statementsOf(text: string): readonly object[] | undefined {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy !== "object" || policy === null || !("Statement" in policy)) return undefined;
    const statements: unknown[] = [policy.Statement].flat();
    const isObject = (each: unknown): each is object => typeof each === "object" && each !== null;
    return statements.every(isObject) ? statements : undefined;
  } catch {
    return undefined;
  }
}
