import { failed, passed, unknown, type Evidence } from "../../plan/findings";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import type { RequestContext } from "../../plan/iam/conditions";
import { evaluate } from "../../plan/iam/evaluate";
import {
  contextOfRole,
  isReadable,
  mayRole,
  permissionsOf,
  roleByArn,
  statements,
  type Decision,
} from "../../plan/iam/permissions";
import { privateModels } from "../../plan/models";
import { enumerate, text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

/** What SageMaker does with the role to place a model's interfaces in a VPC. */
const INTERFACE_ACTIONS = [
  "ec2:CreateNetworkInterface",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterface",
  "ec2:DeleteNetworkInterfacePermission",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeVpcs",
  "ec2:DescribeDhcpOptions",
  "ec2:DescribeSubnets",
  "ec2:DescribeSecurityGroups",
];

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms */
export const roleUsableBySageMaker: Rule = {
  id: "role-usable-by-sagemaker",
  title: "SageMaker may assume the execution role, and place the model's interfaces with it",
  check: (graph) =>
    verdict(
      [
        ...new Map(
          privateModels(graph).map(({ roleArn, resource }) => [roleArn, text(resource.outputs.region)]),
        ),
      ].flatMap(([arn, region]) => {
        const role = roleByArn(graph, arn);
        return role === undefined
          ? [unknown(undefined, `what the role ${arn ?? ""}, which this program does not make, allows`)]
          : [trust(role, region), interfaces(graph, role, region)];
      }),
      "the plan has no model",
    ),
};

function trust(role: RecordedResource, region: string | undefined): Evidence {
  if (!isReadable(role.inputs.assumeRolePolicy)) return unknown(role, "what its trust policy says");
  const { allowed, denied } = evaluate(statements(role.inputs.assumeRolePolicy, role), {
    action: "sts:AssumeRole",
    principal: "sagemaker.amazonaws.com",
    context: contextOfSageMaker(text(role.outputs.arn), region),
  });
  if (denied === "yes" || allowed === "no") {
    return failed(
      role,
      "does not trust sagemaker.amazonaws.com",
      "allow that service sts:AssumeRole in the role's trust policy",
    );
  }
  return denied === "perhaps" || allowed === "perhaps"
    ? unknown(role, "whether the conditions of its trust policy let sagemaker.amazonaws.com assume the role")
    : passed(role, "sagemaker.amazonaws.com may assume the role");
}

/**
 * The account and the ARN for which SageMaker assumes a role: AWS names no narrower ARN than all of SageMaker's resources in the
 * account and the Region, so that a condition on one of their kinds is unknown.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 */
function contextOfSageMaker(roleArn: string | undefined, region: string | undefined): RequestContext {
  const [, partition, , , account] = roleArn?.split(":") ?? [];
  if (partition === undefined || account === undefined) return {};
  const sourceAccount = { "aws:sourceaccount": account };
  if (region === undefined) return sourceAccount;
  const resources = ["endpoint/name", "model/name"];
  return {
    ...sourceAccount,
    "aws:sourcearn": resources.map((each) => `arn:${partition}:sagemaker:${region}:${account}:${each}`),
  };
}

function interfaces(graph: ResourceGraph, role: RecordedResource, region: string | undefined): Evidence {
  const permissions = permissionsOf(graph, role);
  const context = contextOfRole(text(role.outputs.arn), region);
  const decisions = INTERFACE_ACTIONS.map((action) => ({
    action,
    decision: mayRole(permissions, { action, context }),
  }));
  const of = (answer: Decision["answer"]) => decisions.filter(({ decision }) => decision.answer === answer);
  const [missing, open] = [of("no"), of("perhaps")];
  if (missing.length > 0) {
    const actions = enumerate(missing.map(({ action }) => action));
    const isLimited = missing.some(({ decision: { reason } }) => reason === "boundary");
    return isLimited
      ? failed(
          role,
          `its permissions boundary ${permissions.boundary?.arn ?? ""} does not allow ${actions}`,
          'allow these actions on "*" in the boundary as well, as SageMaker needs them in a VPC',
        )
      : failed(
          role,
          `may not call ${actions}`,
          'allow these actions on "*", as SageMaker needs them in a VPC, and deny none of them',
        );
  }
  if (open.length > 0) {
    const unread = [...new Set(open.flatMap(({ decision }) => decision.unread))];
    const who =
      unread.length > 0
        ? `${enumerate(unread)} ${unread.length > 1 ? "allow" : "allows"}`
        : "the conditions of its policies allow";
    return unknown(role, `whether ${who} ${enumerate(open.map(({ action }) => action))}`);
  }
  return passed(role, "may place and remove network interfaces in the VPC");
}
