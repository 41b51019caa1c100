import { failed, passed, type Evidence } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { covering, permissionsOf, roleByArn } from "../../plan/iam/permissions";
import { functionByArn, privateModels, providersOf } from "../../plan/models";
import { enumerate, text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

const INVOKE = "lambda:InvokeFunction";
const READ = "secretsmanager:GetSecretValue";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege */
export const leastPrivilege: Rule = {
  id: "least-privilege",
  title: "Roles may invoke and read no more than a pull takes",
  level: "advice",
  check: (graph) =>
    verdict(
      [...invocations(graph), ...secrets(graph)],
      "no role of the plan invokes a credentials function or reads a secret",
    ),
};

/** A role that several models share may invoke the function of each. */
function invocations(graph: ResourceGraph): readonly Evidence[] {
  const byRole = new Map<RecordedResource, Set<string>>();
  for (const model of privateModels(graph)) {
    const role = roleByArn(graph, model.roleArn);
    if (role === undefined) continue;
    const allowed = byRole.get(role) ?? new Set();
    byRole.set(role, allowed);
    for (const arn of providersOf(model)) allowed.add(arn);
  }
  return [...byRole].flatMap(([role, functions]) => ofRole(graph, role, [...functions]));
}

function ofRole(
  graph: ResourceGraph,
  role: RecordedResource,
  allowed: readonly string[],
): readonly Evidence[] {
  if (allowed.length === 0) return [];
  return covering(permissionsOf(graph, role), "Allow", INVOKE).map((statement) => {
    const others = statement.notResources
      ? ["all but some functions"]
      : statement.resources.filter(
          (resource) => !allowed.some((arn) => resource === arn || resource === `${arn}:*`),
        );
    return others.length === 0
      ? passed(statement.declaredBy, `lets role "${role.name}" invoke ${enumerate(statement.resources)} only`)
      : failed(
          statement.declaredBy,
          `also lets role "${role.name}" invoke ${enumerate(others)}`,
          `allow ${INVOKE} on exactly ${enumerate(allowed)}: each function opens a registry's password`,
        );
  });
}

function secrets(graph: ResourceGraph): readonly Evidence[] {
  const arns = new Set(privateModels(graph).flatMap(providersOf));
  return [...arns].flatMap((arn) => {
    const lambda = functionByArn(graph, arn);
    const role = roleByArn(graph, text(lambda?.inputs.role));
    if (lambda === undefined || role === undefined) return [];
    return covering(permissionsOf(graph, role), "Allow", READ).map((statement) => {
      const wide = statement.resources.filter((resource) => !isOneSecret(resource));
      return wide.length === 0 && !statement.notResources
        ? passed(
            statement.declaredBy,
            `lets the function "${lambda.name}" read ${enumerate(statement.resources)} only`,
          )
        : failed(
            statement.declaredBy,
            `lets the function "${lambda.name}" read ${statement.notResources ? "all but some secrets" : enumerate(wide)}`,
            `allow ${READ} on the ARN of the registry's secret`,
          );
    });
  });
}

/** Whether a resource of a policy names one secret: its random suffix may be left open, as AWS writes it. */
function isOneSecret(resource: string): boolean {
  return /^arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*?]+(-\?{6})?$/.test(resource);
}
