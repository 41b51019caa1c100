import { type Capability, labelOf } from "../capabilities";
import { type Check, good, inapplicable, suspicion } from "../check";
import { imageOf, isConfigUnreadable, labelsOfImage } from "../image";

const REMEDIES: Readonly<Record<Capability, string>> = {
  "accept-bind-to-port":
    "once its server listens on the port that SAGEMAKER_BIND_TO_PORT names, as each of several containers of a model must " +
    "(https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html)",
  "multi-models":
    "once its server loads and unloads models as SageMaker asks it to " +
    "(https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html)",
};

/** SageMaker refuses images in ECR that lack such a label; of those in private registries nothing is documented. */
export const imageLabels: Check = {
  id: "image-labels",
  title: "The image has the labels of what its container is to do",
  severity: "warning",
  needs: ["manifest"],
  async run(context) {
    const { capabilities = [] } = context.options;
    if (capabilities.length === 0) {
      return inapplicable("Only several containers of a model, and those with many models, need labels");
    }
    const image = await context.once(imageOf).catch(() => undefined);
    if (!image) return inapplicable("There is no image for this platform that could be looked at");
    let labels: Readonly<Record<string, unknown>> | undefined;
    try {
      labels = await context.once(labelsOfImage);
    } catch (error) {
      if (!(await isConfigUnreadable(image, context))) throw error;
    }
    if (!labels) return inapplicable("The image's configuration, which holds its labels, cannot be read");
    const missing = capabilities.filter((capability) => labels[labelOf(capability)] !== "true");
    const names = (each: readonly Capability[]): string =>
      each.map((capability) => `${labelOf(capability)}=true`).join(" and ");
    if (missing.length === 0) return good(`It has ${names(capabilities)}`);
    return suspicion(
      `It lacks ${names(missing)}, without which SageMaker refuses images of ECR; of private registries nothing is documented`,
      missing
        .map(
          (capability) =>
            `Add \`LABEL ${labelOf(capability)}=true\` to its Dockerfile ${REMEDIES[capability]}`,
        )
        .join(". "),
    );
  },
};
