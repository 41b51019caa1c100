import type * as pulumi from "@pulumi/pulumi";
import {
  INVOKE_ACTIONS,
  policyDocument,
  propertyPathOf,
  type Placement,
  type PolicyDocument,
  type Validation,
} from "../common";

/** The service by which endpoints are called, and the same one with validated cryptography. */
const RUNTIME_SERVICES: readonly string[] = ["sagemaker.runtime", "sagemaker.runtime-fips"];

/**
 * The policy of an interface endpoint: the one that is given, or for SageMaker's runtime one by which this account's own
 * principals call this account's own endpoints, so that no data leaves through it; any other admits all that IAM allows.
 */
export function endpointPolicy(
  service: string,
  given: Readonly<Record<string, pulumi.Output<string>>>,
  placement: pulumi.Output<Placement>,
): pulumi.Output<string> | undefined {
  if (given[service] !== undefined) return given[service];
  return RUNTIME_SERVICES.includes(service)
    ? placement.apply((where) => JSON.stringify(runtimePolicy(where)))
    : undefined;
}

function runtimePolicy({ partition, region, accountId }: Placement): PolicyDocument {
  return policyDocument({
    Effect: "Allow",
    Principal: "*",
    Action: INVOKE_ACTIONS,
    Resource: `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/*`,
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  });
}

/** Checks the policies that are given for interface endpoints. */
export function checkEndpointPolicies(
  validation: Validation,
  policies: Readonly<Record<string, pulumi.Input<string>>> = {},
  services: readonly string[],
): Readonly<Record<string, pulumi.Output<string>>> {
  return Object.fromEntries(
    Object.entries(policies).map(([service, policy]) => {
      const path = propertyPathOf("interfaceEndpointPolicies", service);
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

function policyProblem(text: string): string | undefined {
  const problem = 'must be a policy as JSON, {"Version": "2012-10-17", "Statement": […]}';
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === "object" && policy !== null && "Statement" in policy ? undefined : problem;
  } catch {
    return problem;
  }
}
