import { routesTo, toInternet, zoneSeenFrom, type Source } from "../../plan/network/paths";
import { egress, passesGroups, type Place } from "../../plan/network/reach";
import { ANYWHERE_IPV4 } from "../../plan/network/addresses";
import { SecurityGroups } from "../../plan/network/security-groups";
import {
  resolvesPrivateNames,
  subnetBlocks,
  vpcIdOf,
  vpcsOfZone,
  type NameRecord,
} from "../../plan/network/vpc";
import { pulls, type Pull } from "../../plan/models";
import { backends, listenerAt, locate, traits } from "../../plan/registries";
import { enumerate, fields, text, texts } from "../../plan/values";
import { asPath, failed, passed, unknown, type Evidence } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registryReachable: Rule = {
  id: "registry-reachable",
  title: "The registry is reachable from the model's VPC",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap((pull) => asPath(pull.model.source.title, reach(graph, pull))),
      "no model pulls an image",
    ),
};

function reach(graph: ResourceGraph, pull: Pull): readonly Evidence[] {
  const { model, registry } = pull;
  if (model.source.groupIds.length === 0 || model.source.subnetIds.length === 0) {
    return [
      failed(
        model.resource,
        "has no vpcConfig with subnets and security groups, so that it pulls through no VPC",
        "set vpcConfig.subnets and vpcConfig.securityGroupIds",
      ),
    ];
  }
  const location = locate(graph, registry);
  switch (location.kind) {
    case "load-balancer":
      return toLoadBalancer(graph, pull, location.loadBalancer, location.record);
    case "addresses": {
      const blocks = location.record.addresses.map(
        (address) => `${address}/${address.includes(":") ? 128 : 32}`,
      );
      const place: Place = { title: registry.host, groupIds: [], blocks };
      return [
        zone(graph, pull, location.record),
        ...(blocks.length === 0 ? [] : routesTo(graph, model.source, blocks, registry.host)),
        ...egress(graph, model.source, place, registry.port),
      ];
    }
    case "docker-hub":
      return toInternet(graph, model.source, registry.host, registry.port);
    case "elsewhere":
      return traits(graph, registry).isPublic === true
        ? toInternet(graph, model.source, registry.host, registry.port)
        : elsewhere(graph, pull);
  }
}

function toLoadBalancer(
  graph: ResourceGraph,
  { model, registry, ...pull }: Pull,
  loadBalancer: RecordedResource,
  record: NameRecord,
): readonly Evidence[] {
  const { source } = model;
  const subnetIds = texts(loadBalancer.inputs.subnets);
  const place = loadBalancerPlace(graph, loadBalancer);
  const listener = listenerAt(graph, loadBalancer, registry.port);
  const groups = new SecurityGroups(graph);
  const vpcId = vpcIdOf(graph, { subnetIds, groupIds: place.groupIds });
  const inOneVpc =
    vpcId === undefined || source.vpcId === undefined
      ? [unknown(loadBalancer, "whether the load balancer and the model are in one VPC")]
      : vpcId === source.vpcId
        ? [passed(loadBalancer, "is in the model's VPC")]
        : betweenVpcs(graph, source, { ...place, subnetIds, vpcId });
  return [
    ...names(graph, { model, registry, ...pull }, record),
    ...egress(graph, source, place, registry.port),
    ...inOneVpc,
    loadBalancer.inputs.internal === true
      ? passed(
          loadBalancer,
          `answers for ${registry.host} at private addresses`,
          `${enumerate(place.groupIds.map((id) => `group ${groups.title(id)}`))} → load balancer "${loadBalancer.name}"`,
        )
      : failed(
          loadBalancer,
          "faces the internet: its name leads to public addresses, and what arrives there does not carry the model's security group",
          "set internal to true",
        ),
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
          ...toTasks(graph, place, listener),
        ]),
  ];
}

/** Whether routes lead from a VPC into another, and the answers back. */
function betweenVpcs(graph: ResourceGraph, from: Source, to: Source): readonly Evidence[] {
  if (to.blocks.length === 0) return [unknown(to.resource, `at which addresses ${to.title} is`)];
  return [
    ...routesTo(graph, from, to.blocks, to.title),
    ...(from.blocks.length === 0
      ? [unknown(from.resource, `whether ${to.title} has a route back to the subnets of ${from.title}`)]
      : routesTo(graph, to, from.blocks, from.title).map(withoutHop)),
  ];
}

/** The way back is no step of the way. */
function withoutHop({ hop: _hop, ...evidence }: Evidence): Evidence {
  return evidence;
}

/** Whether the name of the registry resolves in the model's VPC. */
function names(graph: ResourceGraph, pull: Pull, record: NameRecord): readonly Evidence[] {
  const seen = zone(graph, pull, record);
  const isPrivate = record.zone !== undefined && vpcsOfZone(graph, record.zone).length > 0;
  if (!isPrivate) return [seen];
  const support = resolvesPrivateNames(graph, pull.model.source.vpcId);
  if (support === undefined) {
    return [
      seen,
      unknown(
        record.zone,
        `whether the model's VPC, which this program does not make, has enableDnsSupport and enableDnsHostnames, without which no private zone is seen in it`,
      ),
    ];
  }
  if (support.missing.length === 0) return [seen];
  const missing = enumerate(support.missing);
  return [
    seen,
    failed(
      support.vpc,
      `lacks ${missing}, without which no private zone is seen in it`,
      `set ${missing} to true`,
    ),
  ];
}

function zone(graph: ResourceGraph, { model, registry }: Pull, record: NameRecord): Evidence {
  return zoneSeenFrom(graph, record.resource, record.zone, model.source.vpcId, registry.host);
}

/** A load balancer as a place with interfaces. */
export function loadBalancerPlace(graph: ResourceGraph, loadBalancer: RecordedResource): Place {
  return {
    title: `the load balancer "${loadBalancer.name}"`,
    resource: loadBalancer,
    groupIds: texts(loadBalancer.inputs.securityGroups),
    blocks: subnetBlocks(graph, texts(loadBalancer.inputs.subnets)),
  };
}

/** Whether a listener leads to tasks that let the load balancer in. */
function toTasks(graph: ResourceGraph, from: Place, listener: RecordedResource): readonly Evidence[] {
  const found = backends(graph, listener);
  if (found.length === 0) return [unknown(listener, "what the listener forwards to")];
  return found.flatMap(({ targetGroup, service }) => {
    if (service === undefined) return [unknown(targetGroup, "which service registers in the target group")];
    const configuration = fields(service.inputs.networkConfiguration);
    const port = Number(targetGroup.inputs.port);
    const place: Place = {
      title: `the service "${service.name}"`,
      resource: service,
      groupIds: texts(configuration.securityGroups),
      blocks: subnetBlocks(graph, texts(configuration.subnets)),
    };
    return [
      ...passesGroups(graph, from, place, port),
      passed(targetGroup, `forwards to port ${port} of the service`, `service "${service.name}"`),
    ];
  });
}

/** The model's side of the way to a registry that this program does not make. */
function elsewhere(graph: ResourceGraph, { model, registry }: Pull): readonly Evidence[] {
  const { source } = model;
  const place: Place = { title: registry.host, groupIds: [], blocks: [] };
  const out = egress(graph, source, place, registry.port);
  const blocks = new SecurityGroups(graph)
    .on("egress", source.groupIds, registry.port)
    .flatMap(({ peer }) => (peer.kind === "cidr" ? [peer.block] : []))
    .filter((block) => block !== ANYWHERE_IPV4 && !block.includes(":"));
  const toGroups = new SecurityGroups(graph)
    .on("egress", source.groupIds, registry.port)
    .find(({ peer }) => peer.kind === "group" && graph.byId(peer.groupId)?.read !== false);
  const groupsSide =
    toGroups !== undefined && toGroups.peer.kind === "group"
      ? [
          unknown(
            toGroups.declaredBy,
            `whether group ${toGroups.peer.groupId}, to which TCP ${registry.port} is open, is that of ${registry.host}`,
          ),
        ]
      : out;
  return [
    ...groupsSide,
    ...blocks.flatMap((block) => routesTo(graph, source, [block], block)),
    unknown(
      model.resource,
      `where ${registry.host} is: this program has no record of it${text(model.source.vpcId) === undefined ? "" : `, so that DNS in ${model.source.vpcId} must know the name`}`,
    ),
  ];
}
