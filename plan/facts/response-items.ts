import type { RecordedResource } from "../graph";
import { fields, list, text, texts } from "../values";
import { factResource } from "./fact";

/** An item of one of AWS's answers. */
export type Item = Readonly<Record<string, unknown>>;

export const textOf = (item: Item, field: string): string => text(item[field]) ?? "";

/** What is given of a field, or nothing. */
export const optional = (property: string, value: unknown): Item =>
  value === undefined || value === null ? {} : { [property]: value };

/** The name that a tag gives. */
export function nameOf(item: Item, id: string): string {
  const tag = list(item.Tags).find(({ Key }) => Key === "Name");
  return text(tag?.Value) ?? id;
}

export const tags = (item: Item): Item => ({
  tags: Object.fromEntries(list(item.Tags).map(({ Key, Value }) => [String(Key), Value])),
});

export function routeTable(item: Item): readonly RecordedResource[] {
  const routeTableId = textOf(item, "RouteTableId");
  const associations = list(item.Associations);
  return [
    factResource(
      "aws:ec2/routeTable:RouteTable",
      routeTableId,
      {
        vpcId: item.VpcId,
        routes: list(item.Routes).map(route),
        ...tags(item),
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
    ...optional("cidrBlock", item.DestinationCidrBlock),
    ...optional("ipv6CidrBlock", item.DestinationIpv6CidrBlock),
    ...optional("destinationPrefixListId", item.DestinationPrefixListId),
    // What leads to something that is gone drops what it takes.
    ...optional("blackhole", item.State === "blackhole" ? "blackhole" : undefined),
    ...optional("gatewayId", item.GatewayId),
    ...optional("natGatewayId", item.NatGatewayId),
    ...optional("transitGatewayId", item.TransitGatewayId),
    ...optional("vpcPeeringConnectionId", item.VpcPeeringConnectionId),
    ...optional("networkInterfaceId", item.NetworkInterfaceId),
    ...optional("egressOnlyGatewayId", item.EgressOnlyInternetGatewayId),
    ...optional("coreNetworkArn", item.CoreNetworkArn),
    ...optional("localGatewayId", item.LocalGatewayId),
    ...optional("carrierGatewayId", item.CarrierGatewayId),
  };
}

export function permission(item: Item): Item {
  return {
    protocol: item.IpProtocol ?? "-1",
    ...optional("fromPort", item.FromPort),
    ...optional("toPort", item.ToPort),
    cidrBlocks: list(item.IpRanges).flatMap(({ CidrIp }) => texts(CidrIp)),
    ipv6CidrBlocks: list(item.Ipv6Ranges).flatMap(({ CidrIpv6 }) => texts(CidrIpv6)),
    prefixListIds: list(item.PrefixListIds).flatMap(({ PrefixListId }) => texts(PrefixListId)),
    securityGroups: list(item.UserIdGroupPairs).flatMap(({ GroupId }) => texts(GroupId)),
  };
}

export function aclEntry(item: Item): Item {
  const ports = fields(item.PortRange);
  return {
    ruleNo: item.RuleNumber,
    action: item.RuleAction,
    protocol: item.Protocol,
    ...optional("cidrBlock", item.CidrBlock),
    ...optional("ipv6CidrBlock", item.Ipv6CidrBlock),
    ...optional("fromPort", ports.From),
    ...optional("toPort", ports.To),
  };
}

export function vpcEndpoint(item: Item): RecordedResource {
  const id = textOf(item, "VpcEndpointId");
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
      ...optional("policy", item.PolicyDocument),
      ...tags(item),
    },
    nameOf(item, id),
  );
  const dnsEntries = list(item.DnsEntries).map(({ DnsName }) => ({ dnsName: DnsName }));
  return { ...resource, outputs: { ...resource.outputs, dnsEntries } };
}

export function peeringConnection(item: Item): readonly RecordedResource[] {
  const [requester, accepter] = [fields(item.RequesterVpcInfo), fields(item.AccepterVpcInfo)];
  const status = text(fields(item.Status).Code) ?? "active";
  if (status !== "active") return [];
  const id = textOf(item, "VpcPeeringConnectionId");
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
