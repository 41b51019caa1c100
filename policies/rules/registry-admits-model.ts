import type { VpcLocation, NetworkLocation } from "../../plan/network/network-locations";
import {
  withPath,
  notApplicable,
  combineAlternatives,
  Status,
  unknown,
  worstStatus,
  type Evidence,
} from "../../plan/evidence";
import type { ResourceGraph } from "../../plan/graph";
import { pulls, type Pull } from "../../plan/models";
import { ANYWHERE_IPV4 } from "../../plan/network/cidr-blocks";
import { senderLocations } from "../../plan/network/security-groups-across-vpcs";
import { checkRoutes } from "../../plan/network/route-check";
import { checkIngress } from "../../plan/network/security-group-check";
import {
  locationOfLoadBalancer,
  registryLocations,
  registrySoftware,
  type RegistryLocation,
} from "../../plan/registry/index";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registryAdmitsModel: Rule = {
  id: "registry-admits-model",
  title: "The registry admits the model's security groups at its HTTPS port",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap((pull) => {
        const { model, registry } = pull;
        if (registrySoftware(graph, registry).isPublic === true) {
          return [notApplicable(`${registry.registry} is open to the internet`)];
        }
        const seen = registryLocations(graph, registry, model.source.vpcId);
        // Whether its name leads there is another question.
        const found = seen.length > 0 ? seen : registryLocations(graph, registry).slice(0, 1);
        return found.length === 0
          ? [elsewhere(pull)]
          : combineAlternatives(found.map((each) => admits(graph, pull, each)));
      }),
      "no model pulls an image",
    ),
};

function admits(graph: ResourceGraph, pull: Pull, location: RegistryLocation): readonly Evidence[] {
  const { model, registry } = pull;
  const { source } = model;
  switch (location.kind) {
    case "load-balancer": {
      const { loadBalancer } = location;
      const place = locationOfLoadBalancer(graph, loadBalancer);
      const of = (senders: readonly NetworkLocation[]): readonly Evidence[] =>
        senders.flatMap((sender) => checkIngress(graph, sender, place, registry.port));
      const within = of(senderLocations(graph, source, place));
      const end = `load balancer "${loadBalancer.name}"`;
      if (loadBalancer.inputs.internal === true || !leavesVpc(graph, source)) {
        return withPath(source.title, within, end);
      }
      // At its public addresses it sees those of the NAT gateways.
      const fromInternet: NetworkLocation = {
        title: source.title,
        groupIds: [],
        hasNoGroups: true,
        blocks: [],
        onInternet: true,
      };
      const outside = of([fromInternet]);
      return withPath(
        source.title,
        worstStatus(within) === worstStatus(outside) ? outside : combineAlternatives([within, outside]),
        end,
      );
    }
    case "addresses":
      return location.places.flatMap((place) =>
        place.isKnown
          ? withPath(
              source.title,
              senderLocations(graph, source, place).flatMap((sender) =>
                checkIngress(graph, sender, place, registry.port),
              ),
              place.title,
            )
          : [elsewhere(pull)],
      );
    case "alias":
    case "docker-hub":
    case "elsewhere":
      return [elsewhere(pull)];
  }
}

/** Whether a way leads a source to the internet, as far as the plan tells. */
function leavesVpc(graph: ResourceGraph, source: VpcLocation): boolean {
  return worstStatus(checkRoutes(graph, source, [ANYWHERE_IPV4], "the internet")) !== Status.Failed;
}

function elsewhere({ model, registry }: Pull): Evidence {
  return unknown(
    model.resource,
    `whether ${registry.host}, which this program does not make, admits TCP ${registry.port} from the model's security groups and subnets`,
  );
}
