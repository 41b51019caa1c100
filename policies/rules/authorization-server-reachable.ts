import type { NetworkLocation } from "../../plan/network/network-locations";
import { checkInternetRoute } from "../../plan/network/route-check";

import { checkEgress } from "../../plan/network/security-group-check";
import { pulls } from "../../plan/models";
import { findRegistry, registrySoftware } from "../../plan/registry/index";
import { notApplicable, passed, unknown } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const authorizationServerReachable: Rule = {
  id: "authorization-server-reachable",
  title: "The authorization server of a registry with bearer tokens is reachable",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap(({ model, registry, containers }) => {
        const { authorizationHost, authentication, isPublic, declaredBy } = registrySoftware(graph, registry);
        if (authorizationHost === registry.host) {
          return [passed(declaredBy, `${registry.registry} issues its tokens itself`)];
        }
        if (authorizationHost !== undefined) {
          if (isPublic === true) return checkInternetRoute(graph, model.source, authorizationHost, 443);
          const place: NetworkLocation = { title: authorizationHost, groupIds: [], blocks: [] };
          return [
            ...checkEgress(graph, model.source, place, 443),
            unknown(
              declaredBy,
              `whether ${authorizationHost}, which issues the tokens, admits the model's subnets`,
            ),
          ];
        }
        if (authentication !== undefined)
          return [notApplicable(`${registry.registry} uses no bearer tokens`)];
        if (containers.every(({ credentialsProviderArn }) => credentialsProviderArn === undefined)) {
          return [notApplicable(`the model brings no credentials to ${registry.registry}`)];
        }
        const location = findRegistry(graph, registry);
        return [
          unknown(
            location.kind === "load-balancer" ? location.loadBalancer : model.resource,
            `whether ${registry.registry} sends pullers to an authorization server on another host`,
          ),
        ];
      }),
      "no model pulls an image",
    ),
};
