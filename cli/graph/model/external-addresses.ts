import type { VpcLocation, NetworkLocation } from "../../../plan/network/network-locations";
import { checkRoutes, checkInternetRoute } from "../../../plan/network/route-check";
import { ANYWHERE_IPV4, coverage, isAnywhere, isKnownBlock } from "../../../plan/network/cidr-blocks";

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
import type { ArchitectureBuilder } from "./architecture-builder";
import type { NetworkNode } from "./network-interfaces";
import type { Locations } from "./locations";
import { edgeStatusOf } from "./edge-status";

const HTTPS = 443;

/** Adds what is outside the plan: existing registries, the internet, and addresses in security group rules. */
export function addExternalAddresses(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  interfaces: readonly NetworkNode[],
): void {
  /** The nodes of the registries that blocks are taken to be of. */
  const registries = new Map<string, string>();
  /** The ways to registries that are known to be blocked: a sender's node and a registry's. */
  const blocked = new Set<string>();
  for (const pull of pulls(graph)) {
    const source = interfaces.find(({ place }) => place.resource === pull.model.resource);
    if (source === undefined) continue;
    const { node, blocks, isBlocked } = addRegistry(graph, builder, source, pull);
    if (isBlocked) blocked.add(`${source.node} ${node}`);
    for (const block of blocks) if (!registries.has(block)) registries.set(block, node);
  }
  for (const source of interfaces.filter(({ opens }) => opens)) {
    addWayOut(graph, builder, source.node, source.place);
    addBlocks(graph, builder, locations, source, { registries, blocked });
  }
  addSourceRegistries(graph, builder, interfaces);
}

/** Adds the registry that a model pulls from, if the plan does not make it; returns its node, and the CIDR blocks that may contain it. */
function addRegistry(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  { node, place }: NetworkNode,
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
  const to = registryNode(builder, registry.registry, isPublic, addresses.length > 0 ? addresses : blocks);
  const connect = (status: EdgeStatus, reason: string | undefined): void =>
    builder.connect({ from: node, to, kind: "network", label: String(registry.port), status, reason });
  const verdict = edgeStatusOf(reachesRegistry(graph, pull));
  // What the requirement refuses is never drawn as open or unknown.
  if (verdict.status === "blocked") connect(verdict.status, verdict.reason);
  else if (isPublic) {
    const { status, reason } = edgeStatusOf(
      checkInternetRoute(graph, model.source, registry.host, registry.port),
    );
    connect(status, reason);
  } else {
    const toGroup = SecurityGroups.of(graph)
      .on("egress", place.groupIds, registry.port)
      .some(({ peer }) => peer.kind === "group" && graph.byId(peer.groupId)?.read !== false);
    const { status, reason } = edgeStatusOf([
      ...checkEgress(graph, place, target, registry.port),
      ...(addresses.length > 0 ? checkRoutes(graph, place, addresses, registry.host) : []),
    ]);
    const isKnown = addresses.length > 0 || (status === "blocked" && !toGroup);
    connect(isKnown ? status : "unknown", isKnown ? reason : unknownLocation(registry.host));
  }
  return { node: to, blocks, isBlocked: verdict.status === "blocked" };
}

const unknownLocation = (host: string): string => `the location of ${host} is unknown`;

function registryNode(
  builder: ArchitectureBuilder,
  host: string,
  isPublic: boolean,
  details: readonly string[],
): string {
  const id = builder.node({
    kind: "registry",
    caption: isPublic ? "Registry on the internet" : "Existing registry",
    label: host,
    exists: true,
  });
  builder.describe(id, ...details);
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

/** Adds the way to the internet of what has one. */
function addWayOut(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  node: string,
  source: VpcLocation,
): void {
  if (edgeStatusOf(checkInternetRoute(graph, source, "the internet", HTTPS)).status !== "open") return;
  const internet = builder.node({ kind: "internet", caption: "Everyone", label: "Internet", exists: true });
  for (const subnetId of source.subnetIds) {
    const route = routeTableOf(graph, subnetId)?.routes.find(
      ({ destination, target }) => destination === ANYWHERE_IPV4 && target.property !== "gatewayId",
    );
    const gateway = builder.of(graph.byId(route?.target.id));
    builder.connect({ from: node, to: gateway ?? internet, kind: "network", label: String(HTTPS) });
    if (gateway !== undefined) builder.connect({ from: gateway, to: internet, kind: "network", label: "" });
  }
}

/** Adds the addresses to which something may open connections, as a registry's where they may be one's. */
function addBlocks(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  { node, place }: NetworkNode,
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
      const reason = unknownLocation(builder.get(registry)?.label ?? registry);
      builder.connect({ from: node, to: registry, kind: "network", label, status: "unknown", reason });
      continue;
    }
    const to = addressesNode(graph, builder, locations, peer.block, place.vpcId);
    builder.connect({ from: node, to, kind: "network", label });
  }
}

/** The node of a CIDR block: in a VPC, or elsewhere. */
export function addressesNode(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  block: string,
  vpcId: string | undefined,
): string {
  const own = inVpc(graph, vpcId, block);
  // The CIDR block of a lookup without an answer is a placeholder, which is not the user's.
  const label = isKnownBlock(block) ? block : "unknown CIDR block";
  return builder.node({
    kind: "addresses",
    caption: own ? "Addresses in the VPC" : "Addresses elsewhere",
    label,
    parent: own ? locations.vpc(vpcId) : undefined,
    exists: true,
    key: own ? `${vpcId ?? ""}/${label}` : label,
  });
}

/** Ports as a label: `443`, `1024-65535`, or `all ports`. */
export function portsLabel(from: number, to: number): string {
  if (from <= 0 && to >= 65535) return "all ports";
  return from === to ? String(from) : `${from}-${to}`;
}

/** Adds the registries that functions copy images from. */
function addSourceRegistries(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  interfaces: readonly NetworkNode[],
): void {
  for (const resource of graph.ofType("aws:lambda/function:Function")) {
    const from = builder.of(resource);
    const registries = registriesIn(fields(fields(resource.inputs.environment).variables).SOURCE_REGISTRIES);
    if (from === undefined) continue;
    const inVpcAs = interfaces.find(({ place }) => place.resource === resource);
    for (const registry of registries) {
      const outcome =
        inVpcAs === undefined
          ? { status: "open" as const }
          : edgeStatusOf(checkInternetRoute(graph, inVpcAs.place, registry, HTTPS));
      const to = registryNode(builder, registry, true, []);
      builder.connect({ from, to, kind: "network", label: String(HTTPS), ...outcome });
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
