import { type PacketPath } from "./packet-path";
import { allOrNone, type Truth } from "../truth";
import type { ResourceGraph } from "../graph";
import { cached } from "../cache";
import { enumerate } from "../values";
import { passed, unknown, type Evidence } from "../evidence";
import { ANYWHERE_IPV4, coverage } from "./cidr-blocks";
import { INTERNET, rangesOf, type Ranges } from "./ipv4-ranges";
import { resolveName } from "./name-resolution";
import type { NetworkLocation, VpcLocation } from "./network-locations";
import { checkEgress } from "./security-group-check";
import { routeTableOf } from "./route-tables";
import { packetPaths } from "./packet-paths";
import { findSubnet, subnetTitle, vpcBlocks, vpcIdOfOne } from "./vpc";

/** Whether every subnet has a route to some addresses, as far as the plan tells where it leads in the end. */
export function checkRoutes(
  graph: ResourceGraph,
  source: VpcLocation,
  blocks: readonly string[],
  target: string,
): readonly Evidence[] {
  if (source.subnetIds.length === 0)
    return [unknown(source.resource, `in which subnets ${source.title} lies`)];
  return asAlternatives(
    source.subnetIds.map((subnetId) => checkSubnetRoute(graph, subnetId, blocks, target)),
  );
}

/** Whether a source has a way to a host on the internet. */
export function checkInternetRoute(
  graph: ResourceGraph,
  source: VpcLocation,
  host: string,
  port: number,
): readonly Evidence[] {
  const place: NetworkLocation = { title: host, groupIds: [], blocks: [], onInternet: true };
  return [
    ...checkInternetName(graph, source, host),
    ...checkEgress(graph, source, place, port),
    ...checkRoutes(graph, source, [ANYWHERE_IPV4], host),
  ];
}

/** What keeps a name of the internet from leading there. */
function checkInternetName(graph: ResourceGraph, source: VpcLocation, host: string): readonly Evidence[] {
  const { evidence, records, by } = resolveName(graph, source.vpcId, host);
  // Private zones that the VPC does not see leave the name to the internet.
  if (by === "nobody") return [];
  const problems = evidence.filter(({ status }) => status !== "passed");
  if (problems.length > 0 || records.length === 0) return problems;
  return [
    unknown(records[0]?.resource, `where ${host} leads in the VPC, which has a record of its own for it`),
  ];
}

/** Whether a subnet of a source routes the internet anywhere, be it to something that does not lead there. */
export function hasInternetRoute(graph: ResourceGraph, { subnetIds }: VpcLocation): boolean {
  return subnetIds.some((subnetId) =>
    routeTableOf(graph, subnetId)?.routes.some(
      ({ destination, target: { property } }) => /\/[01]$/.test(destination) && property !== "blackhole",
    ),
  );
}

/** The addresses that blocks stand for: all of IPv4 stands for those of the internet. */
export function rangesToReach(blocks: readonly string[]): readonly Ranges[] {
  return blocks.map((block) => (block === ANYWHERE_IPV4 ? INTERNET : rangesOf([block])));
}

/** Where the packets from a subnet to some blocks go, part by part. */
export function packetPathsTo(
  graph: ResourceGraph,
  subnetId: string,
  blocks: readonly string[],
  target: string,
): readonly (readonly PacketPath[])[] {
  return cached(graph, `legs ${subnetId} ${blocks.join(",")} ${target}`, () =>
    rangesToReach(blocks).map((ranges) => packetPaths({ graph, target, blocks }, subnetId, ranges, [])),
  );
}

function checkSubnetRoute(
  graph: ResourceGraph,
  subnetId: string,
  blocks: readonly string[],
  target: string,
): Evidence {
  const resource = findSubnet(graph, subnetId);
  const own = vpcBlocks(graph, vpcIdOfOne(graph, subnetId));
  const parts = packetPathsTo(graph, subnetId, blocks, target);
  if (
    blocks.length > 0 &&
    blocks.every((block) => own.some((each) => coverage(each, block) === "all")) &&
    parts.flat().every(({ answer, isLocal }) => answer === "yes" && isLocal)
  ) {
    return passed(resource, `${subnetTitle(graph, subnetId)} has ${enumerate(blocks)} in its own VPC`);
  }
  if (parts.length === 0) return unknown(resource, `at which addresses ${target} is`);
  const answers = parts.map((legs) => ({
    legs,
    // Addresses of IPv6 are not followed.
    answer: legs.length === 0 ? ("unknown" as const) : allOrNone(legs.map((leg) => leg.answer)),
  }));
  const of = (answer: Truth): Evidence | undefined => {
    const found = answers.find((each) => each.answer === answer);
    return (
      found?.legs.find((leg) => leg.answer === answer)?.evidence ??
      (found && mixed(graph, subnetId, found.legs, target))
    );
  };
  return of("no") ?? of("unknown") ?? of("yes") ?? unknown(resource, `whether ${target} is routed`);
}

/** Some of the addresses are reached, and others are not. */
function mixed(
  graph: ResourceGraph,
  subnetId: string,
  legs: readonly PacketPath[],
  target: string,
): Evidence {
  const closed = legs.find(({ answer }) => answer === "no");
  return unknown(
    closed?.evidence.resource === undefined
      ? findSubnet(graph, subnetId)
      : graph.byUrn(closed.evidence.resource.urn),
    `whether ${target} is among the addresses that ${subnetTitle(graph, subnetId)} does not reach: ${closed?.evidence.seen ?? ""}`,
  );
}

/** Subnets that lead on by different gateways do so side by side: the step is one of several, not one after the other. */
function asAlternatives(evidence: readonly Evidence[]): readonly Evidence[] {
  const hops = [...new Set(evidence.flatMap(({ hop }) => (hop === undefined ? [] : [hop])))];
  if (hops.length < 2) return evidence;
  const first = evidence.findIndex(({ hop }) => hop !== undefined);
  return evidence.map(({ hop: _hop, ...each }, index) =>
    index === first ? { ...each, hop: hops.join(" or ") } : each,
  );
}
