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
import type { Draft } from "./architecture-builder";
import type { Interface } from "./network-interfaces";
import { addOutside } from "./external-addresses";
import { addPeers } from "./ingress-peers";
import { isPlanned, type Places } from "./locations";
import { behind } from "./load-balancers";
import { statusOf } from "./edge-status";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Draws who may open connections to whom, as the rules of the security groups on both sides say. */
export function addNetwork(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  interfaces: readonly Interface[],
): void {
  const targets = distinct(interfaces.filter(({ ports }) => ports.length > 0));
  const sources = [...interfaces.filter(({ opens }) => opens), ...carriers(graph, draft, places, interfaces)];
  for (const source of sources) {
    const needed = needs(graph, draft, source, targets);
    for (const target of targets.filter((each) => each.node !== source.node)) {
      for (const port of target.ports) connect(graph, draft, { source, target, port, needed });
    }
  }
  addListeners(graph, draft, targets);
  addOutside(graph, draft, places, interfaces);
  addPeers(graph, draft, places, targets, sources);
}

interface Way {
  readonly source: Interface;
  readonly target: Interface;
  readonly port: number;
  /** The targets without which the source cannot do its work. */
  readonly needed: ReadonlySet<Interface>;
}

/** Draws a way that is open; one that is needed also where it is closed, or where the plan does not tell. */
function connect(graph: ResourceGraph, draft: Draft, { source, target, port, needed }: Way): void {
  const inOneVpc = source.place.vpcId === target.place.vpcId;
  const evidence = inOneVpc ? ask(graph, source.place, target, port) : [];
  if (!inOneVpc && !needed.has(target)) return;
  const { status, reason } = inOneVpc
    ? statusOf(evidence)
    : { status: "unknown" as const, reason: "they are not in one VPC" };
  // A rule that names the endpoint's prefix list says that it is meant; the route tables may exist elsewhere.
  const isMeant =
    isGateway(target) && status === "unknown" && evidence.some((each) => each.status === "passed");
  if (status !== "open" && !isMeant && !needed.has(target)) return;
  draft.connect({
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
  { place }: Interface,
  port: number,
): readonly Evidence[] {
  const { resource } = place;
  if (resource?.type !== ENDPOINT) return checkSecurityGroups(graph, from, place, port);
  return isGateway({ place })
    ? checkGatewayEndpoint(graph, from, resource)
    : checkEndpointGroups(graph, from, resource);
}

function isGateway({ place: { resource } }: Pick<Interface, "place">): boolean {
  return resource?.type === ENDPOINT && resource.inputs.vpcEndpointType !== "Interface";
}

/** What something must reach: its registry; and a model with a credentials function, Lambda. */
function needs(
  graph: ResourceGraph,
  draft: Draft,
  source: Interface,
  targets: readonly Interface[],
): ReadonlySet<Interface> {
  const model = models(graph).find(({ resource }) => resource === source.place.resource);
  const addresses = [
    ...(model?.containers ?? []).flatMap((container) => registryOf(container) ?? []),
    ...(source.needs ?? []).flatMap((each) => addressOf(each) ?? []),
  ];
  const listeners = addresses.flatMap((address) => {
    const location = findRegistry(graph, address);
    if (location.kind !== "load-balancer") return [];
    const listener = draft.of(listenerAt(graph, location.loadBalancer, address.port));
    if (listener !== undefined) return targets.filter(({ node }) => node === listener);
    draft.connect({
      from: source.node,
      to: draft.of(location.loadBalancer) ?? source.node,
      kind: "network",
      label: String(address.port),
      status: "blocked",
      reason: `no listener answers at port ${address.port}`,
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

/** Draws the ways from each listener to the services behind it. */
function addListeners(graph: ResourceGraph, draft: Draft, targets: readonly Interface[]): void {
  for (const listener of targets) {
    const resource = graph.byUrn(draft.get(listener.node)?.urn ?? "");
    if (resource === undefined || draft.get(listener.node)?.kind !== "listener") continue;
    for (const { service, port } of behind(graph, resource)) {
      const target = targets.find(({ place }) => place.resource === service);
      if (target === undefined) continue;
      draft.connect({
        from: listener.node,
        to: target.node,
        kind: "network",
        label: String(port),
        ...statusOf(checkSecurityGroups(graph, listener.place, target.place, port)),
      });
    }
  }
}

/** The security groups that nothing in the plan carries: other stacks join by carrying them. */
function carriers(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  interfaces: readonly Interface[],
): readonly Interface[] {
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
      target.ports.some((port) => statusOf(ask(graph, place, target, port)).status === "open"),
    );
    if (!reaches) return [];
    return [{ node: groupNode(draft, places, resource, vpcId), place, opens: true, ports: [] }];
  });
}

function groupNode(
  draft: Draft,
  places: Places,
  resource: RecordedResource,
  vpcId: string | undefined,
): string {
  return draft.node({
    kind: "security-group",
    caption: "Whoever carries the group",
    label: resource.name,
    parent: places.vpc(vpcId, resource),
    resource,
  });
}

/** Endpoints that are drawn as one are asked once; one for Lambda comes first, because models need it. */
function distinct(targets: readonly Interface[]): readonly Interface[] {
  const isLambda = ({ place }: Interface) => /\.lambda$/.test(text(place.resource?.inputs.serviceName) ?? "");
  const sorted = [...targets].sort((a, b) => Number(isLambda(b)) - Number(isLambda(a)));
  return [...new Map([...sorted].reverse().map((each) => [each.node, each])).values()];
}
