import { privateModels } from "../../plan/models";
import { list, text } from "../../plan/values";
import { failed, passed } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html (feature exclusions) */
export const noServerless: Rule = {
  id: "no-serverless",
  title: "No model of a private registry is served serverless",
  check: (graph) => {
    const names = privateModels(graph).map(({ resource }) => resource.outputs.name);
    return verdict(
      graph.ofType("aws:sagemaker/endpointConfiguration:EndpointConfiguration").flatMap((configuration) =>
        ["productionVariants", "shadowProductionVariants"].flatMap((property) =>
          list(configuration.inputs[property]).flatMap((variant) => {
            if (!names.includes(variant.modelName)) return [];
            const title = text(variant.variantName) ?? "default";
            return variant.serverlessConfig === undefined
              ? [
                  passed(
                    configuration,
                    `variant ${title} runs on ${text(variant.instanceType) ?? "instances"}`,
                  ),
                ]
              : [
                  failed(
                    configuration,
                    `variant ${title} is serverless, which supports neither private registries nor a VPC`,
                    "give it an instanceType and an initialInstanceCount",
                  ),
                ];
          }),
        ),
      ),
      "no endpoint serves a model of this plan",
    );
  },
};
