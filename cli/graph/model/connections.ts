import type { VpcLocation } from "../../../plan/network/network-locations";
import { checkEndpointGroups } from "../../../plan/network/interface-endpoint-check";
import { checkGatewayEndpoint } from "../../../plan/network/s3-route";
import { checkSecurityGroups } from "../../../plan/network/security-group-check";
import { vpcBlocks } from "../../../plan/network/vpc";
import { models, registryOf, type RegistryAddress } from "../../../plan/models";
import { listenerAt, findRegistry } from "../../../plan/registry/index";
import { text } from "../../../plan/values";
import type { Evidence } from "../../../plan/evidence";
import { parseReference, registryHost } from "../../../registry-client/images/reference";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import type { ArchitectureBuilder } from "./architecture-builder";
import type { NetworkNode } from "./network-interfaces";
import { addExternalAddresses } from "./external-addresses";
import { addIngressPeers } from "./ingress-peers";
import { isPlanned, type Locations } from "./locations";
import { behind } from "./load-balancers";
import { edgeStatusOf } from "./edge-status";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Adds the connections that the security groups on both sides allow. */
export function addConnections(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  interfaces: readonly NetworkNode[],
): void {
  const targets = distinct(interfaces.filter(({ ports }) => ports.length > 0));
  const sources = [
    ...interfaces.filter(({ opens }) => opens),
    ...carriers(graph, builder, locations, interfaces),
  ];
  for (const source of sources) {
    const needed = needs(graph, builder, source, targets);
    for (const target of targets.filter((each) => each.node !== source.node)) {
      for (const port of target.ports) connect(graph, builder, { source, target, port, needed });
    }
  }
  addListeners(graph, builder, targets);
  addExternalAddresses(graph, builder, locations, interfaces);
  addIngressPeers(graph, builder, locations, targets, sources);
}

interface Way {
  readonly source: NetworkNode;
  readonly target: NetworkNode;
  readonly port: number;
  /** The targets without which the source cannot do its work. */
  readonly needed: ReadonlySet<NetworkNode>;
}

/** Adds an open connection; a required one also where it is blocked or unknown. */
function connect(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  { source, target, port, needed }: Way,
): void {
  const inOneVpc = source.place.vpcId === target.place.vpcId;
  const evidence = inOneVpc ? ask(graph, source.place, target, port) : [];
  if (!inOneVpc && !needed.has(target)) return;
  const { status, reason } = inOneVpc
    ? edgeStatusOf(evidence)
    : { status: "unknown" as const, reason: "they are not in one VPC" };
  // A rule that names the endpoint's prefix list says that it is meant; the route tables may exist elsewhere.
  const isMeant =
    isGateway(target) && status === "unknown" && evidence.some((each) => each.status === "passed");
  if (status !== "open" && !isMeant && !needed.has(target)) return;
  builder.connect({
    from: source.node,
    to: target.node,
    kind: "network",
    label: String(port),
    status,
    reason,
  });
}

function ask(
  graph: ResourceGraph,
  from: VpcLocation,
  { place }: NetworkNode,
  port: number,
): readonly Evidence[] {
  const { resource } = place;
  if (resource?.type !== ENDPOINT) return checkSecurityGroups(graph, from, place, port);
  return isGateway({ place })
    ? checkGatewayEndpoint(graph, from, resource)
    : checkEndpointGroups(graph, from, resource);
}

function isGateway({ place: { resource } }: Pick<NetworkNode, "place">): boolean {
  return resource?.type === ENDPOINT && resource.inputs.vpcEndpointType !== "Interface";
}

/** The required targets: the registry, and Lambda for a model with a credentials function. */
function needs(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  source: NetworkNode,
  targets: readonly NetworkNode[],
): ReadonlySet<NetworkNode> {
  const model = models(graph).find(({ resource }) => resource === source.place.resource);
  const addresses = [
    ...(model?.containers ?? []).flatMap((container) => registryOf(container) ?? []),
    ...(source.needs ?? []).flatMap((each) => addressOf(each) ?? []),
  ];
  const listeners = addresses.flatMap((address) => {
    const location = findRegistry(graph, address);
    if (location.kind !== "load-balancer") return [];
    const listener = builder.of(listenerAt(graph, location.loadBalancer, address.port));
    if (listener !== undefined) return targets.filter(({ node }) => node === listener);
    builder.connect({
      from: source.node,
      to: builder.of(location.loadBalancer) ?? source.node,
      kind: "network",
      label: String(address.port),
      status: "blocked",
      reason: `there is no listener at port ${address.port}`,
    });
    return [];
  });
  const asksLambda = model?.containers.some((each) => each.credentialsProviderArn !== undefined) === true;
  const lambda = targets.filter(
    ({ place }) =>
      place.vpcId === source.place.vpcId &&
      /\.lambda$/.test(text(place.resource?.inputs.serviceName) ?? "") &&
      place.resource?.type === ENDPOINT,
  );
  return new Set([...listeners, ...(asksLambda ? lambda : [])]);
}

/** The address of a registry as a setting names it, `host` or `host:port`. */
function addressOf(setting: string): RegistryAddress | undefined {
  try {
    const reference = parseReference(`${setting}/image`);
    const [host = "", port = "443"] = registryHost(reference).split(":");
    return { registry: reference.registry, host, port: Number(port) };
  } catch {
    return undefined;
  }
}

/** Adds the connections from each listener to its services. */
function addListeners(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  targets: readonly NetworkNode[],
): void {
  for (const listener of targets) {
    const resource = graph.byUrn(builder.get(listener.node)?.urn ?? "");
    if (resource === undefined || builder.get(listener.node)?.kind !== "listener") continue;
    for (const { service, port } of behind(graph, resource)) {
      const target = targets.find(({ place }) => place.resource === service);
      if (target === undefined) continue;
      builder.connect({
        from: listener.node,
        to: target.node,
        kind: "network",
        label: String(port),
        ...edgeStatusOf(checkSecurityGroups(graph, listener.place, target.place, port)),
      });
    }
  }
}

/** The security groups without members in the plan: other stacks use them. */
function carriers(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  interfaces: readonly NetworkNode[],
): readonly NetworkNode[] {
  const carried = new Set(interfaces.flatMap(({ place }) => place.groupIds));
  return graph.ofType("aws:ec2/securityGroup:SecurityGroup").flatMap((resource) => {
    const id = text(resource.outputs.id);
    if (id === undefined || carried.has(id) || !isPlanned(resource)) return [];
    const vpcId = text(resource.inputs.vpcId);
    const place: VpcLocation = {
      title: `carriers of the group "${resource.name}"`,
      resource,
      groupIds: [id],
      subnetIds: [],
      vpcId,
      blocks: vpcBlocks(graph, vpcId),
    };
    const reaches = interfaces.some((target) =>
      target.ports.some((port) => edgeStatusOf(ask(graph, place, target, port)).status === "open"),
    );
    if (!reaches) return [];
    return [{ node: groupNode(builder, locations, resource, vpcId), place, opens: true, ports: [] }];
  });
}

function groupNode(
  builder: ArchitectureBuilder,
  locations: Locations,
  resource: RecordedResource,
  vpcId: string | undefined,
): string {
  return builder.node({
    kind: "security-group",
    caption: "Members of the group",
    label: resource.name,
    parent: locations.vpc(vpcId, resource),
    resource,
  });
}

/** Endpoints that are drawn as one are asked once; one for Lambda comes first, because models need it. */
function distinct(targets: readonly NetworkNode[]): readonly NetworkNode[] {
  const isLambda = ({ place }: NetworkNode) =>
    /\.lambda$/.test(text(place.resource?.inputs.serviceName) ?? "");
  const sorted = [...targets].sort((a, b) => Number(isLambda(b)) - Number(isLambda(a)));
  return [...new Map([...sorted].reverse().map((each) => [each.node, each])).values()];
}
