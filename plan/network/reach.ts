import { failed, passed, Status, unknown, worst, type Evidence } from "../findings";
import type { RecordedResource, ResourceGraph } from "../graph";
import { enumerate } from "../values";
import { coverage, isAnywhere } from "./addresses";
import { prefixListBlocks } from "./connections";
import { SecurityGroups, type GroupRule, type Peer } from "./security-groups";

/** Something with network interfaces, as far as the plan says where they are. */
export interface Place {
  /** How messages name it, as `the model "fraud"`. */
  readonly title: string;
  readonly resource?: RecordedResource;
  /** The security groups of its interfaces; empty where it is not known to have any. */
  readonly groupIds: readonly string[];
  /** The CIDR blocks in which its addresses lie; empty where they are not known. */
  readonly blocks: readonly string[];
  /** The managed prefix lists of its addresses, as S3's; empty by default. */
  readonly prefixListIds?: readonly string[];
  /** Whether all its addresses are on the internet. */
  readonly onInternet?: boolean;
}

/** Whether the groups of `from` let TCP out to a port of `to`. */
export function egress(graph: ResourceGraph, from: Place, to: Place, port: number): readonly Evidence[] {
  const groups = new SecurityGroups(graph);
  const rules = groups.on("egress", from.groupIds, port);
  return judge(graph, groups, { rules, from, to, port, own: from, other: to, direction: "egress" });
}

/** Whether the groups of `to` admit TCP from `from` at a port. */
export function ingress(graph: ResourceGraph, from: Place, to: Place, port: number): readonly Evidence[] {
  const groups = new SecurityGroups(graph);
  const rules = groups.on("ingress", to.groupIds, port);
  return judge(graph, groups, { rules, from, to, port, own: to, other: from, direction: "ingress" });
}

/** Whether the security groups on both sides let TCP through. */
export function passesGroups(
  graph: ResourceGraph,
  from: Place,
  to: Place,
  port: number,
): readonly Evidence[] {
  return [...egress(graph, from, to, port), ...ingress(graph, from, to, port)];
}

interface Question {
  readonly rules: readonly GroupRule[];
  readonly from: Place;
  readonly to: Place;
  readonly port: number;
  /** The side whose rules are asked. */
  readonly own: Place;
  readonly other: Place;
  readonly direction: GroupRule["direction"];
}

function judge(graph: ResourceGraph, groups: SecurityGroups, question: Question): readonly Evidence[] {
  const { rules, own, other, port, direction } = question;
  const way = direction === "egress" ? `out to ${other.title}` : `in from ${other.title}`;
  if (own.groupIds.length === 0) {
    return [
      unknown(
        own.resource,
        `which security groups ${own.title} has, and whether they let TCP ${port} ${way}`,
      ),
    ];
  }
  const names = enumerate(own.groupIds.map((id) => groups.title(id)));
  const answers = rules.map((rule) => ({ rule, answer: matches(graph, rule.peer, other) }));
  const open = answers.find(({ answer }) => answer === "yes");
  if (open !== undefined) {
    const peer = peerTitle(groups, open.rule.peer);
    const verb =
      direction === "egress" ? `lets TCP ${port} out to ${peer}` : `admits TCP ${port} from ${peer}`;
    return [
      passed(
        open.rule.declaredBy,
        `group ${groups.title(open.rule.groupId)} ${verb}`,
        hopOf(groups, open.rule, port),
      ),
    ];
  }
  const possible = answers.find(({ answer }) => answer === "perhaps");
  if (possible !== undefined) {
    const peer = peerTitle(groups, possible.rule.peer);
    return [
      unknown(
        possible.rule.declaredBy,
        `whether ${peer}, to which group ${groups.title(possible.rule.groupId)} opens TCP ${port}, holds ${other.title}`,
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
  const [groupId = ""] = own.groupIds;
  const target =
    other.groupIds.length > 0
      ? `${other.groupIds.length > 1 ? "one of the groups" : "group"} ${enumerate(other.groupIds.map((id) => groups.title(id)))}`
      : ([...(other.prefixListIds ?? []), ...other.blocks][0] ?? `the addresses of ${other.title}`);
  return [
    failed(
      groups.resource(groupId),
      `no rule of ${own.groupIds.length > 1 ? "groups" : "group"} ${names} lets TCP ${port} ${way}`,
      `add an ${direction} rule for TCP ${port} ${direction === "egress" ? "to" : "from"} ${target} to group ${groups.title(groupId)}`,
    ),
  ];
}

type Answer = "yes" | "perhaps" | "no";

/** Whether a rule's peer holds a place. */
function matches(graph: ResourceGraph, peer: Peer, place: Place): Answer {
  switch (peer.kind) {
    case "group":
      return place.groupIds.includes(peer.groupId) ? "yes" : "no";
    case "cidr":
      return holds(peer.block, place);
    case "prefix-list": {
      if (place.prefixListIds?.includes(peer.prefixListId) === true) return "yes";
      const blocks = prefixListBlocks(graph, peer.prefixListId);
      if (blocks !== undefined) {
        const answers = blocks.map((block) => holds(block, place));
        return answers.find((each) => each === "yes") ?? answers.find((each) => each === "perhaps") ?? "no";
      }
      return isServiceList(graph, peer.prefixListId) ? "no" : "perhaps";
    }
  }
}

/** Whether a prefix list is AWS's list of the addresses of one service with a gateway endpoint: it holds no others. */
function isServiceList(graph: ResourceGraph, prefixListId: string): boolean {
  return (
    graph
      .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
      .some(({ outputs }) => outputs.prefixListId === prefixListId) ||
    graph.calls.some(
      ({ inputs, outputs }) =>
        outputs.id === prefixListId &&
        /^com\.amazonaws\.[a-z0-9-]+\.(s3|dynamodb)$/.test(String(inputs.name)),
    )
  );
}

function holds(block: string, place: Place): Answer {
  if (isAnywhere(block) && !block.includes(":")) return "yes";
  if (place.onInternet === true) return "perhaps";
  if (place.blocks.length === 0) return block.includes(":") ? "no" : "perhaps";
  const covered = place.blocks.map((each) => coverage(block, each));
  if (covered.every((each) => each === "all")) return "yes";
  return covered.every((each) => each === "none") ? "no" : "perhaps";
}

/** A rule as a step of a way: out of its group, or into it. */
function hopOf(groups: SecurityGroups, { direction, groupId, declaredBy }: GroupRule, port: number): string {
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
      return peer.block;
    case "prefix-list":
      return `prefix list ${peer.prefixListId}`;
  }
}

/** Whether evidence says that a way is open. */
export function isOpen(evidence: readonly Evidence[]): boolean {
  return worst(evidence) === Status.Passed;
}
