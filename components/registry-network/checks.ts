import {
  Validation,
  checkArguments,
  checks,
  input,
  type InputCheck,
  type ListRule,
  type Part,
} from "../common";
import { checkEndpointPolicies, policyProblem } from "./endpoint-policies";
import { CLOSED_VPC_SERVICES } from "./endpoints";
import { validateLambdaRoute } from "./lambda-route";
import type { RegistryNetworkArgs } from "./args";
import { InternetAccess } from "./vpc";

/** The arguments of a RegistryNetwork once they are checked. */
export type Plan = ReturnType<typeof validate>;

/** Checks the arguments, and returns them as they are to be used. */
export function validate(name: string, given: RegistryNetworkArgs, part?: Part) {
  const validation = new Validation(`RegistryNetwork "${name}"`, part);
  const args = validation.form("RegistryNetwork", given);
  const adopted = args.vpcId !== undefined;
  for (const property of ["subnetIds", "routeTableIds"] as const) {
    if (!adopted && args[property] !== undefined) {
      validation.problem(
        property,
        "is given without vpcId: name the VPC as well, or leave it out for a new one",
      );
    }
  }
  if (adopted && args.subnetIds === undefined) {
    validation.problem("subnetIds", "is missing: name at least two subnets of the VPC, in different zones");
  }
  const forNewVpc = [
    "cidrBlock",
    "availabilityZoneCount",
    "availabilityZoneNames",
    "availabilityZoneIds",
    "internetAccess",
  ] as const;
  for (const property of forNewVpc) {
    if (adopted && args[property] !== undefined) {
      validation.problem(property, "describes a new VPC, but vpcId adopts one: leave one of the two out");
    }
  }
  const [zones, ...others] = ["availabilityZoneCount", "availabilityZoneNames", "availabilityZoneIds"].filter(
    (property) => args[property as keyof typeof args] !== undefined,
  );
  if (zones !== undefined && others.length > 0) {
    validation.problem(zones, `cannot be combined with ${others.join(" and ")}: give one of them`);
  }
  const services = Object.entries(args.interfaceEndpoints ?? {});
  for (const [service] of services) {
    validation.problem(`interfaceEndpoints["${service}"]`, interfaceService(service));
  }
  const internetAccess = args.internetAccess ?? InternetAccess.None;
  const closed = !adopted && internetAccess === InternetAccess.None;
  const chosen = new Map([
    ...(closed ? CLOSED_VPC_SERVICES.map((service) => [service as string, true] as const) : []),
    ...services,
  ]);
  const wanted = [...chosen].filter(([, each]) => each).map(([service]) => service);
  const common = validation.common(args);
  const zoneList = { min: 2, max: 6, unique: true };
  const { cidrBlock, availabilityZoneNames, availabilityZoneIds, availabilityZoneCount, ...checked } =
    checkArguments(validation, args, {
      cidrBlock: input.plain(vpcCidrBlock),
      availabilityZoneCount: input.plain(checks.integer(2, 6, "zones")),
      availabilityZoneNames: plainList(zoneList),
      availabilityZoneIds: plainList(zoneList),
      internetAccess: input.plain(checks.oneOf(Object.values(InternetAccess))),
      interfaceEndpoints: input.usedBy(interfaceService),
      vpcId: input.optional(checks.vpcId),
      subnetIds: input.list({
        min: 2,
        max: 16,
        item: checks.subnetId,
        remedy: "SageMaker wants at least two, in different zones",
      }),
      routeTableIds: input.list({ min: 1, item: checks.routeTableId }),
      lambdaRoute: (_, __, route = {}) => validateLambdaRoute(validation, route, adopted),
      s3Endpoint: input.plain<boolean>(),
      interfaceEndpointPolicyJson: (_, __, policies) => checkEndpointPolicies(validation, policies, wanted),
      s3EndpointPolicyJson: input.optional(policyProblem),
      s3BucketNames: input.list({ item: bucketName }),
    });
  const plan = {
    ...common,
    ...checked,
    adopted,
    newVpc: {
      cidrBlock: cidrBlock ?? "10.0.0.0/16",
      availabilityZoneNames,
      availabilityZoneIds,
      availabilityZoneCount: availabilityZoneCount ?? 2,
      internetAccess,
    },
    s3Endpoint: args.s3Endpoint ?? !adopted,
    services: wanted.sort(),
    s3Policy: { policy: checked.s3EndpointPolicyJson, bucketNames: checked.s3BucketNames },
    /** Makes errors about what only a look at AWS finds to be wrong. */
    failure: validation.failure,
  };
  if (plan.routeTableIds !== undefined && !plan.s3Endpoint) {
    validation.problem(
      "routeTableIds",
      "is given, but no endpoint for S3 is made: set s3Endpoint, or leave it out",
    );
  }
  for (const property of ["s3EndpointPolicyJson", "s3BucketNames"] as const) {
    if (args[property] !== undefined && !plan.s3Endpoint) {
      validation.problem(
        property,
        "is specified, but no endpoint for S3 is made: set s3Endpoint to true, or remove it",
      );
    }
  }
  if (args.s3EndpointPolicyJson !== undefined && args.s3BucketNames !== undefined) {
    validation.problem(
      "s3BucketNames",
      "cannot be combined with s3EndpointPolicyJson: name the buckets in that policy, and remove s3BucketNames",
    );
  }
  validation.throwIfInvalid();
  return plan;
}

/** A list that is known when the program runs. */
const plainList =
  (rule: ListRule<string>): InputCheck<string[] | undefined, string[] | undefined> =>
  (validation, propertyPath, items) => {
    validation.list(propertyPath, items, rule);
    return items;
  };

/** The range of blocks that leaves every subnet of up to 6 zones with addresses for models. */
function vpcCidrBlock(value: string): string | undefined {
  const length = Number(value.split("/")[1]);
  if (checks.cidrBlock(value) === undefined && !value.includes(":") && length >= 16 && length <= 24)
    return undefined;
  return checks.cidrBlock(value) ?? checks.mismatch(value, "an IPv4 CIDR block from /16 to /24");
}

const bucketName = checks.sourced(
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  checks.pattern(new RegExp(`^${checks.S3_BUCKET}$`, "u"), "the name of a bucket"),
);

function interfaceService(service: string): string | undefined {
  if (service === "lambda") return "is lambdaRoute's to make: set lambdaRoute.kind instead";
  if (service === "s3") return "is reached through the gateway endpoint: set s3Endpoint instead";
  return checks.pattern(
    /^[a-z0-9]+([.-][a-z0-9]+)*$/,
    "the name of a service as it ends the endpoint service's name, as ecr.api for com.amazonaws.eu-west-1.ecr.api",
  )(service);
}
