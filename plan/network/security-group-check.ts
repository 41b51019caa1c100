import { all, allOrNone, type Truth } from "../truth";
import { failed, passed, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { enumerate } from "../values";
import { coverage, isKnownBlock } from "./cidr-blocks";
import { unknownBlockTitle } from "../unanswered-lookups";
import { prefixListBlocks } from "./peering-connections";
import { coverageOf, INTERNET, rangesOf, type Ranges } from "./ipv4-ranges";
import { SecurityGroups, type GroupRule, type Peer } from "./security-group-rules";

/** Something with network interfaces, as far as the plan says where they are. */
export interface NetworkLocation {
  /** How messages name it, as `the model "fraud"`. */
  readonly title: string;
  readonly resource?: RecordedResource;
  /** The security groups of its interfaces; empty where it is not known to have any. */
  readonly groupIds: readonly string[];
  /** Whether its interfaces have no security groups at all; `false` by default. */
  readonly hasNoGroups?: boolean;
  /** The CIDR blocks in which its addresses lie, one for each group of interfaces; empty where they are not known. */
  readonly blocks: readonly string[];
  /** The managed prefix lists of its addresses, as S3's; empty by default. */
  readonly prefixListIds?: readonly string[];
  /** Whether all its addresses are on the internet. */
  readonly onInternet?: boolean;
  /**
   * Whether rules on the other side that refer to its groups count: between VPCs they may not. `yes` by default.
   */
  readonly references?: References;
}

/** Whether rules that refer to security groups count, by the side that has the rules. */
export interface References {
  readonly egress: Truth;
  readonly ingress: Truth;
  /** Why they do not, or may not. */
  readonly because?: string;
}

/** Whether the groups of `from` let TCP out to a port of `to`. */
export function checkEgress(
  graph: ResourceGraph,
  from: NetworkLocation,
  to: NetworkLocation,
  port: number,
): readonly Evidence[] {
  return checkDirection(graph, { port, own: from, other: to, direction: "egress" });
}

/** Whether the groups of `to` admit TCP from `from` at a port. */
export function checkIngress(
  graph: ResourceGraph,
  from: NetworkLocation,
  to: NetworkLocation,
  port: number,
): readonly Evidence[] {
  return checkDirection(graph, { port, own: to, other: from, direction: "ingress" });
}

/** Whether the security groups on both sides let TCP through. */
export function checkSecurityGroups(
  graph: ResourceGraph,
  from: NetworkLocation,
  to: NetworkLocation,
  port: number,
): readonly Evidence[] {
  return [...checkEgress(graph, from, to, port), ...checkIngress(graph, from, to, port)];
}

interface Question {
  readonly port: number;
  /** The side whose rules are asked. */
  readonly own: NetworkLocation;
  readonly other: NetworkLocation;
  readonly direction: GroupRule["direction"];
}

function checkDirection(graph: ResourceGraph, question: Question): readonly Evidence[] {
  const { own, other, port, direction } = question;
  const groups = SecurityGroups.of(graph);
  const way = direction === "egress" ? `out to ${other.title}` : `in from ${other.title}`;
  if (own.hasNoGroups === true) {
    return [
      passed(
        own.resource,
        `${own.title} has no security groups, so that nothing keeps TCP ${port} from going ${way}`,
      ),
    ];
  }
  if (own.groupIds.length === 0) {
    return [
      unknown(
        own.resource,
        `which security groups ${own.title} has, and whether they let TCP ${port} ${way}`,
      ),
    ];
  }
  const rules = groups.on(direction, own.groupIds, port);
  const { answer, rules: used } = covers(graph, rules, question);
  const [first] = used;
  if (answer === "yes" && first !== undefined) {
    const peers = enumerate([...new Set(used.map(({ peer }) => peerTitle(groups, peer)))]);
    const verb =
      direction === "egress" ? `lets TCP ${port} out to ${peers}` : `admits TCP ${port} from ${peers}`;
    return [
      passed(
        first.declaredBy,
        `group ${groups.title(first.groupId)} ${verb}`,
        hopOfRule(groups, first, port),
      ),
    ];
  }
  if (answer === "unknown" && first !== undefined) {
    const peers = enumerate([...new Set(used.map(({ peer }) => peerTitle(groups, peer)))]);
    const doubt = first.peer.kind === "group" ? other.references?.because : undefined;
    return [
      unknown(
        first.declaredBy,
        doubt === undefined
          ? `whether ${peers}, to which group ${groups.title(first.groupId)} opens TCP ${port}, holds ${other.title}`
          : `whether group ${groups.title(first.groupId)} opens TCP ${port} to ${peers}: ${doubt}`,
      ),
    ];
  }
  const foreign = own.groupIds.filter((id) => groups.resource(id) === undefined);
  if (foreign.length > 0) {
    return [
      unknown(
        own.resource,
        `whether ${enumerate(foreign)}, which this program does not make, let${foreign.length > 1 ? "" : "s"} TCP ${port} ${way}`,
      ),
    ];
  }
  return [notAllowed(groups, question, way)];
}

function notAllowed(
  groups: SecurityGroups,
  { own, other, port, direction }: Question,
  way: string,
): Evidence {
  const [groupId = ""] = own.groupIds;
  const names = enumerate(own.groupIds.map((id) => groups.title(id)));
  const counts = other.references?.[direction] !== "no";
  const target =
    other.groupIds.length > 0 && counts
      ? `${other.groupIds.length > 1 ? "one of the groups" : "group"} ${enumerate(other.groupIds.map((id) => groups.title(id)))}`
      : ([...(other.prefixListIds ?? []), ...other.blocks][0] ?? `the addresses of ${other.title}`);
  const near = nearMiss(groups, { own, other, port, direction }, counts);
  return failed(
    groups.resource(groupId),
    `no rule of ${own.groupIds.length > 1 ? "groups" : "group"} ${names} lets TCP ${port} ${way}${near}`,
    `add an ${direction} rule for TCP ${port} ${direction === "egress" ? "to" : "from"} ${target} to group ${groups.title(groupId)}`,
  );
}

/** A rule for the right peer that is for another port or protocol, or that does not count here. */
function nearMiss(
  groups: SecurityGroups,
  { own, other, port, direction }: Question,
  counts: boolean,
): string {
  const rules = groups.all(direction, own.groupIds);
  const meant = rules.find(({ peer }) => peer.kind === "group" && other.groupIds.includes(peer.groupId));
  if (meant === undefined) return "";
  const { protocol, fromPort, toPort, declaredBy } = meant;
  const ports = fromPort === toPort ? String(fromPort) : `${fromPort}-${toPort}`;
  const opens = ["tcp", "6"].includes(protocol.toLowerCase()) ? `TCP ${ports}` : `${protocol} ${ports}`;
  if (groups.on(direction, own.groupIds, port).includes(meant)) {
    return counts
      ? ""
      : `: "${declaredBy.name}" refers to a security group, and ${other.references?.because ?? ""}`;
  }
  return `: "${declaredBy.name}" opens ${opens}`;
}

/** Whether rules hold a place together, and the rules that do so or may do so. */
function covers(
  graph: ResourceGraph,
  rules: readonly GroupRule[],
  { other, direction }: Question,
): { readonly answer: Truth; readonly rules: readonly GroupRule[] } {
  const answers = rules.map((rule) => ({ rule, answer: byName(graph, rule.peer, other, direction) }));
  const named = answers.filter(({ answer }) => answer === "yes").map(({ rule }) => rule);
  if (named.length > 0) return { answer: "yes", rules: named.slice(0, 1) };
  const byAddress = coveredByBlocks(graph, rules, other, direction);
  if (byAddress.answer === "yes") return byAddress;
  const possible = answers.filter(({ answer }) => answer === "unknown").map(({ rule }) => rule);
  if (byAddress.answer === "unknown") return byAddress;
  return { answer: possible.length > 0 ? "unknown" : "no", rules: possible.slice(0, 1) };
}

/** Whether a rule names a place by a group or a prefix list. */
function byName(
  graph: ResourceGraph,
  peer: Peer,
  place: NetworkLocation,
  direction: GroupRule["direction"],
): Truth {
  switch (peer.kind) {
    case "group":
      if (place.groupIds.includes(peer.groupId)) return place.references?.[direction] ?? "yes";
      if (place.groupIds.length > 0 || place.hasNoGroups === true || place.onInternet === true) return "no";
      return isOfEndpoints(graph, peer.groupId) ? "no" : "unknown";
    case "cidr":
      return "no";
    case "prefix-list":
      if (place.prefixListIds?.includes(peer.prefixListId) === true) return "yes";
      return prefixListBlocks(graph, peer.prefixListId) !== undefined ||
        isServiceList(graph, peer.prefixListId)
        ? "no"
        : "unknown";
  }
}

/** Whether a group of the plan is that of endpoints of AWS services, which are no registry. */
function isOfEndpoints(graph: ResourceGraph, groupId: string): boolean {
  return graph.withInput("aws:ec2/vpcEndpoint:VpcEndpoint", "securityGroupIds", groupId).length > 0;
}

/** Whether a prefix list is AWS's list of the addresses of one service with a gateway endpoint: it holds no others. */
function isServiceList(graph: ResourceGraph, prefixListId: string): boolean {
  return (
    graph.byOutput("aws:ec2/vpcEndpoint:VpcEndpoint", "prefixListId", prefixListId) !== undefined ||
    graph.calls.some(
      ({ inputs, outputs }) =>
        outputs.id === prefixListId &&
        /^com\.amazonaws\.[a-z0-9-]+\.(s3|dynamodb)$/.test(String(inputs.name)),
    )
  );
}

interface Blocks {
  readonly rule: GroupRule;
  readonly blocks: readonly string[];
}

/** Whether the CIDR blocks of rules hold a place together. */
function coveredByBlocks(
  graph: ResourceGraph,
  rules: readonly GroupRule[],
  place: NetworkLocation,
  direction: GroupRule["direction"],
): { readonly answer: Truth; readonly rules: readonly GroupRule[] } {
  const own: readonly Blocks[] = rules.flatMap((rule) => {
    const blocks = blocksOf(graph, rule.peer);
    return blocks === undefined ? [] : [{ rule, blocks }];
  });
  const allowed = rangesOf(own.flatMap(({ blocks }) => blocks));
  const everything = coverageOf(rangesOf(["0.0.0.0/0"]), allowed) === "all";
  const parts = partsOf(place);
  if (parts.length === 0) {
    // Where it is is not known: all that is open may hold it, but for IPv6.
    const open = own
      .filter(({ blocks }) => blocks.some((block) => !block.includes(":")))
      .map(({ rule }) => rule);
    return { answer: everything ? "yes" : open.length > 0 ? "unknown" : "no", rules: open };
  }
  const unknown = own.filter(({ blocks }) => blocks.some((block) => !isKnownBlock(block)));
  const answers = parts.map((part): Truth => {
    const answer = partAnswer(part, allowed, own);
    return answer === "no" && unknown.length > 0 ? "unknown" : answer;
  });
  // Who connects from a place must be admitted wherever it is; a place with several addresses may answer at one.
  const answer = direction === "ingress" ? all(answers) : allOrNone(answers);
  const used = own.filter(({ blocks }) => parts.some((part) => touches(part, blocks)));
  return { answer, rules: (answer === "unknown" ? [...used, ...unknown] : used).map(({ rule }) => rule) };
}

/** Addresses that are held or not held together: IPv4 ranges, or a block of IPv6. */
type Part = { readonly ranges: Ranges } | { readonly block: string };

function partsOf({ blocks, onInternet }: NetworkLocation): readonly Part[] {
  if (onInternet === true) return [{ ranges: INTERNET }];
  return blocks.map((block) => (block.includes(":") ? { block } : { ranges: rangesOf([block]) }));
}

function partAnswer(part: Part, allowed: Ranges, own: readonly Blocks[]): Truth {
  const held =
    "ranges" in part
      ? [coverageOf(part.ranges, allowed)]
      : own.flatMap(({ blocks }) => blocks.map((block) => coverage(block, part.block)));
  if (held.includes("all")) return "yes";
  return held.includes("some") ? "unknown" : "no";
}

function touches(part: Part, blocks: readonly string[]): boolean {
  return "ranges" in part
    ? coverageOf(part.ranges, rangesOf(blocks)) !== "none"
    : blocks.some((block) => coverage(block, part.block) !== "none");
}

/** The blocks that a peer stands for; `undefined` where it is none, or they are not known. */
function blocksOf(graph: ResourceGraph, peer: Peer): readonly string[] | undefined {
  if (peer.kind === "cidr") return [peer.block];
  return peer.kind === "prefix-list" ? prefixListBlocks(graph, peer.prefixListId) : undefined;
}

/** A rule as a step of a way: out of its group, or into it. */
function hopOfRule(
  groups: SecurityGroups,
  { direction, groupId, declaredBy }: GroupRule,
  port: number,
): string {
  const group = `group ${groups.title(groupId)}`;
  const isInline = groups.resource(groupId)?.urn === declaredBy.urn;
  const rule = `${direction} rule ${isInline ? "of its own" : `"${declaredBy.name}"`} (TCP ${port})`;
  return direction === "egress" ? `${group} → ${rule}` : `${rule} → ${group}`;
}

function peerTitle(groups: SecurityGroups, peer: Peer): string {
  switch (peer.kind) {
    case "group":
      return `group ${groups.title(peer.groupId)}`;
    case "cidr":
      return isKnownBlock(peer.block) ? peer.block : unknownBlockTitle(groups.graph, peer.block);
    case "prefix-list":
      return `prefix list ${peer.prefixListId}`;
  }
}
