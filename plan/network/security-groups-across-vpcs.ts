import type { NetworkLocation, References, VpcLocation } from "./network-locations";
import { type PacketPath } from "./packet-path";
import { all, truthOf, allOrNone, type Truth } from "../truth";
import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import { text } from "../values";
import { peeringBetween, peeringOf } from "./peering-connections";

import { packetPathsTo } from "./route-check";
import { attachedSubnets, refersAcross } from "./transit-gateways";
import { blocksOfSubnet, findVpc } from "./vpc";

/** A place as those in another place see it: between VPCs its security groups may not count. */
export function withReferencesFrom(graph: ResourceGraph, from: VpcLocation, to: VpcLocation): VpcLocation {
  const references = referencesBetween(graph, from, to);
  return references === undefined ? to : { ...to, references };
}

/** Those who connect, as the other end sees them: by their own addresses, or by those of the NAT gateways on the way. */
export function senderLocations(
  graph: ResourceGraph,
  from: VpcLocation,
  to: VpcLocation,
): readonly NetworkLocation[] {
  const references = referencesBetween(graph, from, to);
  const nats = new Map<string, RecordedResource>();
  const direct: string[] = [];
  for (const subnetId of from.subnetIds) {
    const legs = packetPathsTo(graph, subnetId, to.blocks, to.title).flat();
    const found = legs.flatMap(({ nat }) => (nat === undefined ? [] : [nat]));
    for (const nat of found) nats.set(nat.urn, nat);
    if (found.length === 0 || legs.some(({ nat }) => nat === undefined)) direct.push(subnetId);
  }
  const isAll = direct.length === from.subnetIds.length;
  const own: NetworkLocation = {
    ...from,
    blocks: isAll ? from.blocks : direct.flatMap((subnetId) => blocksOfSubnet(graph, subnetId)),
    ...(references === undefined ? {} : { references }),
  };
  return [
    ...(direct.length > 0 || nats.size === 0 ? [own] : []),
    ...[...nats.values()].map((nat) => locationOfNatGateway(graph, nat, from)),
  ];
}

/** A NAT gateway as the sender of what it passes on: with its private address, and without a group. */
function locationOfNatGateway(
  graph: ResourceGraph,
  nat: RecordedResource,
  from: VpcLocation,
): NetworkLocation {
  const address = text(nat.inputs.privateIp);
  return {
    title: `${from.title} by the NAT gateway "${nat.name}"`,
    resource: nat,
    groupIds: [],
    hasNoGroups: true,
    blocks:
      address === undefined ? blocksOfSubnet(graph, text(nat.inputs.subnetId) ?? "") : [`${address}/32`],
  };
}

/** Whether references to security groups count between two places; `undefined` where they are not in two VPCs. */
function referencesBetween(graph: ResourceGraph, from: VpcLocation, to: VpcLocation): References | undefined {
  if (from.vpcId === undefined || to.vpcId === undefined || from.vpcId === to.vpcId) return undefined;
  const key = `references ${from.subnetIds.join()} ${from.vpcId} ${to.vpcId} ${to.blocks.join()} ${to.title}`;
  return cached(graph, key, () => {
    const legs = from.subnetIds.flatMap((subnetId) =>
      packetPathsTo(graph, subnetId, to.blocks, to.title).flat(),
    );
    const each =
      legs.length === 0
        ? [referencesWithoutPath(graph, from, to)]
        : legs.map((leg) => referencesAlong(graph, from, to, leg));
    return {
      egress: allOrNone(each.map(({ egress }) => egress)),
      ingress: allOrNone(each.map(({ ingress }) => ingress)),
      ...(each[0]?.because === undefined ? {} : { because: each[0].because }),
    };
  });
}

const NO_PEERING =
  "the groups are in two VPCs between which no peering connection of one Region lets them refer to each other";
const TRANSIT =
  "through a transit gateway no rule out refers to a group, and a rule in only where the gateway has securityGroupReferencingSupport";

/**
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html and
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html (security group referencing)
 */
function referencesAlong(
  graph: ResourceGraph,
  from: VpcLocation,
  to: VpcLocation,
  { crossing }: PacketPath,
): References {
  if (crossing?.kind === "peering") {
    const peering = peeringOf(graph, crossing.id, from.vpcId);
    if (peering === undefined) return { egress: "unknown", ingress: "unknown", because: NO_PEERING };
    // Nobody has accepted it: that nothing comes this way is another question.
    if (peering.accepted === "no") return referencesWithoutPath(graph, from, to);
    const counts: Truth = peering.inOneRegion ? peering.accepted : "no";
    return { egress: counts, ingress: counts, because: NO_PEERING };
  }
  if (crossing?.kind === "transit-gateway") return referencesByTransitGateway(graph, crossing.id, from, to);
  return referencesWithoutPath(graph, from, to);
}

function referencesByTransitGateway(
  graph: ResourceGraph,
  gatewayId: string,
  from: VpcLocation,
  to: VpcLocation,
): References {
  // With an additional peering connection AWS accepts the reference; which of its packets match on this route is not documented.
  const otherwise: Truth = hasPeering(graph, from, to) === "yes" ? "unknown" : "no";
  const ingress = all([
    refersAcross(graph, gatewayId),
    ...[from, to].map(({ vpcId }) => isAttached(graph, gatewayId, vpcId)),
  ]);
  return { egress: otherwise, ingress: ingress === "no" ? otherwise : ingress, because: TRANSIT };
}

/** Whether a VPC is attached to a transit gateway: another stack may attach those that this program does not make. */
function isAttached(graph: ResourceGraph, gatewayId: string, vpcId: string | undefined): Truth {
  if (attachedSubnets(graph, gatewayId, vpcId).length > 0) return "yes";
  return findVpc(graph, vpcId) === undefined ? "unknown" : "no";
}

/** No way is known that leads across. */
function referencesWithoutPath(graph: ResourceGraph, from: VpcLocation, to: VpcLocation): References {
  const peering = hasPeering(graph, from, to);
  if (peering !== "no") return { egress: peering, ingress: peering, because: NO_PEERING };
  const gateway = graph
    .ofType("aws:ec2transitgateway/transitGateway:TransitGateway")
    .map(({ outputs }) => text(outputs.id) ?? "")
    .find((id) => [from, to].every(({ vpcId }) => attachedSubnets(graph, id, vpcId).length > 0));
  return {
    egress: "no",
    ingress: gateway === undefined ? "no" : refersAcross(graph, gateway),
    because: gateway === undefined ? NO_PEERING : TRANSIT,
  };
}

function hasPeering(graph: ResourceGraph, from: VpcLocation, to: VpcLocation): Truth {
  const peering = peeringBetween(graph, from.vpcId, to.vpcId);
  if (peering === undefined) return "no";
  return peering.inOneRegion ? peering.accepted : truthOf(false);
}
