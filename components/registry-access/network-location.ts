import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  checkInputs,
  checks,
  guarded,
  itemIfPresent,
  type Check,
  type InputCheck,
  type Validation,
} from "../common";

/**
 * Where a host listens, as the egress rules of the models' security group name it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export interface NetworkLocation {
  /** Id of the security group in front of the host, in the models' VPC or a peered one. Default: none. */
  securityGroupId?: pulumi.Input<string | undefined>;
  /** Whether a rule that admits the models' group is added to `securityGroupId`. Default: `false`. */
  admitModels?: boolean;
  /** Ids of security groups that the host admits and that the models therefore carry too. Default: none. */
  clientSecurityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** CIDR blocks with the host's addresses, IPv4 or IPv6. Default: none. */
  cidrBlocks?: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of managed prefix lists with the host's addresses. Default: none. */
  prefixListIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the host is on the internet, so that any address is allowed. Default: `false`. */
  internet?: boolean;
}

/** A location whose values have been checked. */
export interface CheckedLocation {
  /** Has a value wherever `admitModels` is true, or the location requires one. */
  readonly securityGroupId: pulumi.Output<string | undefined> | undefined;
  readonly admitModels: boolean;
  readonly clientSecurityGroupIds: pulumi.Output<string[]> | undefined;
  readonly cidrBlocks: pulumi.Output<string[]> | undefined;
  readonly prefixListIds: pulumi.Output<string[]> | undefined;
  readonly internet: boolean;
}

/**
 * Checks a location.
 * @param prefix what property paths begin with, for example `authorizationServer.`; empty for the component's own arguments
 * @param options whether some location is required: then an output for `securityGroupId` must have a value
 */
export function validateLocation(
  validation: Validation,
  location: NetworkLocation,
  prefix = "",
  { isRequired = true }: { readonly isRequired?: boolean } = {},
): CheckedLocation {
  const list =
    (
      name: LocationList,
      item: Check<string>,
    ): InputCheck<NetworkLocation[LocationList], pulumi.Output<string[]> | undefined> =>
    (_, propertyPath) =>
      validation.list(propertyPath, named(location, name), {
        item,
        // A rule to nowhere would be made of it.
        min: placesOf(location).length === 1 && location.internet !== true ? 1 : 0,
        remedy: "no other place is given",
      });
  if (location.admitModels === true && location.securityGroupId === undefined) {
    validation.problem(
      `${prefix}admitModels`,
      "is true, but there is no group to add the rule to: give securityGroupId",
    );
  }
  return checkInputs(validation, prefix.replace(/\.$/, ""), location, {
    securityGroupId: (_, path, id, { admitModels }) =>
      isRequired || admitModels === true
        ? validation.value(path, id, checks.securityGroupId)
        : validation.optional(path, id, checks.securityGroupId),
    admitModels: (_, __, admitModels = false) => admitModels,
    clientSecurityGroupIds: list("clientSecurityGroupIds", checks.securityGroupId),
    cidrBlocks: list("cidrBlocks", checks.cidrBlock),
    prefixListIds: list("prefixListIds", checks.prefixListId),
    internet: (_, __, internet = false) => internet,
  });
}

/**
 * Notes that a location names no place at all, if it does not.
 * @param prefix what property paths begin with, as `authorizationServer.`; empty for the component's own arguments
 * @param remedy what to say in it
 */
export function requirePlace(
  validation: Validation,
  location: NetworkLocation,
  prefix: string,
  remedy: string,
): void {
  if (location.internet === true || placesOf(location).length > 0) return;
  const empty = LISTS.find((name) => location[name] !== undefined);
  validation.problem(
    `${prefix}${empty ?? "cidrBlocks"}`,
    `${empty === undefined ? "is missing" : "is empty"}: ${remedy}`,
  );
}

const LISTS = ["clientSecurityGroupIds", "cidrBlocks", "prefixListIds"] as const;
type LocationList = (typeof LISTS)[number];

/** The properties that name a place. */
const placesOf = (location: NetworkLocation): string[] => [
  ...(location.securityGroupId === undefined ? [] : ["securityGroupId"]),
  ...LISTS.filter((name) => named(location, name) !== undefined),
];

/** A list of places; one that is known to be empty names none. */
function named(location: NetworkLocation, name: LocationList): NetworkLocation[LocationList] {
  const given = location[name];
  return Array.isArray(given) && given.length === 0 ? undefined : given;
}

/** One rule of a security group, as the group itself carries it. */
export type InlineRule = aws.types.input.ec2.SecurityGroupEgress;

/**
 * The egress rule that leads to a location; none where the groups that the models carry lead there already.
 * @param description what is there, for people who read the group's rules
 */
export async function egressTo(
  location: CheckedLocation,
  port: pulumi.Input<number>,
  description: string,
): Promise<InlineRule[]> {
  const { cidrBlocks, prefixListIds, internet } = location;
  const securityGroups = await itemIfPresent(location.securityGroupId, (id) => id);
  if (!internet && securityGroups.length === 0 && cidrBlocks === undefined && prefixListIds === undefined) {
    return [];
  }
  const blocks = pulumi
    .output(cidrBlocks ?? [])
    .apply(guarded((given) => [...new Set([...given, ...(internet ? ["0.0.0.0/0", "::/0"] : [])])]));
  return [
    {
      description,
      protocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrBlocks: blocks.apply(guarded((all) => all.filter((block) => !block.includes(":")))),
      ipv6CidrBlocks: blocks.apply(guarded((all) => all.filter((block) => block.includes(":")))),
      prefixListIds: prefixListIds ?? [],
      securityGroups,
    },
  ];
}
