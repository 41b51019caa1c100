import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";
import {
  LOOKUPS,
  lookUp,
  lookUpEach,
  onePerZoneOf,
  verifyPrivateDns,
  verifySubnets,
  vpcCidrBlocks,
  type EndpointService,
  type Failure,
  guarded,
} from "../common";
import { routeTablesOfSubnets } from "./route-tables";
import { zoneNames, type ZoneChoice } from "./zones";

/**
 * The way from a new VPC's private subnets to the internet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export const InternetAccess = {
  /** There is none: subnets are isolated, and AWS services are reached through VPC endpoints. */
  None: "None",
  /** One NAT gateway for all zones: the cheapest way out, and gone with its zone. */
  SingleNatGateway: "SingleNatGateway",
  /** One NAT gateway in every zone. */
  NatGatewayPerZone: "NatGatewayPerZone",
} as const;
export type InternetAccess = (typeof InternetAccess)[keyof typeof InternetAccess];

/** A VPC as the rest of the component uses it. */
export interface Vpc {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  /** One subnet of each zone that a service offers interface endpoints in; looked up only when called. */
  readonly endpointSubnetIds: (service: pulumi.Output<EndpointService>) => pulumi.Output<string[]>;
  readonly cidrBlocks: pulumi.Output<string[]>;
  /** The VPC's id, checked when called: it fails where names of endpoints and private zones do not resolve in the VPC. */
  readonly vpcIdWithPrivateDns: () => pulumi.Output<string>;
  /** The route tables that serve the subnets; looked up only when called. */
  readonly routeTableIds: () => pulumi.Output<string[]>;
}

/** What a new VPC is made of. */
export interface NewVpc extends ZoneChoice {
  readonly cidrBlock: string;
  readonly internetAccess: InternetAccess;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** Makes a VPC whose subnets are isolated, or private behind NAT gateways. */
export function createVpc(name: string, args: NewVpc, failure: Failure, parent: pulumi.Resource): Vpc {
  const closed = args.internetAccess === InternetAccess.None;
  const vpc = new (loadAwsx().ec2.Vpc)(
    `${name}-vpc`,
    {
      cidrBlock: args.cidrBlock,
      // awsx wants them plain, which no output is; Pulumi waits for promises before it sends arguments.
      availabilityZoneNames: zoneNames(args, failure, parent) as unknown as string[],
      // Private DNS of interface endpoints needs both.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      subnetStrategy: "Auto",
      subnetSpecs: closed ? [{ type: "Isolated" }] : [{ type: "Public" }, { type: "Private" }],
      natGateways: { strategy: NAT_STRATEGY[args.internetAccess] },
      tags: args.tags,
    },
    { parent },
  );
  const subnetIds = closed ? vpc.isolatedSubnetIds : vpc.privateSubnetIds;
  return {
    vpcId: vpc.vpcId,
    vpcIdWithPrivateDns: () => vpc.vpcId,
    subnetIds,
    endpointSubnetIds: (service) => {
      const outside = (reason: string): Error => failure("availabilityZoneNames", reason);
      return onePerZoneOf(service, subnetIds, vpc.vpcId, outside, parent);
    },
    cidrBlocks: pulumi.output([args.cidrBlock]),
    // The component's outputs resolve together, when all that it makes is there: no route table is missed.
    routeTableIds: () => lookUp(LOOKUPS.routeTables, { vpcId: vpc.vpcId }, parent, ["ids"]).ids,
  };
}

/**
 * Takes all rules from the group that EC2 makes with a new VPC, so that whoever is put into it by mistake reaches nobody.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export function closeDefaultGroup({
  name,
  vpc,
  tags,
  parent,
}: {
  readonly name: string;
  readonly vpc: Vpc;
  readonly tags: NewVpc["tags"];
  readonly parent: pulumi.Resource;
}): aws.ec2.DefaultSecurityGroup {
  return new aws.ec2.DefaultSecurityGroup(
    `${name}-default`,
    { vpcId: vpc.vpcId, ingress: [], egress: [], tags },
    { parent },
  );
}

const NAT_STRATEGY = {
  [InternetAccess.None]: "None",
  [InternetAccess.SingleNatGateway]: "Single",
  [InternetAccess.NatGatewayPerZone]: "OnePerAz",
} as const;

/**
 * Loads `@pulumi/awsx`, which only a new VPC needs: it brings four more providers along.
 * @throws Error where it is not installed
 */
function loadAwsx(): typeof awsx {
  try {
    return createRequire(__filename)("@pulumi/awsx") as typeof awsx;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new Error(
      "a new VPC is made with @pulumi/awsx, which is not installed: run `npm install @pulumi/awsx`, " +
        "or give the vpcId and subnetIds of a VPC that exists",
      { cause: error },
    );
  }
}

/** Uses a VPC that exists, and makes nothing in it. */
export function adoptVpc(
  vpcId: pulumi.Output<string>,
  givenSubnetIds: pulumi.Output<string[]>,
  routeTableIds: pulumi.Output<string[]> | undefined,
  failure: Failure,
  parent: pulumi.Resource,
): Vpc {
  const subnetIds = verifySubnets(givenSubnetIds, vpcId, failure, parent);
  return {
    vpcId,
    vpcIdWithPrivateDns: () => verifyPrivateDns(vpcId, failure, parent),
    subnetIds,
    endpointSubnetIds: (service) => {
      const outside = (reason: string): Error => failure("subnetIds", reason);
      return onePerZoneOf(service, subnetIds, vpcId, outside, parent);
    },
    cidrBlocks: vpcCidrBlocks(vpcId, parent),
    routeTableIds: () => routeTableIds ?? lookUpRouteTables(vpcId, subnetIds, parent),
  };
}

function lookUpRouteTables(
  vpcId: pulumi.Output<string>,
  subnetIds: pulumi.Output<string[]>,
  parent: pulumi.Resource,
): pulumi.Output<string[]> {
  const ids = lookUp(LOOKUPS.routeTables, { vpcId }, parent, ["ids"]).ids.apply(
    guarded((found) => found.map((routeTableId) => ({ routeTableId }))),
  );
  const tables = lookUpEach(LOOKUPS.routeTable, ids, parent, ["associations"]);
  return pulumi.all([tables, subnetIds]).apply(
    guarded(([found, subnets]) =>
      routeTablesOfSubnets(
        found.map(({ routeTableId, associations }) => ({ id: routeTableId, associations })),
        subnets,
      ),
    ),
  );
}
