import { isAnywhere } from "../../../plan/network/cidr-blocks";
import { SecurityGroups, type Peer } from "../../../plan/network/security-group-rules";
import { text } from "../../../plan/values";
import type { ResourceGraph } from "../../../testing";
import type { EdgeStatus } from "../architecture";
import type { Draft } from "./architecture-builder";
import type { Interface } from "./network-interfaces";
import { addressesNode } from "./external-addresses";
import { isPlanned, type Places } from "./locations";

/** Draws whom targets admit beside those that are drawn: groups of other stacks, addresses, and all the world. */
export function addPeers(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  targets: readonly Interface[],
  sources: readonly Interface[],
): void {
  const groups = SecurityGroups.of(graph);
  for (const { node, place, ports } of targets) {
    for (const port of ports) {
      for (const { peer } of groups.on("ingress", place.groupIds, port)) {
        const from = peerNode(graph, draft, places, peer, place.vpcId, sources);
        if (from === undefined) continue;
        const status: EdgeStatus = peer.kind === "group" ? "unknown" : "open";
        const reason = status === "unknown" ? "its own rules are not in this plan" : undefined;
        draft.connect({ from, to: node, kind: "network", label: String(port), status, reason });
      }
    }
  }
}

/** The node for a peer that is not drawn; `undefined` for one that is, or that the plan knows in full. */
function peerNode(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  peer: Peer,
  vpcId: string | undefined,
  sources: readonly Interface[],
): string | undefined {
  switch (peer.kind) {
    case "group": {
      const resource = graph.byId(peer.groupId);
      const isDrawn = sources.some(({ place }) => place.groupIds.includes(peer.groupId));
      if (isDrawn || isPlanned(resource)) return undefined;
      return draft.node({
        kind: "security-group",
        caption: "Whoever carries the group",
        label: resource?.name ?? peer.groupId,
        parent: places.vpc(vpcId),
        resource,
        exists: true,
      });
    }
    case "cidr":
      return isAnywhere(peer.block)
        ? draft.node({ kind: "internet", caption: "Everyone", label: "Internet", exists: true })
        : addressesNode(graph, draft, places, peer.block, vpcId);
    case "prefix-list":
      return draft.node({
        kind: "addresses",
        caption: "Addresses of a prefix list",
        label: text(graph.byId(peer.prefixListId)?.name) ?? peer.prefixListId,
        exists: graph.byId(peer.prefixListId)?.read !== false,
      });
  }
}
