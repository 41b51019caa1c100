import { failed, notApplicable, passed, unknown, type Evidence } from "../../plan/findings";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { contextOfRole, covering, mayRole, permissionsOf, roleByArn } from "../../plan/iam/permissions";
import { functionByArn, privateModels, providersOf } from "../../plan/models";
import { enumerate, fields, text, texts } from "../../plan/values";
import { verdict, type Rule } from "../rule";

const ACTION = "secretsmanager:GetSecretValue";
const SECRET = "aws:secretsmanager/secret:Secret";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html */
export const credentialsSecretAccess: Rule = {
  id: "credentials-secret-access",
  title: "The credentials function may read its secret",
  check: (graph) =>
    verdict(
      [...new Set(privateModels(graph).flatMap(providersOf))].flatMap((arn) => {
        const made = functionByArn(graph, arn);
        return made === undefined
          ? [unknown(undefined, `what the function ${arn}, which this program does not make, may read`)]
          : ofFunction(graph, made);
      }),
      "no model has a credentials provider",
    ),
};

function ofFunction(graph: ResourceGraph, lambda: RecordedResource): readonly Evidence[] {
  const role = roleByArn(graph, text(lambda.inputs.role));
  if (role === undefined) return [unknown(lambda, "what the role of the credentials function may read")];
  const permissions = permissionsOf(graph, role);
  const secrets = secretsOf(lambda);
  const roleArn = text(role.outputs.arn);
  if (secrets.length > 0) {
    return secrets.map((arn) => {
      const context = contextOfRole(roleArn, arn.split(":")[3]);
      const { answer, by } = mayRole(permissions, { action: ACTION, resource: arn, context });
      const declaredBy = by?.declaredBy ?? role;
      if (answer === "no") {
        return failed(
          declaredBy,
          `does not let the function "${lambda.name}" read ${arn}`,
          `allow ${ACTION} on that ARN, and deny it nowhere`,
        );
      }
      // The secret's own policy must allow another account.
      const isOwn = roleArn?.split(":")[4] === arn.split(":")[4];
      return answer === "yes" && isOwn
        ? passed(declaredBy, `lets the function "${lambda.name}" read ${arn}`)
        : unknown(declaredBy, `whether the function "${lambda.name}" may read ${arn}`);
    });
  }
  const allowed = covering(permissions, "Allow", ACTION);
  if (allowed.length === 0) {
    return graph.ofType(SECRET).length === 0
      ? [notApplicable(`the credentials function "${lambda.name}" reads no secret of Secrets Manager`)]
      : [
          unknown(
            lambda,
            `whether the function needs one of the secrets of this program (${enumerate(graph.ofType(SECRET).map(({ name }) => `"${name}"`))}): its role may read none`,
          ),
        ];
  }
  return allowed.map((statement) =>
    statement.conditional
      ? unknown(
          statement.declaredBy,
          `whether its conditions let the function "${lambda.name}" read ${enumerate(statement.resources)}`,
        )
      : passed(
          statement.declaredBy,
          `lets the function "${lambda.name}" read ${statement.notResources ? "all but some secrets" : enumerate(statement.resources)}`,
        ),
  );
}

/** The ARNs of the secrets that a function is told of in its environment. */
function secretsOf({ inputs }: RecordedResource): readonly string[] {
  return Object.values(fields(fields(inputs.environment).variables))
    .flatMap((value) => texts(value))
    .filter((value) => /^arn:[a-z0-9-]+:secretsmanager:/.test(value));
}
