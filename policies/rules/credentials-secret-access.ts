import { containers } from "../../plan/models";
import { covering, permissionsOf, roleByArn } from "../../plan/iam/permissions";
import { enumerate, text, texts } from "../../plan/values";
import { failed, notApplicable, passed, unknown, type Evidence } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

const ACTION = "secretsmanager:GetSecretValue";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html */
export const credentialsSecretAccess: Rule = {
  id: "credentials-secret-access",
  title: "The credentials function may read exact secrets only",
  check: (graph) =>
    verdict(
      [...new Set(containers(graph).flatMap(({ credentialsProviderArn: arn }) => texts(arn)))].flatMap(
        (arn) => {
          // An ARN may end in an alias or a version.
          const unqualified = arn.split(":").slice(0, 7).join(":");
          const made = graph.byOutput("aws:lambda/function:Function", "arn", unqualified);
          return made === undefined
            ? [unknown(undefined, `what the function ${arn}, which this program does not make, may read`)]
            : ofFunction(graph, made);
        },
      ),
      "no model has a credentials provider",
    ),
};

function ofFunction(graph: ResourceGraph, lambda: RecordedResource): readonly Evidence[] {
  const role = roleByArn(graph, text(lambda.inputs.role));
  if (role === undefined) return [unknown(lambda, "what the role of the credentials function may read")];
  const statements = covering(permissionsOf(graph, role), "Allow", ACTION);
  if (statements.length === 0) {
    return [notApplicable(`the credentials function "${lambda.name}" reads no secret of Secrets Manager`)];
  }
  return statements.map((statement) => {
    const wide = statement.resources.filter((resource) => !isOneSecret(resource));
    return wide.length === 0 && !statement.notResources
      ? passed(
          statement.declaredBy,
          `lets the function "${lambda.name}" read ${enumerate(statement.resources)}`,
        )
      : failed(
          statement.declaredBy,
          `lets the function "${lambda.name}" read ${statement.notResources ? "all but some secrets" : enumerate(wide)}`,
          `allow ${ACTION} on the ARN of the registry's secret`,
        );
  });
}

/** Whether a resource of a policy names one secret: its random suffix may be left open, as AWS writes it. */
function isOneSecret(resource: string): boolean {
  return /^arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*?]+(-\?{6})?$/.test(resource);
}
