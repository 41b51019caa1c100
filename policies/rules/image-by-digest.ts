import { containerSuffix, containers } from "../../plan/models";
import { failed, passed, unknown } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const imageByDigest: Rule = {
  id: "image-by-digest",
  title: "Every image is named by its digest",
  level: "advice",
  check: (graph) =>
    verdict(
      containers(graph).map((container) => {
        const { image, reference, path, model } = container;
        if (image === undefined)
          return unknown(model.resource, `the image${containerSuffix(container)}: only the deployment tells`);
        if (reference === undefined) {
          return failed(
            model.resource,
            `${JSON.stringify(image)} is no image reference${containerSuffix(container)}`,
            "write it as host/repository@sha256:…",
          );
        }
        return reference.digest !== undefined
          ? passed(model.resource, `${image}${containerSuffix(container)}`)
          : failed(
              model.resource,
              `${image} names a tag, which may lead to another image at the next scale-out${containerSuffix(container)}`,
              `write ${path}.image as ${reference.registry}/${reference.repository}@sha256:…`,
            );
      }),
      "the plan has no model",
    ),
};
