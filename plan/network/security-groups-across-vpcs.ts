import { all, known, together, type Answer } from "../truth";
import type { RecordedResource, ResourceGraph } from "../graph";
import { once } from "../cache";
import { text } from "../values";
import { peeringBetween, peeringOf } from "./peering-connections";
import type { Leg } from "./packet-paths";
import type { Place, References } from "./security-group-check";
import { legsTo, type Source } from "./route-check";
import { attachedSubnets, refersAcross } from "./transit-gateways";
import { blocksOfSubnet, vpc } from "./vpc";

/** A place as those in another place see it: between VPCs its security groups may not count. */
export function seenFrom(graph: ResourceGraph, from: Source, to: Source): Source {
  const references = referencesBetween(graph, from, to);
  return references === undefined ? to : { ...to, references };
}

/** Those who connect, as the other end sees them: by their own addresses, or by those of the NAT gateways on the way. */
export function arrivals(graph: ResourceGraph, from: Source, to: Source): readonly Place[] {
  const references = referencesBetween(graph, from, to);
  const nats = new Map<string, RecordedResource>();
  const direct: string[] = [];
  for (const subnetId of from.subnetIds) {
    const legs = legsTo(graph, subnetId, to.blocks, to.title).flat();
    const found = legs.flatMap(({ nat }) => (nat === undefined ? [] : [nat]));
    for (const nat of found) nats.set(nat.urn, nat);
    if (found.length === 0 || legs.some(({ nat }) => nat === undefined)) direct.push(subnetId);
  }
  const isAll = direct.length === from.subnetIds.length;
  const own: Place = {
    ...from,
    blocks: isAll ? from.blocks : direct.flatMap((subnetId) => blocksOfSubnet(graph, subnetId)),
    ...(references === undefined ? {} : { references }),
  };
  return [
    ...(direct.length > 0 || nats.size === 0 ? [own] : []),
    ...[...nats.values()].map((nat) => natPlace(graph, nat, from)),
  ];
}

/** A NAT gateway as the sender of what it passes on: with its private address, and without a group. */
function natPlace(graph: ResourceGraph, nat: RecordedResource, from: Source): Place {
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
function referencesBetween(graph: ResourceGraph, from: Source, to: Source): References | undefined {
  if (from.vpcId === undefined || to.vpcId === undefined || from.vpcId === to.vpcId) return undefined;
  const key = `references ${from.subnetIds.join()} ${from.vpcId} ${to.vpcId} ${to.blocks.join()} ${to.title}`;
  return once(graph, key, () => {
    const legs = from.subnetIds.flatMap((subnetId) => legsTo(graph, subnetId, to.blocks, to.title).flat());
    const each =
      legs.length === 0 ? [without(graph, from, to)] : legs.map((leg) => ofLeg(graph, from, to, leg));
    return {
      egress: together(each.map(({ egress }) => egress)),
      ingress: together(each.map(({ ingress }) => ingress)),
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
function ofLeg(graph: ResourceGraph, from: Source, to: Source, { crossing }: Leg): References {
  if (crossing?.kind === "peering") {
    const peering = peeringOf(graph, crossing.id, from.vpcId);
    if (peering === undefined) return { egress: "perhaps", ingress: "perhaps", because: NO_PEERING };
    // Nobody has accepted it: that nothing comes this way is another question.
    if (peering.accepted === "no") return without(graph, from, to);
    const counts: Answer = peering.inOneRegion ? peering.accepted : "no";
    return { egress: counts, ingress: counts, because: NO_PEERING };
  }
  if (crossing?.kind === "transit-gateway") return byTransit(graph, crossing.id, from, to);
  return without(graph, from, to);
}

function byTransit(graph: ResourceGraph, gatewayId: string, from: Source, to: Source): References {
  // With a peering connection beside it, AWS accepts the reference; it does not say what it stands for on this way.
  const otherwise: Answer = hasPeering(graph, from, to) === "yes" ? "perhaps" : "no";
  const ingress = all([
    refersAcross(graph, gatewayId),
    ...[from, to].map(({ vpcId }) => isAttached(graph, gatewayId, vpcId)),
  ]);
  return { egress: otherwise, ingress: ingress === "no" ? otherwise : ingress, because: TRANSIT };
}

/** Whether a VPC is attached to a transit gateway: another stack may attach those that this program does not make. */
function isAttached(graph: ResourceGraph, gatewayId: string, vpcId: string | undefined): Answer {
  if (attachedSubnets(graph, gatewayId, vpcId).length > 0) return "yes";
  return vpc(graph, vpcId) === undefined ? "perhaps" : "no";
}

/** No way is known that leads across. */
function without(graph: ResourceGraph, from: Source, to: Source): References {
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

function hasPeering(graph: ResourceGraph, from: Source, to: Source): Answer {
  const peering = peeringBetween(graph, from.vpcId, to.vpcId);
  if (peering === undefined) return "no";
  return peering.inOneRegion ? peering.accepted : known(false);
}
