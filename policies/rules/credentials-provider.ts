import { containerSuffix, functionByArn, pulls } from "../../plan/models";
import { registrySoftware } from "../../plan/registry/index";
import { failed, passed, unknown } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RepositoryAuthConfig.html */
export const credentialsProvider: Rule = {
  id: "credentials-provider",
  title: "A credentials provider is set where the registry needs authentication",
  check: (graph) =>
    verdict(
      pulls(graph).flatMap(({ model, registry, containers }) =>
        containers.map((container) => {
          const { credentialsProviderArn: arn, path } = container;
          const { authentication, declaredBy } = registrySoftware(graph, registry);
          const lambda = arn === undefined ? undefined : functionByArn(graph, arn);
          if (lambda?.inputs.reservedConcurrentExecutions === 0) {
            return failed(
              lambda,
              "runs at no time: its reserved concurrency is 0",
              "set reservedConcurrentExecutions to at least 1, or leave it out",
            );
          }
          if (arn !== undefined) {
            return /^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:\S+$/.test(arn)
              ? passed(
                  lambda ?? model.resource,
                  `hands out the credentials of ${registry.registry}: ${arn}${containerSuffix(container)}`,
                )
              : failed(
                  model.resource,
                  `${JSON.stringify(arn)} is no ARN of a Lambda function${containerSuffix(container)}`,
                  "name the function by its ARN",
                );
          }
          if (authentication === true) {
            return failed(
              model.resource,
              `has no credentials provider, but ${registry.registry} asks for a password${containerSuffix(container)}`,
              `set ${path}.imageConfig.repositoryAuthConfig.repositoryCredentialsProviderArn`,
            );
          }
          return authentication === false
            ? passed(declaredBy, `${registry.registry} asks for no password`)
            : unknown(
                model.resource,
                `whether ${registry.registry} asks for a password: the model has no credentials provider${containerSuffix(container)}`,
              );
        }),
      ),
      "no model pulls an image",
    ),
};
