import { containerSuffix, containers } from "../../plan/models";
import { failed, passed } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImageConfig.html */
export const vpcAccessMode: Rule = {
  id: "vpc-access-mode",
  title: "Every container is pulled with RepositoryAccessMode Vpc",
  check: (graph) =>
    verdict(
      containers(graph).map((container) => {
        const { resource } = container.model;
        return container.accessMode === "Vpc"
          ? passed(resource, `RepositoryAccessMode is Vpc${containerSuffix(container)}`)
          : failed(
              resource,
              `RepositoryAccessMode is ${container.accessMode ?? "not set, which means Platform"}${containerSuffix(container)}`,
              `set ${container.path}.imageConfig.repositoryAccessMode to "Vpc"`,
            );
      }),
      "the plan has no model",
    ),
};
