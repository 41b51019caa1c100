import type * as pulumi from "@pulumi/pulumi";
import { checkInputs, checks, input, type Validation } from "../common";
import { policyProblem } from "./endpoint-policies";

/**
 * How the name of the Lambda API leads from the model's subnets to Lambda. SageMaker asks for the registry's credentials
 * at `lambda.<region>.<suffix>` through the model's VPC.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export const LambdaRouteKind = {
  /** An interface endpoint is made, with private DNS: the name leads to it for everyone in the VPC. */
  Create: "Create",
  /** An interface endpoint that the VPC has is used. */
  Adopt: "Adopt",
  /** An interface endpoint is made without private DNS, and a private hosted zone that maps the name to it. */
  PrivateZone: "PrivateZone",
  /** An interface endpoint is made without private DNS; the operator maps the name to it in a DNS of another provider. */
  ExternalDns: "ExternalDns",
  /** Nothing is made: the VPC leads there already, through an endpoint, a NAT gateway or a proxy of the operator's. */
  Provided: "Provided",
} as const;
export type LambdaRouteKind = (typeof LambdaRouteKind)[keyof typeof LambdaRouteKind];

/**
 * The route to the Lambda API that a network makes or adopts.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html
 */
export interface NetworkLambdaRoute {
  /** How the name of the Lambda API leads to Lambda. Default: `Create` in a new VPC and `Provided` in an adopted one. */
  kind?: LambdaRouteKind;
  /** Id of the interface endpoint to adopt; required with `Adopt`, and allowed with no other kind. */
  endpointId?: pulumi.Input<string | undefined>;
  /** CIDR blocks that the endpoint made here admits too, in addition to the VPC's own in an adopted VPC. Default: none. */
  admittedCidrBlocks?: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of security groups that the endpoint made here admits too. Default: none. */
  admittedSecurityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Policy of the endpoint made here, as JSON. By default this account's principals invoke this account's functions through
   * it, and outside of a new VPC without a route to the internet also use the rest of Lambda's API.
   */
  endpointPolicyJson?: pulumi.Input<string>;
}

/** The kinds of route for which an interface endpoint is made. */
export const ROUTES_WITH_NEW_ENDPOINT: readonly LambdaRouteKind[] = [
  LambdaRouteKind.Create,
  LambdaRouteKind.PrivateZone,
  LambdaRouteKind.ExternalDns,
];

/** Checks a network's way to Lambda, and returns it as it is to be used. */
export function validateLambdaRoute(validation: Validation, route: NetworkLambdaRoute, adopted: boolean) {
  const kind = route.kind ?? (adopted ? LambdaRouteKind.Provided : LambdaRouteKind.Create);
  const path = "lambdaRoute";
  validation.problem(`${path}.kind`, checks.oneOf(Object.values(LambdaRouteKind))(kind));
  if ((kind === LambdaRouteKind.Adopt) !== (route.endpointId !== undefined)) {
    validation.problem(
      `${path}.endpointId`,
      kind === LambdaRouteKind.Adopt
        ? `is missing, but \`Adopt\` needs the id of the VPC's interface endpoint for Lambda`
        : `is given, but only \`Adopt\` uses an endpoint that exists: leave it out, or set kind to "Adopt"`,
    );
  }
  if (kind === LambdaRouteKind.Adopt && !adopted) {
    validation.problem(`${path}.kind`, `is "Adopt", but a new VPC has no endpoint yet: leave it out`);
  }
  const madeHere = ROUTES_WITH_NEW_ENDPOINT.includes(kind);
  for (const property of ["admittedCidrBlocks", "admittedSecurityGroupIds", "endpointPolicyJson"] as const) {
    if (route[property] !== undefined && !madeHere) {
      validation.problem(
        `${path}.${property}`,
        `is specified, but "${kind}" makes no endpoint that it could apply to: remove it`,
      );
    }
  }
  return {
    ...checkInputs(validation, path, route, {
      kind: input.usedBy(validateLambdaRoute),
      endpointId: input.optional(checks.vpcEndpointId),
      admittedCidrBlocks: input.list({ item: checks.cidrBlock }),
      admittedSecurityGroupIds: input.list({ item: checks.securityGroupId }),
      endpointPolicyJson: input.optional(policyProblem),
    }),
    kind,
  };
}
