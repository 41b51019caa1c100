import { oneOf, Status, worst, type Evidence } from "../../plan/evidence";
import type { ResourceGraph } from "../../plan/graph";
import { pulls, type Pull } from "../../plan/models";
import { internet, passesAcls } from "../../plan/network/network-acl-check";
import { endpointsFor } from "../../plan/network/vpc-endpoints";
import { endpointPlace, serviceWays } from "../../plan/network/interface-endpoint-check";
import {
  backends,
  listenerBefore,
  loadBalancerPlace,
  locations,
  portOf,
  servicePlace,
  traits,
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
  const seen = locations(graph, registry, model.source.vpcId);
  // Whether its name leads there is another question.
  const found = seen.length > 0 ? seen : locations(graph, registry).slice(0, 1);
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
      const place = loadBalancerPlace(graph, loadBalancer);
      const listener = listenerBefore(graph, loadBalancer, port);
      const services = listener === undefined ? [] : backends(graph, listener, host);
      const within = passesAcls(
        graph,
        source,
        { title: place.title, subnetIds: place.subnetIds, blocks: [] },
        port,
      );
      const front =
        loadBalancer.inputs.internal === true || worst(within) !== Status.Passed
          ? within
          : oneOf([within, passesAcls(graph, source, internet(place.title), port)]);
      return [
        ...front,
        ...services.flatMap((backend) => {
          if (backend.service === undefined) return [];
          const { title, subnetIds } = servicePlace(graph, backend.service);
          return passesAcls(graph, place, { title, subnetIds, blocks: [] }, portOf(backend));
        }),
      ];
    }
    case "addresses":
      return location.places.flatMap(({ subnetIds, blocks }) =>
        passesAcls(graph, source, { title: host, subnetIds, blocks }, port),
      );
    case "alias":
    case "docker-hub":
    case "elsewhere":
      return traits(graph, registry).isPublic === true
        ? passesAcls(graph, source, internet(host), port)
        : passesAcls(graph, source, { title: host, subnetIds: [], blocks: [] }, port);
  }
}

/** To Lambda's endpoints where its name leads there, and else out to the internet. */
function toLambda(graph: ResourceGraph, { model: { source }, containers }: Pull): readonly Evidence[] {
  const [arn] = containers.flatMap(({ credentialsProviderArn }) => texts(credentialsProviderArn));
  if (arn === undefined) return [];
  const endpoints = endpointsFor(graph, "lambda", source.vpcId, arn.split(":")[3]);
  return serviceWays(graph, endpoints, source.vpcId, serviceHost(graph, "lambda", arn)).flatMap((way) => {
    if (way.kind === "closed") return [];
    if (way.kind === "internet") return passesAcls(graph, source, internet("Lambda"), HTTPS);
    const { title, subnetIds } = endpointPlace(graph, way.endpoint);
    if (subnetIds.length === 0) return [];
    return passesAcls(graph, source, { title, subnetIds, blocks: [] }, HTTPS);
  });
}
