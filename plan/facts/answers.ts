import type { RecordedResource } from "../graph";
import { fields, list, text, texts } from "../values";
import { factResource } from "./fact";

type Item = Readonly<Record<string, unknown>>;

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

const of = (item: Item, field: string): string => text(item[field]) ?? "";

/** What is given of a field, or nothing. */
const given = (property: string, value: unknown): Item =>
  value === undefined || value === null ? {} : { [property]: value };

/** The name that a tag gives. */
function nameOf(item: Item, id: string): string {
  const tag = list(item.Tags).find(({ Key }) => Key === "Name");
  return text(tag?.Value) ?? id;
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
        of(item, "SubnetId"),
        {
          vpcId: item.VpcId,
          availabilityZone: item.AvailabilityZone,
          ...given("availabilityZoneId", item.AvailabilityZoneId),
          cidrBlock: item.CidrBlock,
          ...given("availableIpAddressCount", item.AvailableIpAddressCount),
        },
        nameOf(item, of(item, "SubnetId")),
      ),
    ],
  },
  Vpcs: {
    command: "aws ec2 describe-vpcs",
    required: ["VpcId", "CidrBlock"],
    read: (item) => [
      factResource(
        "aws:ec2/vpc:Vpc",
        of(item, "VpcId"),
        { cidrBlock: item.CidrBlock },
        nameOf(item, of(item, "VpcId")),
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
              text(AssociationId) ?? `${of(item, "VpcId")} ${cidrBlock}`,
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
        of(item, "GroupId"),
        {
          ...given("vpcId", item.VpcId),
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
        of(item, "NetworkAclId"),
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
        nameOf(item, of(item, "NetworkAclId")),
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
    // A regional NAT gateway has no subnet: where it leads is not known.
    ignores: ({ AvailabilityMode }) => AvailabilityMode === "regional",
    read: (item) =>
      item.State === "available" || item.State === undefined
        ? [
            factResource(
              "aws:ec2/natGateway:NatGateway",
              of(item, "NatGatewayId"),
              { subnetId: item.SubnetId, connectivityType: item.ConnectivityType ?? "public" },
              nameOf(item, of(item, "NatGatewayId")),
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
        of(item, "PrefixListId"),
        // `describe-managed-prefix-lists` prints lists without what they hold.
        Array.isArray(item.Cidrs) ? { entries: texts(item.Cidrs).map((cidr) => ({ cidr })) } : {},
        text(item.PrefixListName),
      ),
    ],
  },
};

function routeTable(item: Item): readonly RecordedResource[] {
  const routeTableId = of(item, "RouteTableId");
  const associations = list(item.Associations);
  return [
    factResource(
      "aws:ec2/routeTable:RouteTable",
      routeTableId,
      {
        vpcId: item.VpcId,
        routes: list(item.Routes).map(route),
      },
      nameOf(item, routeTableId),
    ),
    ...associations.flatMap(({ SubnetId }) =>
      texts(SubnetId).map((subnetId) =>
        factResource("aws:ec2/routeTableAssociation:RouteTableAssociation", `${routeTableId} ${subnetId}`, {
          subnetId,
          routeTableId,
        }),
      ),
    ),
    ...(associations.some(({ Main }) => Main === true)
      ? [
          factResource(
            "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
            `${routeTableId} main`,
            {
              vpcId: item.VpcId,
              routeTableId,
            },
          ),
        ]
      : []),
  ];
}

function route(item: Item): Item {
  return {
    ...given("cidrBlock", item.DestinationCidrBlock),
    ...given("ipv6CidrBlock", item.DestinationIpv6CidrBlock),
    ...given("destinationPrefixListId", item.DestinationPrefixListId),
    // What leads to something that is gone drops what it takes.
    ...given("blackhole", item.State === "blackhole" ? "blackhole" : undefined),
    ...given("gatewayId", item.GatewayId),
    ...given("natGatewayId", item.NatGatewayId),
    ...given("transitGatewayId", item.TransitGatewayId),
    ...given("vpcPeeringConnectionId", item.VpcPeeringConnectionId),
    ...given("networkInterfaceId", item.NetworkInterfaceId),
    ...given("egressOnlyGatewayId", item.EgressOnlyInternetGatewayId),
    ...given("coreNetworkArn", item.CoreNetworkArn),
    ...given("localGatewayId", item.LocalGatewayId),
    ...given("carrierGatewayId", item.CarrierGatewayId),
  };
}

function permission(item: Item): Item {
  return {
    protocol: item.IpProtocol ?? "-1",
    ...given("fromPort", item.FromPort),
    ...given("toPort", item.ToPort),
    cidrBlocks: list(item.IpRanges).flatMap(({ CidrIp }) => texts(CidrIp)),
    ipv6CidrBlocks: list(item.Ipv6Ranges).flatMap(({ CidrIpv6 }) => texts(CidrIpv6)),
    prefixListIds: list(item.PrefixListIds).flatMap(({ PrefixListId }) => texts(PrefixListId)),
    securityGroups: list(item.UserIdGroupPairs).flatMap(({ GroupId }) => texts(GroupId)),
  };
}

function aclEntry(item: Item): Item {
  const ports = fields(item.PortRange);
  return {
    ruleNo: item.RuleNumber,
    action: item.RuleAction,
    protocol: item.Protocol,
    ...given("cidrBlock", item.CidrBlock),
    ...given("ipv6CidrBlock", item.Ipv6CidrBlock),
    ...given("fromPort", ports.From),
    ...given("toPort", ports.To),
  };
}

function vpcEndpoint(item: Item): RecordedResource {
  const id = of(item, "VpcEndpointId");
  const resource = factResource(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    id,
    {
      vpcId: item.VpcId,
      serviceName: item.ServiceName,
      vpcEndpointType: item.VpcEndpointType,
      privateDnsEnabled: item.PrivateDnsEnabled === true,
      routeTableIds: texts(item.RouteTableIds),
      subnetIds: texts(item.SubnetIds),
      securityGroupIds: list(item.Groups).flatMap(({ GroupId }) => texts(GroupId)),
      ...given("policy", item.PolicyDocument),
    },
    nameOf(item, id),
  );
  const dnsEntries = list(item.DnsEntries).map(({ DnsName }) => ({ dnsName: DnsName }));
  return { ...resource, outputs: { ...resource.outputs, dnsEntries } };
}

function peeringConnection(item: Item): readonly RecordedResource[] {
  const [requester, accepter] = [fields(item.RequesterVpcInfo), fields(item.AccepterVpcInfo)];
  const status = text(fields(item.Status).Code) ?? "active";
  if (status !== "active") return [];
  const id = of(item, "VpcPeeringConnectionId");
  const connection = factResource(
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
    id,
    { vpcId: requester.VpcId, peerVpcId: accepter.VpcId },
    nameOf(item, id),
  );
  // The blocks at both ends are told here, also of a VPC in another account.
  const ends = [requester, accepter].flatMap(({ VpcId, CidrBlock, CidrBlockSet }) =>
    texts(VpcId).flatMap((vpcId) =>
      [...new Set([...texts(CidrBlock), ...list(CidrBlockSet).flatMap((each) => texts(each.CidrBlock))])].map(
        (cidrBlock) =>
          factResource(
            "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
            `${id} ${vpcId} ${cidrBlock}`,
            { vpcId, cidrBlock },
          ),
      ),
    ),
  );
  return [connection, ...ends];
}
