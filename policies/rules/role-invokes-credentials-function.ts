import { models, type Model } from "../../plan/models";
import { covering, coversResource, permissionsOf, roleByArn } from "../../plan/iam/permissions";
import { enumerate } from "../../plan/values";
import { failed, passed, unknown, type Evidence } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

const ACTION = "lambda:InvokeFunction";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const roleInvokesCredentialsFunction: Rule = {
  id: "role-invokes-credentials-function",
  title: "The execution role may invoke the credentials function, and no other",
  check: (graph) => {
    const all = models(graph).filter((model) => providers(model).length > 0);
    return verdict(
      all.flatMap((model) => {
        const role = roleByArn(graph, model.roleArn);
        if (role === undefined) {
          return [
            unknown(
              model.resource,
              `whether the role ${model.roleArn ?? ""}, which this program does not make, may invoke ${enumerate(providers(model))}`,
            ),
          ];
        }
        // A role that several models share may invoke the function of each.
        const shared = all.filter(({ roleArn }) => roleArn === model.roleArn).flatMap(providers);
        return ofRole(graph, role, providers(model), shared);
      }),
      "no model has a credentials provider",
    );
  },
};

/** The ARNs of the credentials functions of a model's containers. */
function providers({ containers }: Model): readonly string[] {
  return [
    ...new Set(containers.flatMap(({ credentialsProviderArn: arn }) => (arn === undefined ? [] : [arn]))),
  ];
}

function ofRole(
  graph: ResourceGraph,
  role: RecordedResource,
  needed: readonly string[],
  allowed: readonly string[],
): readonly Evidence[] {
  const permissions = permissionsOf(graph, role);
  const allows = covering(permissions, "Allow", ACTION);
  const denies = covering(permissions, "Deny", ACTION).filter(({ conditional }) => !conditional);
  const functions = needed.map((arn): Evidence => {
    const denied = denies.find((statement) => coversResource(statement, arn));
    if (denied !== undefined) {
      return failed(
        denied.declaredBy,
        `denies role "${role.name}" ${ACTION} on ${arn}`,
        "take that out of the Deny statement",
      );
    }
    const allow = allows.find((statement) => coversResource(statement, arn));
    if (allow?.conditional === true) {
      return unknown(
        allow.declaredBy,
        `whether the condition on ${ACTION} holds when SageMaker invokes ${arn}`,
      );
    }
    if (allow !== undefined) return passed(allow.declaredBy, `lets role "${role.name}" invoke ${arn}`);
    return permissions.unread.length > 0
      ? unknown(role, `whether ${enumerate(permissions.unread)} let the role invoke ${arn}`)
      : failed(
          role,
          `no policy of the role allows ${ACTION} on ${arn}`,
          `allow ${ACTION} on exactly that ARN`,
        );
  });
  const tooMuch = allows
    .map((statement) => ({
      statement,
      others: statement.notResources
        ? ["all but some functions"]
        : statement.resources.filter(
            (resource) => !allowed.some((arn) => resource === arn || resource === `${arn}:*`),
          ),
    }))
    .filter(({ others }) => others.length > 0)
    .map(({ statement, others }) =>
      failed(
        statement.declaredBy,
        `also lets role "${role.name}" invoke ${enumerate(others)}`,
        `allow ${ACTION} on exactly ${enumerate(allowed)}: each function opens a registry's password`,
      ),
    );
  const boundary = permissions.unread.filter((each) => each.startsWith("the permissions boundary"));
  return [
    ...functions,
    ...tooMuch,
    ...boundary.map((each) => unknown(role, `whether ${each} lets the role invoke the function`)),
  ];
}
