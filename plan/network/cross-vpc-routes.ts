import type { VpcLocation } from "./network-locations";
import { failed, unknown, type Evidence } from "../evidence";
import type { ResourceGraph } from "../graph";
import { enumerate } from "../values";
import { checkRoutes, packetPathsTo } from "./route-check";
import { senderLocations } from "./security-groups-across-vpcs";

/** Checks the routes from one VPC into another, and those of the responses. */
export function checkRoutesBetweenVpcs(
  graph: ResourceGraph,
  from: VpcLocation,
  to: VpcLocation,
): readonly Evidence[] {
  if (to.blocks.length === 0) return [unknown(to.resource, `at which addresses ${to.title} is`)];
  return [
    ...(findAddressOverlap(graph, from, to) ?? checkRoutes(graph, from, to.blocks, to.title)),
    ...checkReturnRoutes(graph, from, to),
  ];
}

/** The problem of two VPCs with the same addresses: packets to the other one stay in their own; `undefined` where it is none. */
export function findAddressOverlap(
  graph: ResourceGraph,
  from: VpcLocation,
  to: VpcLocation,
): readonly Evidence[] | undefined {
  if (from.vpcId === undefined || to.vpcId === undefined || from.vpcId === to.vpcId) return undefined;
  const isLocal = from.subnetIds.some((subnetId) =>
    packetPathsTo(graph, subnetId, to.blocks, to.title)
      .flat()
      .some((path) => path.isLocal),
  );
  if (!isLocal) return undefined;
  return [
    failed(
      to.resource,
      `is in the VPC ${to.vpcId} at ${enumerate(to.blocks)}, addresses that the model's own VPC has as well`,
      "give one of the two VPCs other addresses",
    ),
  ];
}

/** Checks the routes of the responses: to the sender's subnets, or to those of the NAT gateway in between. */
export function checkReturnRoutes(
  graph: ResourceGraph,
  from: VpcLocation,
  to: VpcLocation,
): readonly Evidence[] {
  if (to.vpcId === undefined || to.vpcId === from.vpcId || to.subnetIds.length === 0) return [];
  return senderLocations(graph, from, to).flatMap((sender) =>
    sender.blocks.length === 0
      ? [unknown(from.resource, `whether ${to.title} has a route back to the subnets of ${from.title}`)]
      : checkRoutes(graph, to, sender.blocks, sender.title).map(withoutHop),
  );
}

/** A route of the responses is no step of the path. */
function withoutHop({ hop: _hop, ...evidence }: Evidence): Evidence {
  return evidence;
}
