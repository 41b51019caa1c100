import { isEcr, pulls } from "../../plan/models";
import { checkOfPull } from "../../plan/facts/doctor-report";
import { findRegistry, registrySoftware } from "../../plan/registry/index";
import { failed, passed, unknown } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registrySpeaksV2: Rule = {
  id: "registry-speaks-v2",
  title: "The registry speaks the Docker Registry HTTP API V2",
  check: (graph) =>
    verdict(
      pulls(graph).map(({ model, registry }) => {
        if (isEcr(registry.host)) {
          return failed(
            model.resource,
            `${registry.registry} is Amazon ECR, not a private Docker registry`,
            "name an image in the private registry",
          );
        }
        const { speaksV2, declaredBy } = registrySoftware(graph, registry);
        if (speaksV2 !== undefined)
          return passed(declaredBy, `${registry.registry} is answered by ${speaksV2}`);
        const asked = checkOfPull(graph, registry.registry, "registry-api");
        if (asked?.status === "passed") {
          return passed(undefined, `${registry.registry} answered \`doctor\`: ${asked.seen}`);
        }
        if (asked?.status === "failed") {
          return failed(
            model.resource,
            `\`doctor\` found: ${asked.seen}`,
            asked.remedy ?? "run `doctor` again",
          );
        }
        const location = findRegistry(graph, registry);
        const resource = location.kind === "load-balancer" ? location.loadBalancer : model.resource;
        return unknown(
          resource,
          `which software answers at ${registry.registry}; ask GET https://${registry.registry}/v2/`,
        );
      }),
      "no model pulls an image",
    ),
};
