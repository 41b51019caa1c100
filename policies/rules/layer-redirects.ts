import { notApplicable, passed, unknown } from "../../plan/evidence";
import { checkOfPull } from "../../plan/facts/doctor-report";
import { pulls } from "../../plan/models";
import { registrySoftware } from "../../plan/registry/index";
import { verdict, type Rule } from "../rule";

/** AWS does not document whether SageMaker follows a registry that answers a request for a layer with a redirect. */
export const layerRedirects: Rule = {
  id: "layer-redirects",
  title: "The registry hands out its layers itself, and redirects no puller to another host",
  check: (graph) =>
    verdict(
      pulls(graph).map(({ model, registry }) => {
        const { redirectsToS3, isPublic, declaredBy } = registrySoftware(graph, registry);
        const asked = checkOfPull(graph, registry.registry, "redirects")?.status;
        if (isPublic === true || redirectsToS3 === true || asked === "warned" || asked === "failed") {
          return unknown(
            declaredBy ?? model.resource,
            `whether SageMaker follows ${registry.registry}, which redirects pullers to another host for the layers`,
          );
        }
        return redirectsToS3 === false || asked === "passed"
          ? passed(declaredBy, `${registry.registry} hands out its layers itself`)
          : notApplicable(`whether ${registry.registry} redirects is checked for S3`);
      }),
      "no model pulls an image",
    ),
};
