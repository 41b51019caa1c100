import type { ResourceGraph } from "../graph";
import { list, text, texts } from "../values";
import { made } from "./vpc";

const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";

/** The CIDR blocks of a prefix list that the plan makes or that is known otherwise; `undefined` where they are not. */
export function prefixListBlocks(graph: ResourceGraph, prefixListId: string): readonly string[] | undefined {
  const own = made(graph, prefixListId, PREFIX_LIST);
  if (own === undefined) return undefined;
  const entries = graph
    .ofType("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry")
    .filter(({ inputs }) => inputs.prefixListId === prefixListId)
    .flatMap(({ inputs }) => texts(inputs.cidr));
  return [...list(own.inputs.entries).flatMap(({ cidr }) => texts(cidr)), ...entries];
}

/** The VPC at the other end of a peering connection, seen from a VPC, if the plan tells. */
export function peerVpcOf(
  graph: ResourceGraph,
  connectionId: string,
  vpcId: string | undefined,
): string | undefined {
  const connection = made(graph, connectionId, "aws:ec2/vpcPeeringConnection:VpcPeeringConnection");
  const ends = [text(connection?.inputs.vpcId), text(connection?.inputs.peerVpcId)];
  return ends.includes(vpcId) ? ends.find((each) => each !== vpcId) : undefined;
}

/**
 * The VPCs that are attached to a transit gateway which leads to all of them: one whose default route table each
 * attachment is associated with and propagates to, as AWS makes them.
 */
export function transitGatewayVpcs(graph: ResourceGraph, transitGatewayId: string): readonly string[] {
  const gateway = made(graph, transitGatewayId, "aws:ec2transitgateway/transitGateway:TransitGateway");
  if (
    gateway === undefined ||
    gateway.inputs.defaultRouteTableAssociation === "disable" ||
    gateway.inputs.defaultRouteTablePropagation === "disable"
  ) {
    return [];
  }
  return graph
    .ofType("aws:ec2transitgateway/vpcAttachment:VpcAttachment")
    .filter(
      ({ inputs, read }) =>
        !read &&
        inputs.transitGatewayId === transitGatewayId &&
        inputs.transitGatewayDefaultRouteTableAssociation !== false &&
        inputs.transitGatewayDefaultRouteTablePropagation !== false,
    )
    .flatMap(({ inputs }) => texts(inputs.vpcId));
}
