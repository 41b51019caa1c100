import { checkS3Route } from "../../plan/network/s3-route";
import { list } from "../../plan/values";
import { models, pulls } from "../../plan/models";
import { registrySoftware } from "../../plan/registry/index";
import { notApplicable, unknown, type Evidence } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html */
export const s3Reachable: Rule = {
  id: "s3-reachable",
  title: "S3 is reachable where layers or model data come from there",
  check: (graph) => {
    const layers = pulls(graph).flatMap(({ model, registry }): readonly Evidence[] => {
      const { redirectsToS3, isPublic, speaksV2 } = registrySoftware(graph, registry);
      if (redirectsToS3 === true) return checkS3Route(graph, model.source);
      if (redirectsToS3 === false) return [notApplicable(`${registry.registry} hands out its layers itself`)];
      if (isPublic === true)
        return [notApplicable(`the layers of ${registry.registry} come from the internet`)];
      return [
        unknown(
          model.resource,
          `whether ${registry.registry}${speaksV2 === undefined ? "" : ` (${speaksV2})`} redirects pullers to S3 for the layers`,
        ),
      ];
    });
    const data = models(graph)
      .filter(({ resource: { inputs } }) =>
        [inputs.primaryContainer, ...list(inputs.containers)].some((container) =>
          /"(modelDataUrl|s3Uri)":"(s3|https):/.test(JSON.stringify(container ?? {})),
        ),
      )
      .flatMap(({ source }) => checkS3Route(graph, source));
    return verdict([...layers, ...data], "no model pulls an image");
  },
};
