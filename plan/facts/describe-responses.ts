import type { RecordedResource } from "../graph";
import { fields, list, text, texts } from "../values";
import { factResource } from "./fact";
import {
  aclEntry,
  optional,
  nameOf,
  textOf,
  peeringConnection,
  permission,
  routeTable,
  tags,
  vpcEndpoint,
  type Item,
} from "./response-items";

/** How the items of one of AWS's answers are read. */
export interface Answer {
  /** The command that prints it. */
  readonly command: string;
  /** The fields that an item cannot do without, as texts. */
  readonly required: readonly string[];
  /** Whether an item is of a kind that tells nothing of a pull, and is passed over: an IPv6-only subnet, for example. */
  ignores?(item: Item): boolean;
  read(item: Item): readonly RecordedResource[];
}

/** The answers of AWS's command line that facts are read from, by the field that holds their items. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  Subnets: {
    command: "aws ec2 describe-subnets",
    required: ["SubnetId", "VpcId", "AvailabilityZone", "CidrBlock"],
    ignores: ({ Ipv6Native }) => Ipv6Native === true,
    read: (item) => [
      factResource(
        "aws:ec2/subnet:Subnet",
        textOf(item, "SubnetId"),
        {
          vpcId: item.VpcId,
          availabilityZone: item.AvailabilityZone,
          ...optional("availabilityZoneId", item.AvailabilityZoneId),
          cidrBlock: item.CidrBlock,
          ...optional("availableIpAddressCount", item.AvailableIpAddressCount),
          ...optional("mapPublicIpOnLaunch", item.MapPublicIpOnLaunch),
          ...optional("defaultForAz", item.DefaultForAz),
          ...tags(item),
        },
        nameOf(item, textOf(item, "SubnetId")),
      ),
    ],
  },
  Vpcs: {
    command: "aws ec2 describe-vpcs",
    required: ["VpcId", "CidrBlock"],
    read: (item) => [
      factResource(
        "aws:ec2/vpc:Vpc",
        textOf(item, "VpcId"),
        { cidrBlock: item.CidrBlock, ...optional("isDefault", item.IsDefault), ...tags(item) },
        nameOf(item, textOf(item, "VpcId")),
      ),
      ...list(item.CidrBlockAssociationSet)
        .filter(({ CidrBlock, CidrBlockState }) => {
          const { State = "associated" } = fields(CidrBlockState);
          return CidrBlock !== item.CidrBlock && State === "associated";
        })
        .flatMap(({ CidrBlock, AssociationId }) =>
          texts(CidrBlock).map((cidrBlock) =>
            factResource(
              "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
              text(AssociationId) ?? `${textOf(item, "VpcId")} ${cidrBlock}`,
              { vpcId: item.VpcId, cidrBlock },
            ),
          ),
        ),
    ],
  },
  RouteTables: {
    command: "aws ec2 describe-route-tables",
    required: ["RouteTableId", "VpcId"],
    read: routeTable,
  },
  SecurityGroups: {
    command: "aws ec2 describe-security-groups",
    required: ["GroupId"],
    read: (item) => [
      factResource(
        "aws:ec2/securityGroup:SecurityGroup",
        textOf(item, "GroupId"),
        {
          ...optional("name", item.GroupName),
          ...optional("vpcId", item.VpcId),
          ...tags(item),
          ingress: list(item.IpPermissions).map(permission),
          egress: list(item.IpPermissionsEgress).map(permission),
        },
        text(item.GroupName),
      ),
    ],
  },
  NetworkAcls: {
    command: "aws ec2 describe-network-acls",
    required: ["NetworkAclId", "VpcId"],
    read: (item) => [
      factResource(
        "aws:ec2/networkAcl:NetworkAcl",
        textOf(item, "NetworkAclId"),
        {
          vpcId: item.VpcId,
          subnetIds: list(item.Associations).flatMap(({ SubnetId }) => texts(SubnetId)),
          ingress: list(item.Entries)
            .filter(({ Egress }) => Egress !== true)
            .map(aclEntry),
          egress: list(item.Entries)
            .filter(({ Egress }) => Egress === true)
            .map(aclEntry),
        },
        nameOf(item, textOf(item, "NetworkAclId")),
      ),
    ],
  },
  VpcEndpoints: {
    command: "aws ec2 describe-vpc-endpoints",
    required: ["VpcEndpointId", "VpcId", "ServiceName", "VpcEndpointType"],
    // Endpoints of VPC Lattice lead to no service.
    ignores: ({ VpcEndpointType }) => VpcEndpointType === "Resource" || VpcEndpointType === "ServiceNetwork",
    // One that is being deleted, or that nobody accepted, serves nobody.
    read: (item) =>
      text(item.State)?.toLowerCase() === "available" || item.State === undefined ? [vpcEndpoint(item)] : [],
  },
  NatGateways: {
    command: "aws ec2 describe-nat-gateways",
    required: ["NatGatewayId", "SubnetId"],
    // A regional NAT gateway has no subnet: where it leads is unknown.
    ignores: ({ AvailabilityMode }) => AvailabilityMode === "regional",
    read: (item) =>
      item.State === "available" || item.State === undefined
        ? [
            factResource(
              "aws:ec2/natGateway:NatGateway",
              textOf(item, "NatGatewayId"),
              { subnetId: item.SubnetId, connectivityType: item.ConnectivityType ?? "public" },
              nameOf(item, textOf(item, "NatGatewayId")),
            ),
          ]
        : [],
  },
  VpcPeeringConnections: {
    command: "aws ec2 describe-vpc-peering-connections",
    required: ["VpcPeeringConnectionId"],
    read: peeringConnection,
  },
  PrefixLists: {
    command: "aws ec2 describe-prefix-lists",
    required: ["PrefixListId"],
    read: (item) => [
      factResource(
        "aws:ec2/managedPrefixList:ManagedPrefixList",
        textOf(item, "PrefixListId"),
        // `describe-managed-prefix-lists` prints lists without what they hold.
        Array.isArray(item.Cidrs) ? { entries: texts(item.Cidrs).map((cidr) => ({ cidr })) } : {},
        text(item.PrefixListName),
      ),
    ],
  },
};
