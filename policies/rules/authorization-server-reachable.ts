import { toInternet } from "../../plan/network/interface-endpoint-check";
import { egress, type Place } from "../../plan/network/security-group-check";
import { pulls } from "../../plan/models";
import { locate, traits } from "../../plan/registry/index";
import { notApplicable, passed, unknown } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const authorizationServerReachable: Rule = {
  id: "authorization-server-reachable",
  title: "The authorization server of a registry with bearer tokens is reachable",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap(({ model, registry, containers }) => {
        const { authorizationHost, authentication, isPublic, toldBy } = traits(graph, registry);
        if (authorizationHost === registry.host) {
          return [passed(toldBy, `${registry.registry} issues its tokens itself`)];
        }
        if (authorizationHost !== undefined) {
          if (isPublic === true) return toInternet(graph, model.source, authorizationHost, 443);
          const place: Place = { title: authorizationHost, groupIds: [], blocks: [] };
          return [
            ...egress(graph, model.source, place, 443),
            unknown(
              toldBy,
              `whether ${authorizationHost}, which issues the tokens, admits the model's subnets`,
            ),
          ];
        }
        if (authentication !== undefined)
          return [notApplicable(`${registry.registry} uses no bearer tokens`)];
        if (containers.every(({ credentialsProviderArn }) => credentialsProviderArn === undefined)) {
          return [notApplicable(`the model brings no credentials to ${registry.registry}`)];
        }
        const location = locate(graph, registry);
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
