import { failed, passed, unknown, type Evidence } from "../evidence";
import type { ResourceGraph } from "../graph";
import { enumerate } from "../values";
import { isKnownBlock } from "./cidr-blocks";
import { findCoveringRules } from "./group-rule-coverage";
import type { NetworkLocation } from "./network-locations";
import { unknownBlockTitle } from "../unanswered-lookups";
import { SecurityGroups, type GroupRule, type Peer } from "./security-group-rules";

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
  const { answer, rules: used } = findCoveringRules(graph, rules, other, direction);
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
