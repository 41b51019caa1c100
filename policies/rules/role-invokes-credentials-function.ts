import { failed, passed, unknown, type Evidence } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { contextOfRole, evaluateRole, permissionsOf, roleByArn } from "../../plan/iam/permissions";
import { privateModels, providersOf } from "../../plan/models";
import { enumerate, text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

const ACTION = "lambda:InvokeFunction";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const roleInvokesCredentialsFunction: Rule = {
  id: "role-invokes-credentials-function",
  title: "The execution role may invoke the credentials function",
  check: (graph) =>
    verdict(
      privateModels(graph)
        .filter((model) => providersOf(model).length > 0)
        .flatMap((model) => {
          const role = roleByArn(graph, model.roleArn);
          return providersOf(model).map((arn) =>
            role === undefined
              ? unknown(
                  model.resource,
                  `whether the role ${model.roleArn ?? ""}, which this program does not make, may invoke ${arn}`,
                )
              : mayInvoke(graph, role, arn),
          );
        }),
      "no model has a credentials provider",
    ),
};

function mayInvoke(graph: ResourceGraph, role: RecordedResource, arn: string): Evidence {
  const roleArn = text(role.outputs.arn);
  const context = contextOfRole(roleArn, arn.split(":")[3]);
  const permissions = permissionsOf(graph, role);
  const {
    answer,
    reason,
    by,
    unknownPolicies: unread,
  } = evaluateRole(permissions, { action: ACTION, resource: arn, context });
  const declaredBy = by?.declaredBy ?? role;
  switch (reason) {
    case "denied":
      return failed(
        declaredBy,
        `denies role "${role.name}" ${ACTION} on ${arn}`,
        "take that out of the Deny statement",
      );
    case "not-allowed":
      return failed(
        role,
        `no policy of the role allows ${ACTION} on ${arn}`,
        `allow ${ACTION} on exactly that ARN`,
      );
    case "boundary":
      return failed(
        role,
        `its permissions boundary ${permissions.boundary?.arn ?? ""} does not allow ${ACTION} on ${arn}`,
        `allow ${ACTION} on that ARN in the boundary as well`,
      );
    case "conditions":
      return unknown(declaredBy, `whether the conditions on ${ACTION} hold when SageMaker invokes ${arn}`);
    case "unread":
      return unknown(role, `whether the policy ${enumerate(unread)} lets the role invoke ${arn}`);
    case "unread-boundary":
      return unknown(
        role,
        `whether the permissions boundary ${enumerate(unread)} lets the role invoke the function`,
      );
    case "allowed":
      break;
  }
  // Another account must allow it as well, in the function's own policy.
  if (roleArn?.split(":")[4] !== arn.split(":")[4]) {
    return unknown(declaredBy, `whether account ${arn.split(":")[4] ?? ""} lets the role invoke ${arn}`);
  }
  return answer === "yes"
    ? passed(declaredBy, `lets role "${role.name}" invoke ${arn}`)
    : unknown(declaredBy, `whether the role may invoke ${arn}`);
}
