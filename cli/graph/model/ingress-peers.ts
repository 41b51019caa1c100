import { isAnywhere } from "../../../plan/network/cidr-blocks";
import { SecurityGroups, type Peer } from "../../../plan/network/security-group-rules";
import { text } from "../../../plan/values";
import type { ResourceGraph } from "../../../testing";
import type { EdgeStatus } from "../architecture";
import type { ArchitectureBuilder } from "./architecture-builder";
import type { NetworkNode } from "./network-interfaces";
import { addressesNode } from "./external-addresses";
import { isPlanned, type Locations } from "./locations";

/** Adds the other peers that targets admit: groups of other stacks, addresses, and everywhere. */
export function addIngressPeers(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  targets: readonly NetworkNode[],
  sources: readonly NetworkNode[],
): void {
  const groups = SecurityGroups.of(graph);
  for (const { node, place, ports } of targets) {
    for (const port of ports) {
      for (const { peer } of groups.on("ingress", place.groupIds, port)) {
        const from = peerNode(graph, builder, locations, peer, place.vpcId, sources);
        if (from === undefined) continue;
        const status: EdgeStatus = peer.kind === "group" ? "unknown" : "open";
        const reason = status === "unknown" ? "its rules are outside this plan" : undefined;
        builder.connect({ from, to: node, kind: "network", label: String(port), status, reason });
      }
    }
  }
}

/** The node for a peer that is not drawn; `undefined` for one that is, or that the plan knows in full. */
function peerNode(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  peer: Peer,
  vpcId: string | undefined,
  sources: readonly NetworkNode[],
): string | undefined {
  switch (peer.kind) {
    case "group": {
      const resource = graph.byId(peer.groupId);
      const isDrawn = sources.some(({ place }) => place.groupIds.includes(peer.groupId));
      if (isDrawn || isPlanned(resource)) return undefined;
      return builder.node({
        kind: "security-group",
        caption: "Members of the group",
        label: resource?.name ?? peer.groupId,
        parent: locations.vpc(vpcId),
        resource,
        exists: true,
      });
    }
    case "cidr":
      return isAnywhere(peer.block)
        ? builder.node({ kind: "internet", caption: "Everyone", label: "Internet", exists: true })
        : addressesNode(graph, builder, locations, peer.block, vpcId);
    case "prefix-list":
      return builder.node({
        kind: "addresses",
        caption: "Addresses of a prefix list",
        label: text(graph.byId(peer.prefixListId)?.name) ?? peer.prefixListId,
        exists: graph.byId(peer.prefixListId)?.read !== false,
      });
  }
}
