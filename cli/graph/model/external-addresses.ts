import type { VpcLocation, NetworkLocation } from "../../../plan/network/network-locations";
import { checkRoutes, checkInternetRoute } from "../../../plan/network/route-check";
import { ANYWHERE_IPV4, coverage, isAnywhere } from "../../../plan/network/cidr-blocks";

import { checkEgress } from "../../../plan/network/security-group-check";
import { SecurityGroups } from "../../../plan/network/security-group-rules";
import { routeTableOf } from "../../../plan/network/route-tables";
import { vpcBlocks } from "../../../plan/network/vpc";
import { pulls, type Pull } from "../../../plan/models";
import { findRegistry, registrySoftware } from "../../../plan/registry/index";
import { fields, text, texts } from "../../../plan/values";
import { reachesRegistry } from "../../../policies/rules/registry-reachable";
import type { ResourceGraph } from "../../../testing";
import type { EdgeStatus } from "../architecture";
import type { Draft } from "./architecture-builder";
import type { Interface } from "./network-interfaces";
import type { Places } from "./locations";
import { statusOf } from "./edge-status";

const HTTPS = 443;

/** Draws what lies outside of the plan: registries that exist, the internet, and addresses that rules open. */
export function addOutside(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  interfaces: readonly Interface[],
): void {
  /** The nodes of the registries that blocks are taken to be of. */
  const registries = new Map<string, string>();
  /** The ways to registries that are known to be blocked: a sender's node and a registry's. */
  const blocked = new Set<string>();
  for (const pull of pulls(graph)) {
    const source = interfaces.find(({ place }) => place.resource === pull.model.resource);
    if (source === undefined) continue;
    const { node, blocks, isBlocked } = addRegistry(graph, draft, source, pull);
    if (isBlocked) blocked.add(`${source.node} ${node}`);
    for (const block of blocks) if (!registries.has(block)) registries.set(block, node);
  }
  for (const source of interfaces.filter(({ opens }) => opens)) {
    addWayOut(graph, draft, source.node, source.place);
    addBlocks(graph, draft, places, source, { registries, blocked });
  }
  addSourceRegistries(graph, draft, interfaces);
}

/** Draws the registry that a model pulls from, if the plan does not make it; returns its node, and the blocks that it may lie in. */
function addRegistry(
  graph: ResourceGraph,
  draft: Draft,
  { node, place }: Interface,
  pull: Pull,
): { readonly node: string; readonly blocks: readonly string[]; readonly isBlocked: boolean } {
  const { registry, model } = pull;
  const location = findRegistry(graph, registry);
  if (location.kind === "load-balancer") return { node, blocks: [], isBlocked: false };
  const isPublic = location.kind === "docker-hub" || registrySoftware(graph, registry).isPublic === true;
  const addresses =
    location.kind === "addresses"
      ? location.record.addresses.map((each) => `${each}/${each.includes(":") ? 128 : 32}`)
      : [];
  const target: NetworkLocation = { title: registry.host, groupIds: [], blocks: addresses };
  const opened = openBlocks(graph, place, registry.port);
  const blocks = isPublic ? [] : opened.filter((block) => !inVpc(graph, place.vpcId, block));
  const to = registryNode(draft, registry.registry, isPublic, addresses.length > 0 ? addresses : blocks);
  const connect = (status: EdgeStatus, reason: string | undefined): void =>
    draft.connect({ from: node, to, kind: "network", label: String(registry.port), status, reason });
  const verdict = statusOf(reachesRegistry(graph, pull));
  // What the requirement refuses is never drawn as open or unknown.
  if (verdict.status === "blocked") connect(verdict.status, verdict.reason);
  else if (isPublic) {
    const { status, reason } = statusOf(
      checkInternetRoute(graph, model.source, registry.host, registry.port),
    );
    connect(status, reason);
  } else {
    const toGroup = SecurityGroups.of(graph)
      .on("egress", place.groupIds, registry.port)
      .some(({ peer }) => peer.kind === "group" && graph.byId(peer.groupId)?.read !== false);
    const { status, reason } = statusOf([
      ...checkEgress(graph, place, target, registry.port),
      ...(addresses.length > 0 ? checkRoutes(graph, place, addresses, registry.host) : []),
    ]);
    const isKnown = addresses.length > 0 || (status === "blocked" && !toGroup);
    connect(isKnown ? status : "unknown", isKnown ? reason : whereabouts(registry.host));
  }
  return { node: to, blocks, isBlocked: verdict.status === "blocked" };
}

const whereabouts = (host: string): string => `where ${host} is, the plan does not tell`;

function registryNode(draft: Draft, host: string, isPublic: boolean, details: readonly string[]): string {
  const id = draft.node({
    kind: "registry",
    caption: isPublic ? "Registry on the internet" : "Existing registry",
    label: host,
    exists: true,
  });
  draft.describe(id, ...details);
  return id;
}

/** The CIDR blocks to which something may open connections at a port, but for all the world. */
function openBlocks(graph: ResourceGraph, { groupIds }: NetworkLocation, port: number): readonly string[] {
  const rules = SecurityGroups.of(graph).on("egress", groupIds, port);
  return [
    ...new Set(
      rules.flatMap(({ peer }) => (peer.kind === "cidr" && !isAnywhere(peer.block) ? [peer.block] : [])),
    ),
  ];
}

/** Whether addresses are a VPC's own; what the recorder makes up of it is what the program reckoned with. */
function inVpc(graph: ResourceGraph, vpcId: string | undefined, block: string): boolean {
  const told = graph.calls
    .filter(({ token, inputs }) => token === "aws:ec2/getVpc:getVpc" && inputs.id === vpcId)
    .flatMap(({ outputs }) => texts(outputs.cidrBlock));
  return (
    told.includes(block) ||
    [...vpcBlocks(graph, vpcId), ...told].some((own) => coverage(own, block) === "all")
  );
}

/** Draws the way to the internet of what has one. */
function addWayOut(graph: ResourceGraph, draft: Draft, node: string, source: VpcLocation): void {
  if (statusOf(checkInternetRoute(graph, source, "the internet", HTTPS)).status !== "open") return;
  const internet = draft.node({ kind: "internet", caption: "Everyone", label: "Internet", exists: true });
  for (const subnetId of source.subnetIds) {
    const route = routeTableOf(graph, subnetId)?.routes.find(
      ({ destination, target }) => destination === ANYWHERE_IPV4 && target.property !== "gatewayId",
    );
    const gateway = draft.of(graph.byId(route?.target.id));
    draft.connect({ from: node, to: gateway ?? internet, kind: "network", label: String(HTTPS) });
    if (gateway !== undefined) draft.connect({ from: gateway, to: internet, kind: "network", label: "" });
  }
}

/** Draws the addresses to which something may open connections, as a registry's where they may be one's. */
function addBlocks(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  { node, place }: Interface,
  known: { readonly registries: ReadonlyMap<string, string>; readonly blocked: ReadonlySet<string> },
): void {
  const rules = SecurityGroups.of(graph).rules.filter(
    ({ direction, groupId }) => direction === "egress" && place.groupIds.includes(groupId),
  );
  for (const { peer, fromPort, toPort } of rules) {
    if (peer.kind !== "cidr" || isAnywhere(peer.block)) continue;
    const label = portsLabel(fromPort, toPort);
    const registry = known.registries.get(peer.block);
    if (registry !== undefined) {
      if (known.blocked.has(`${node} ${registry}`)) continue;
      const reason = whereabouts(draft.get(registry)?.label ?? registry);
      draft.connect({ from: node, to: registry, kind: "network", label, status: "unknown", reason });
      continue;
    }
    const to = addressesNode(graph, draft, places, peer.block, place.vpcId);
    draft.connect({ from: node, to, kind: "network", label });
  }
}

/** The node of a CIDR block: in a VPC, or elsewhere. */
export function addressesNode(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  block: string,
  vpcId: string | undefined,
): string {
  const own = inVpc(graph, vpcId, block);
  return draft.node({
    kind: "addresses",
    caption: own ? "Addresses in the VPC" : "Addresses elsewhere",
    label: block,
    parent: own ? places.vpc(vpcId) : undefined,
    exists: true,
    key: own ? `${vpcId ?? ""}/${block}` : block,
  });
}

/** Ports as a label: `443`, `1024-65535`, or `all ports`. */
export function portsLabel(from: number, to: number): string {
  if (from <= 0 && to >= 65535) return "all ports";
  return from === to ? String(from) : `${from}-${to}`;
}

/** Draws the registries that functions copy images from. */
function addSourceRegistries(graph: ResourceGraph, draft: Draft, interfaces: readonly Interface[]): void {
  for (const resource of graph.ofType("aws:lambda/function:Function")) {
    const from = draft.of(resource);
    const registries = registriesIn(fields(fields(resource.inputs.environment).variables).SOURCE_REGISTRIES);
    if (from === undefined) continue;
    const inVpcAs = interfaces.find(({ place }) => place.resource === resource);
    for (const registry of registries) {
      const outcome =
        inVpcAs === undefined
          ? { status: "open" as const }
          : statusOf(checkInternetRoute(graph, inVpcAs.place, registry, HTTPS));
      const to = registryNode(draft, registry, true, []);
      draft.connect({ from, to, kind: "network", label: String(HTTPS), ...outcome });
    }
  }
}

/** The names in the JSON of registries; none where another function's variable has the same name. */
function registriesIn(variable: unknown): readonly string[] {
  try {
    return Object.keys(fields(JSON.parse(text(variable) ?? "{}")));
  } catch {
    return [];
  }
}
