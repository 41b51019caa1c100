import { asPath, notApplicable, oneOf, Status, unknown, worst, type Evidence } from "../../plan/evidence";
import type { ResourceGraph } from "../../plan/graph";
import { pulls, type Pull } from "../../plan/models";
import { ANYWHERE_IPV4 } from "../../plan/network/cidr-blocks";
import { arrivals } from "../../plan/network/security-groups-across-vpcs";
import { routesTo, type Source } from "../../plan/network/route-check";
import { ingress, type Place } from "../../plan/network/security-group-check";
import { loadBalancerPlace, locations, traits, type RegistryLocation } from "../../plan/registry/index";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registryAdmitsModel: Rule = {
  id: "registry-admits-model",
  title: "The registry admits the model's security groups at its HTTPS port",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap((pull) => {
        const { model, registry } = pull;
        if (traits(graph, registry).isPublic === true) {
          return [notApplicable(`${registry.registry} is open to the internet`)];
        }
        const seen = locations(graph, registry, model.source.vpcId);
        // Whether its name leads there is another question.
        const found = seen.length > 0 ? seen : locations(graph, registry).slice(0, 1);
        return found.length === 0 ? [elsewhere(pull)] : oneOf(found.map((each) => admits(graph, pull, each)));
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
      const place = loadBalancerPlace(graph, loadBalancer);
      const of = (senders: readonly Place[]): readonly Evidence[] =>
        senders.flatMap((sender) => ingress(graph, sender, place, registry.port));
      const within = of(arrivals(graph, source, place));
      const end = `load balancer "${loadBalancer.name}"`;
      if (loadBalancer.inputs.internal === true || !leavesVpc(graph, source)) {
        return asPath(source.title, within, end);
      }
      // At its public addresses it sees those of the NAT gateways.
      const fromInternet: Place = {
        title: source.title,
        groupIds: [],
        hasNoGroups: true,
        blocks: [],
        onInternet: true,
      };
      const outside = of([fromInternet]);
      return asPath(source.title, worst(within) === worst(outside) ? outside : oneOf([within, outside]), end);
    }
    case "addresses":
      return location.places.flatMap((place) =>
        place.isKnown
          ? asPath(
              source.title,
              arrivals(graph, source, place).flatMap((sender) =>
                ingress(graph, sender, place, registry.port),
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
function leavesVpc(graph: ResourceGraph, source: Source): boolean {
  return worst(routesTo(graph, source, [ANYWHERE_IPV4], "the internet")) !== Status.Failed;
}

function elsewhere({ model, registry }: Pull): Evidence {
  return unknown(
    model.resource,
    `whether ${registry.host}, which this program does not make, admits TCP ${registry.port} from the model's security groups and subnets`,
  );
}
