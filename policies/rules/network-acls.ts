import { combineAlternatives, Status, worstStatus, type Evidence } from "../../plan/evidence";
import type { ResourceGraph } from "../../plan/graph";
import { pulls, type Pull } from "../../plan/models";
import { internetTarget, checkNetworkAcls } from "../../plan/network/network-acl-check";
import { endpointsFor } from "../../plan/network/vpc-endpoints";
import { locationOfEndpoint, serviceRoutes } from "../../plan/network/interface-endpoint-check";
import {
  backends,
  listenerOrAny,
  locationOfLoadBalancer,
  registryLocations,
  portOf,
  locationOfService,
  registrySoftware,
  type RegistryLocation,
} from "../../plan/registry/index";
import { serviceHost } from "../../plan/service-hosts";
import { texts } from "../../plan/values";
import { verdict, type Rule } from "../rule";

const HTTPS = 443;

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
export const networkAcls: Rule = {
  id: "network-acls",
  title: "No network ACL is in the way of a pull, or of its answers",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap((pull) => [...toRegistry(graph, pull), ...toLambda(graph, pull)]),
      "no pull passes a network ACL",
    ),
};

function toRegistry(graph: ResourceGraph, pull: Pull): readonly Evidence[] {
  const { model, registry } = pull;
  const seen = registryLocations(graph, registry, model.source.vpcId);
  // Whether its name leads there is another question.
  const found = seen.length > 0 ? seen : registryLocations(graph, registry).slice(0, 1);
  const all: readonly RegistryLocation[] = found.length > 0 ? found : [{ kind: "elsewhere" }];
  return all.flatMap((location) => toLocation(graph, pull, location));
}

function toLocation(
  graph: ResourceGraph,
  { model: { source }, registry }: Pull,
  location: RegistryLocation,
): readonly Evidence[] {
  const { host, port } = registry;
  switch (location.kind) {
    case "load-balancer": {
      const { loadBalancer } = location;
      const place = locationOfLoadBalancer(graph, loadBalancer);
      const listener = listenerOrAny(graph, loadBalancer, port);
      const services = listener === undefined ? [] : backends(graph, listener, host);
      const within = checkNetworkAcls(
        graph,
        source,
        { title: place.title, subnetIds: place.subnetIds, blocks: [] },
        port,
      );
      const front =
        loadBalancer.inputs.internal === true || worstStatus(within) !== Status.Passed
          ? within
          : combineAlternatives([within, checkNetworkAcls(graph, source, internetTarget(place.title), port)]);
      return [
        ...front,
        ...services.flatMap((backend) => {
          if (backend.service === undefined) return [];
          const { title, subnetIds } = locationOfService(graph, backend.service);
          return checkNetworkAcls(graph, place, { title, subnetIds, blocks: [] }, portOf(backend));
        }),
      ];
    }
    case "addresses":
      return location.places.flatMap(({ subnetIds, blocks }) =>
        checkNetworkAcls(graph, source, { title: host, subnetIds, blocks }, port),
      );
    case "alias":
    case "docker-hub":
    case "elsewhere":
      return registrySoftware(graph, registry).isPublic === true
        ? checkNetworkAcls(graph, source, internetTarget(host), port)
        : checkNetworkAcls(graph, source, { title: host, subnetIds: [], blocks: [] }, port);
  }
}

/** To Lambda's endpoints where its name leads there, and else out to the internet. */
function toLambda(graph: ResourceGraph, { model: { source }, containers }: Pull): readonly Evidence[] {
  const [arn] = containers.flatMap(({ credentialsProviderArn }) => texts(credentialsProviderArn));
  if (arn === undefined) return [];
  const endpoints = endpointsFor(graph, "lambda", source.vpcId, arn.split(":")[3]);
  return serviceRoutes(graph, endpoints, source.vpcId, serviceHost(graph, "lambda", arn)).flatMap((way) => {
    if (way.kind === "closed") return [];
    if (way.kind === "internet") return checkNetworkAcls(graph, source, internetTarget("Lambda"), HTTPS);
    const { title, subnetIds } = locationOfEndpoint(graph, way.endpoint);
    if (subnetIds.length === 0) return [];
    return checkNetworkAcls(graph, source, { title, subnetIds, blocks: [] }, HTTPS);
  });
}
