import type { VpcLocation, NetworkLocation } from "../../plan/network/network-locations";
import { checkRoutes, checkInternetRoute } from "../../plan/network/route-check";
import {
  withPath,
  failed,
  combineAlternatives,
  passed,
  unknown,
  worstStatus,
  Status,
  type Evidence,
} from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { hasUnknownLocation, pulls, type Pull } from "../../plan/models";
import { ANYWHERE_IPV4 } from "../../plan/network/cidr-blocks";
import {
  checkReturnRoutes,
  checkRoutesBetweenVpcs,
  findAddressOverlap,
} from "../../plan/network/cross-vpc-routes";
import { withReferencesFrom } from "../../plan/network/security-groups-across-vpcs";
import { resolveName } from "../../plan/network/name-resolution";

import { checkPlacement, checkVpcConfigLimits } from "../../plan/network/placement";
import { checkEgress } from "../../plan/network/security-group-check";
import { routeTableOf } from "../../plan/network/route-tables";
import { SecurityGroups } from "../../plan/network/security-group-rules";
import {
  listenerAt,
  locationOfLoadBalancer,
  registryLocations,
  registrySoftware,
  type RegistryLocation,
} from "../../plan/registry/index";
import { checkListenerClients } from "../../plan/registry/listener-clients";
import { checkListenerTargets } from "../../plan/registry/listener-target-check";
import { enumerate, text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registryReachable: Rule = {
  id: "registry-reachable",
  title: "The registry is reachable from the model's VPC",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap((pull) => reachesRegistry(graph, pull)),
      "no model pulls an image",
    ),
};

/** Whether a model reaches the registry that it pulls from. */
export function reachesRegistry(graph: ResourceGraph, pull: Pull): readonly Evidence[] {
  const { model, registry } = pull;
  const { source } = model;
  if (source.groupIds.length === 0 || source.subnetIds.length === 0) {
    if (hasUnknownLocation(model)) {
      return [unknown(model.resource, "in which subnets the model lies, and which security groups it has")];
    }
    return [
      failed(
        model.resource,
        "has no vpcConfig with subnets and security groups, so that it pulls through no VPC",
        "set vpcConfig.subnets and vpcConfig.securityGroupIds",
      ),
    ];
  }
  const misplaced = [...checkPlacement(graph, source), ...checkVpcConfigLimits(source)];
  if (registry.registry === "docker.io" || registrySoftware(graph, registry).isPublic === true) {
    const way = checkInternetRoute(graph, source, registry.host, registry.port);
    return [...misplaced, ...withPath(source.title, way, registry.host)];
  }
  const { evidence } = resolveName(graph, source.vpcId, registry.host);
  const found = registryLocations(graph, registry, source.vpcId);
  if (found.length === 0 && evidence.length > 0) return [...misplaced, ...evidence];
  const all: readonly RegistryLocation[] = found.length > 0 ? found : [{ kind: "elsewhere" }];
  return [
    ...misplaced,
    ...combineAlternatives(all.map((location) => toLocation(graph, pull, location, evidence))),
  ];
}

function toLocation(
  graph: ResourceGraph,
  pull: Pull,
  location: RegistryLocation,
  names: readonly Evidence[],
): readonly Evidence[] {
  const { model, registry } = pull;
  const { source } = model;
  switch (location.kind) {
    case "load-balancer":
      if (location.record.isIpv6) {
        return [
          byIpv6(graph, source, {
            title: registry.host,
            groupIds: [],
            blocks: ["a record of the type AAAA"],
          }),
        ];
      }
      return withPath(source.title, [...names, ...toLoadBalancer(graph, pull, location.loadBalancer)]);
    case "addresses": {
      const ways = location.places.flatMap((place): readonly Evidence[] => {
        if (place.blocks.some((block) => block.includes(":"))) return [byIpv6(graph, source, place)];
        const seen = withReferencesFrom(
          graph,
          source,
          place.isKnown ? place : { ...place, title: registry.host },
        );
        return [
          ...checkEgress(graph, source, seen, registry.port),
          ...checkPlacement(graph, place),
          // Whose address it is may be unknown: then the model's own VPC has it, where both do.
          ...((place.isKnown ? findAddressOverlap(graph, source, place) : undefined) ??
            checkRoutes(graph, source, place.blocks, registry.host)),
          ...checkReturnRoutes(graph, source, place),
        ];
      });
      return withPath(source.title, [...names, ...ways], registry.host);
    }
    case "alias":
      return [
        ...names,
        ...checkEgress(graph, source, { title: registry.host, groupIds: [], blocks: [] }, registry.port),
        unknown(
          location.record.resource,
          `where ${enumerate(location.names)} is, to which ${registry.host} leads: it is not in this program`,
        ),
      ];
    case "docker-hub":
    case "elsewhere":
      return elsewhere(graph, pull);
  }
}

/** A registry with addresses of IPv6 only. */
function byIpv6(graph: ResourceGraph, source: VpcLocation, { title, blocks }: NetworkLocation): Evidence {
  const subnets = source.subnetIds.map((id) => graph.byId(id));
  const hasNone = subnets.every(
    (each) => each !== undefined && !each.read && text(each.inputs.ipv6CidrBlock) === undefined,
  );
  return hasNone
    ? failed(
        source.resource,
        `has subnets without IPv6, and ${title} has no other address (${enumerate(blocks)})`,
        "make a record of the type A for the registry",
      )
    : unknown(source.resource, `whether SageMaker reaches ${title} by IPv6 (${enumerate(blocks)})`);
}

function toLoadBalancer(
  graph: ResourceGraph,
  { model: { source }, registry }: Pull,
  loadBalancer: RecordedResource,
): readonly Evidence[] {
  const place = locationOfLoadBalancer(graph, loadBalancer);
  const listener = listenerAt(graph, loadBalancer, registry.port);
  const isInternal = loadBalancer.inputs.internal === true;
  return [
    ...checkPlacement(graph, place),
    ...(isInternal
      ? toInternal(graph, source, place, registry.host, registry.port)
      : facingInternet(graph, source, place, registry.host, registry.port)),
    ...(listener === undefined
      ? [
          failed(
            loadBalancer,
            `has no listener at port ${registry.port}`,
            `add a listener for HTTPS at port ${registry.port}`,
          ),
        ]
      : [
          passed(
            listener,
            `listens at port ${registry.port}`,
            `listener "${listener.name}" (${text(listener.inputs.protocol) ?? "TCP"} ${registry.port})`,
          ),
          ...checkListenerClients(graph, loadBalancer, listener),
          ...checkListenerTargets(graph, { source, loadBalancer: place, listener, host: registry.host }),
        ]),
  ];
}

function toInternal(
  graph: ResourceGraph,
  source: VpcLocation,
  place: VpcLocation,
  host: string,
  port: number,
): readonly Evidence[] {
  const { resource, vpcId } = place;
  const groups = SecurityGroups.of(graph);
  const inOneVpc =
    vpcId === undefined || source.vpcId === undefined
      ? [unknown(resource, "whether the load balancer and the model are in one VPC")]
      : vpcId === source.vpcId
        ? [passed(resource, "is in the model's VPC"), ...diverted(graph, source, place)]
        : checkRoutesBetweenVpcs(graph, source, place);
  const carried = enumerate(place.groupIds.map((id) => `group ${groups.title(id)}`));
  const named = `load balancer "${resource?.name ?? ""}"`;
  return [
    ...checkEgress(graph, source, withReferencesFrom(graph, source, place), port),
    ...inOneVpc,
    passed(
      resource,
      `answers for ${host} at private addresses`,
      carried === "" ? named : `${carried} → ${named}`,
    ),
  ];
}

/** More specific routes may lead the addresses of the VPC itself elsewhere. */
function diverted(graph: ResourceGraph, source: VpcLocation, place: VpcLocation): readonly Evidence[] {
  if (place.blocks.length === 0) return [];
  return checkRoutes(graph, source, place.blocks, place.title).filter(
    ({ status, seen }) =>
      status === Status.Failed || (status === Status.Unknown && !seen.includes("whether the route table of")),
  );
}

/** A load balancer with public addresses: it is reached by the internet. */
function facingInternet(
  graph: ResourceGraph,
  source: VpcLocation,
  place: VpcLocation,
  host: string,
  port: number,
): readonly Evidence[] {
  const { resource } = place;
  const out = [
    ...checkEgress(graph, source, { title: host, groupIds: [], blocks: [], onInternet: true }, port),
    ...checkRoutes(graph, source, [ANYWHERE_IPV4], host),
  ];
  const isPublic = place.subnetIds.every(
    (subnetId) =>
      routeTableOf(graph, subnetId)?.routes.some(
        ({ destination, target }) => destination === ANYWHERE_IPV4 && target.property === "gatewayId",
      ) === true,
  );
  if (worstStatus(out) === Status.Failed || !isPublic) {
    return [
      ...out,
      failed(
        resource,
        "faces the internet: its name leads to public addresses, and what arrives there does not carry the model's security group",
        "set internal to true",
      ),
    ];
  }
  return [
    ...out,
    unknown(
      resource,
      `whether SageMaker pulls from a private registry at public addresses, as ${host} has: AWS documents registries that are reached within the VPC`,
    ),
  ];
}

/** The model's side of the way to a registry that this program does not make. */
function elsewhere(graph: ResourceGraph, { model, registry }: Pull): readonly Evidence[] {
  const { source } = model;
  const place: NetworkLocation = { title: registry.host, groupIds: [], blocks: [] };
  const blocks = SecurityGroups.of(graph)
    .on("egress", source.groupIds, registry.port)
    .flatMap(({ peer }) => (peer.kind === "cidr" ? [peer.block] : []))
    .filter((block) => block !== ANYWHERE_IPV4 && !block.includes(":"));
  const routed = [...new Set(blocks)].map((block) => checkRoutes(graph, source, [block], block));
  // The registry is in one of the blocks: that another is not routed may be as it should.
  const open = routed.filter((evidence) => worstStatus(evidence) !== Status.Failed);
  return [
    ...checkEgress(graph, source, place, registry.port),
    ...(open.length > 0 ? open : routed).flat(),
    unknown(
      model.resource,
      `where ${registry.host} is: this program has no record of it${source.vpcId === undefined ? "" : `, so that DNS in ${source.vpcId} must know the name`}`,
    ),
  ];
}
