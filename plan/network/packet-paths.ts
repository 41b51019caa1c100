import { prefixListBlocks } from "./prefix-lists";
import type { Truth } from "../truth";
import { failed, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { unknownBlockTitle } from "../unanswered-lookups";
import { ANYWHERE_IPV4, isKnownBlock, prefixLength } from "./cidr-blocks";

import { followRoute } from "./route-targets";
import { localPath, type PacketPath, type RouteQuery, type SubnetOnPath } from "./packet-path";
import { INTERNET, overlap, rangesOf, without, type Ranges } from "./ipv4-ranges";
import { addRoute, areInternet } from "./route-remedies";
import { routeTableOf, type Route, type RouteTable } from "./route-tables";
import { findSubnet, subnetTitle, vpcBlocks, vpcIdOfOne } from "./vpc";

/** What a route is asked about. */
export interface Destination {
  readonly graph: ResourceGraph;
  /** The addresses that are to be reached, as messages name them; all of IPv4 for a host on the internet. */
  readonly blocks: readonly string[];
  /** How messages name what is to be reached. */
  readonly target: string;
}

/**
 * Where packets from a subnet to some addresses go: each takes the most specific route, and one by CIDR block before one by
 * prefix list.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function packetPaths(
  asked: Destination,
  subnetId: string,
  ranges: Ranges,
  through: readonly RecordedResource[],
): readonly PacketPath[] {
  const question: RouteQuery = { ...asked, onward: (...next) => packetPaths(asked, ...next) };
  const { graph, target } = question;
  const vpcId = vpcIdOfOne(graph, subnetId);
  const stop: SubnetOnPath = {
    subnetId,
    title: subnetTitle(graph, subnetId),
    subnet: findSubnet(graph, subnetId),
    vpcId,
    through,
  };
  const table = routeTableOf(graph, subnetId);
  if (table === undefined) {
    const own = overlap(ranges, rangesOf(vpcBlocks(graph, vpcId)));
    const left = without(ranges, own);
    const evidence = unknown(stop.subnet, `whether the route table of ${stop.title} leads to ${target}`);
    return [
      ...(own.length === 0 ? [] : [localPath(stop, own)]),
      ...(left.length === 0 ? [] : [{ ranges: left, answer: "unknown" as const, evidence, isLocal: false }]),
    ];
  }
  const candidates = candidatesOf(graph, stop, table);
  let left = ranges;
  const legs: PacketPath[] = [];
  for (const { route, ranges: own } of candidates) {
    const taken = overlap(left, own);
    if (taken.length === 0) continue;
    left = without(left, taken);
    legs.push(
      ...(route === undefined ? [localPath(stop, taken)] : followRoute(question, route, stop, taken)),
    );
  }
  if (left.length > 0) legs.push({ ranges: left, ...noRoute(question, stop, table), isLocal: false });
  const open = routeToUnknown(graph, table);
  return open === undefined ? legs : legs.map((leg) => unlessRoutedBy(open, leg, stop, question));
}

interface Candidate {
  readonly ranges: Ranges;
  readonly length: number;
  readonly isList: boolean;
  /** `undefined` for the route to the VPC's own addresses. */
  readonly route: Route | undefined;
}

/** The routes of a table by block, the most specific first. */
function candidatesOf(
  graph: ResourceGraph,
  { vpcId }: SubnetOnPath,
  { routes }: RouteTable,
): readonly Candidate[] {
  const candidate = (block: string, route: Route | undefined): Candidate => ({
    ranges: rangesOf([block]),
    length: prefixLength(block),
    isList: route?.destination.startsWith("pl-") === true,
    route,
  });
  return [
    ...vpcBlocks(graph, vpcId).map((block) => candidate(block, undefined)),
    ...routes.flatMap((route) =>
      (route.destination.startsWith("pl-")
        ? (prefixListBlocks(graph, route.destination) ?? [])
        : [route.destination]
      ).map((block) => candidate(block, route)),
    ),
  ].sort((one, other) => other.length - one.length || Number(one.isList) - Number(other.isList));
}

/**
 * A route whose destination is unknown: a prefix list, but for those of gateway endpoints, which contain AWS's addresses only, or
 * the CIDR block of a lookup without an answer.
 */
function routeToUnknown(graph: ResourceGraph, { routes }: RouteTable): Route | undefined {
  return routes.find(({ destination, target: { id } }) =>
    destination.startsWith("pl-")
      ? !id.startsWith("vpce-") && prefixListBlocks(graph, destination) === undefined
      : !isKnownBlock(destination),
  );
}

/** What a route with an unknown destination may take may arrive elsewhere: a VPC has no addresses of the internet. */
function unlessRoutedBy(
  open: Route,
  leg: PacketPath,
  stop: SubnetOnPath,
  { graph, target }: RouteQuery,
): PacketPath {
  if (leg.isLocal || leg.answer === "unknown") return leg;
  const isList = open.destination.startsWith("pl-");
  if (!isList && without(leg.ranges, INTERNET).length === 0) return leg;
  const destination = isList
    ? `the prefix list ${open.destination}`
    : unknownBlockTitle(graph, open.destination);
  return {
    ...leg,
    answer: "unknown",
    evidence: unknown(
      open.declaredBy,
      `whether ${destination}, which ${stop.title} routes, contains ${target}`,
    ),
  };
}

function noRoute(
  { graph, blocks, target }: RouteQuery,
  stop: SubnetOnPath,
  { isPropagated }: RouteTable,
): { readonly answer: Truth; readonly evidence: Evidence } {
  if (isPropagated) {
    return {
      answer: "unknown",
      evidence: unknown(
        stop.subnet,
        `whether a virtual private gateway adds a route of ${stop.title} to ${target}`,
      ),
    };
  }
  const nat = stop.through.at(-1);
  const destination = blocks[0] ?? ANYWHERE_IPV4;
  return {
    answer: "no",
    evidence: failed(
      stop.subnet,
      `no route of ${stop.title} leads to ${target}`,
      nat === undefined
        ? addRoute(graph, stop.subnet, destination, blocks)
        : areInternet(blocks)
          ? `route ${destination} of that subnet, in which the NAT gateway "${nat.name}" lies, to an internet gateway`
          : `route ${destination} of that subnet, in which the NAT gateway "${nat.name}" lies, to a transit gateway or a peering connection`,
    ),
  };
}
