import { ingress } from "../../plan/network/reach";
import { pulls } from "../../plan/models";
import { locate, traits } from "../../plan/registries";
import { asPath, notApplicable, unknown } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import { loadBalancerPlace } from "./registry-reachable";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registryAdmitsModel: Rule = {
  id: "registry-admits-model",
  title: "The registry admits the model's security groups at its HTTPS port",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap(({ model, registry }) => {
        if (traits(graph, registry).isPublic === true) {
          return [notApplicable(`${registry.registry} is open to the internet`)];
        }
        const location = locate(graph, registry);
        return location.kind === "load-balancer"
          ? asPath(
              model.source.title,
              ingress(graph, model.source, loadBalancerPlace(graph, location.loadBalancer), registry.port),
              `load balancer "${location.loadBalancer.name}"`,
            )
          : [
              unknown(
                model.resource,
                `whether ${registry.host}, which this program does not make, admits TCP ${registry.port} from the model's security groups and subnets`,
              ),
            ];
      }),
      "no model pulls an image",
    ),
};
