import type { VpcLocation } from "./network-locations";
import { type PacketPath } from "./packet-path";
import { Status, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { text } from "../values";
import { ANYWHERE_IPV4 } from "./cidr-blocks";
import { hasDeclaredAcl, checkSubnetAcl, type AclTraffic } from "./subnet-network-acl";

import { packetPathsTo } from "./route-check";
import { attachedSubnets } from "./transit-gateways";
import { blocksOfSubnet, vpcIdOfOne, zoneOf } from "./vpc";

/** Where packets go: to interfaces in subnets of the plan, or to addresses elsewhere. */
export interface Target {
  readonly title: string;
  /** The subnets with the interfaces; empty where it is none of the plan. */
  readonly subnetIds: readonly string[];
  /** The addresses where its subnets are unknown: all of IPv4 for the internet, none if unknown either. */
  readonly blocks: readonly string[];
}

/**
 * Whether the network ACLs on the way from some subnets to a target let TCP and its answers through: those of both ends, and
 * those of the subnets of the NAT gateways and transit gateway attachments between them. Traffic within one subnet does not
 * pass them. What packets carry is the address of the target, and that of the sender until a NAT gateway puts its own in
 * its place.
 */
export function checkNetworkAcls(
  graph: ResourceGraph,
  source: VpcLocation,
  target: Target,
  port: number,
): readonly Evidence[] {
  return source.subnetIds.flatMap((from) => {
    if (target.subnetIds.length > 0) {
      return target.subnetIds
        .filter((to) => to !== from)
        .flatMap((to) => {
          const blocks = target.blocks.length > 0 ? target.blocks : blocksOrUnknown(graph, to);
          return blocks.flatMap((block) => checkBlock(graph, { source, target, from, to, block, port }));
        });
    }
    if (target.blocks.length === 0) return checkUnknownAddresses(graph, from, target.title, port);
    return target.blocks.flatMap((block) =>
      checkBlock(graph, { source, target, from, to: undefined, block, port }),
    );
  });
}

/** To addresses that are unknown: what lets everything through lets that through as well. */
function checkUnknownAddresses(
  graph: ResourceGraph,
  subnetId: string,
  other: string,
  port: number,
): readonly Evidence[] {
  return checkSubnetAcl(graph, subnetId, other, requestOut(undefined, port)).map((evidence): Evidence => {
    if (evidence.status === Status.Passed || !hasDeclaredAcl(graph, subnetId)) return evidence;
    const { remedy: _remedy, ...rest } = evidence;
    return {
      ...rest,
      status: Status.Unknown,
      seen: `not known: whether it lets TCP to ${other}, whose addresses are not in the plan, out and its answers in`,
    };
  });
}

interface PacketRoute {
  readonly source: VpcLocation;
  readonly target: Target;
  readonly from: string;
  readonly to: string | undefined;
  readonly block: string | undefined;
  readonly port: number;
}

function checkBlock(
  graph: ResourceGraph,
  { source, target, from, to, block, port }: PacketRoute,
): readonly Evidence[] {
  const legs = packetPathsTo(graph, from, block === undefined ? [] : [block], target.title).flat();
  // Where a NAT gateway does not lead to the target at all, that is another question than its subnet's ACL.
  const natOf = ({ nat, answer }: PacketPath): RecordedResource | undefined =>
    answer === "no" && block !== ANYWHERE_IPV4 ? undefined : nat;
  const nats = new Map(
    legs.flatMap((leg) => {
      const nat = natOf(leg);
      return nat === undefined ? [] : [[nat.urn, nat] as const];
    }),
  );
  const evidence = [...checkSubnetAcl(graph, from, target.title, requestOut(block, port))];
  const senders = [...nats.values()].flatMap((nat) => {
    const natSubnet = text(nat.inputs.subnetId);
    if (natSubnet === undefined) return [];
    if (natSubnet !== from) {
      for (const own of blocksOrUnknown(graph, from)) {
        evidence.push(...checkSubnetAcl(graph, natSubnet, source.title, requestIn(own, port)));
      }
    }
    if (natSubnet !== from || natSubnet !== to) {
      evidence.push(...checkSubnetAcl(graph, natSubnet, target.title, requestOut(block, port)));
    }
    return [{ subnetId: natSubnet, title: natTitle(nat) }];
  });
  const isDirect = legs.length === 0 || legs.some((leg) => natOf(leg) === undefined);
  const all = [...senders, ...(isDirect ? [{ subnetId: from, title: source.title }] : [])];
  for (const { subnetId, title } of all) {
    for (const own of blocksOrUnknown(graph, subnetId)) {
      if (to !== undefined && subnetId !== to)
        evidence.push(...checkSubnetAcl(graph, to, title, requestIn(own, port)));
    }
  }
  for (const { crossing } of legs) {
    if (crossing?.kind !== "transit-gateway") continue;
    // A transit gateway keeps to the sender's zone on both sides.
    const zone = zoneOf(graph, from);
    const stops = [from, to]
      .flatMap((end) =>
        end === undefined ? [] : attachedSubnets(graph, crossing.id, vpcIdOfOne(graph, end)),
      )
      .filter(
        (stop) => zone === undefined || zoneOf(graph, stop) === undefined || zoneOf(graph, stop) === zone,
      );
    for (const stop of stops.filter((each) => each !== from && each !== to)) {
      evidence.push(...checkAttachmentSubnet(graph, stop, target.title, block, port));
    }
  }
  return evidence;
}

function natTitle(nat: RecordedResource): string {
  return `the NAT gateway "${nat.name}"`;
}

/**
 * An attachment in a subnet of its own passes that subnet's ACL in one direction only, which one AWS tells by cases: what
 * its rules do not let through is unknown to be dropped.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
function checkAttachmentSubnet(
  graph: ResourceGraph,
  subnetId: string,
  other: string,
  block: string | undefined,
  port: number,
): readonly Evidence[] {
  return checkSubnetAcl(graph, subnetId, other, requestOut(block, port)).map((evidence) => {
    if (evidence.status !== Status.Failed) return evidence;
    const resource = graph.byUrn(evidence.resource?.urn ?? "");
    return unknown(
      resource,
      `whether the transit gateway's attachment is kept from ${other}: it ${evidence.seen}`,
    );
  });
}

/** The blocks of a subnet, one of them `undefined` where they are unknown. */
function blocksOrUnknown(graph: ResourceGraph, subnetId: string): readonly (string | undefined)[] {
  const blocks = blocksOfSubnet(graph, subnetId);
  return blocks.length > 0 ? blocks : [undefined];
}

function requestOut(block: string | undefined, port: number): AclTraffic[] {
  return [
    { direction: "egress", block, port },
    { direction: "ingress", block, port: undefined },
  ];
}

function requestIn(block: string | undefined, port: number): AclTraffic[] {
  return [
    { direction: "ingress", block, port },
    { direction: "egress", block, port: undefined },
  ];
}

/** The internet as a target. */
export function internetTarget(title: string): Target {
  return { title, subnetIds: [], blocks: [ANYWHERE_IPV4] };
}
