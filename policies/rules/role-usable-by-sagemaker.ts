import { models } from "../../plan/models";
import { covering, permissionsOf, roleByArn, statements } from "../../plan/iam/permissions";
import { enumerate, fields, json } from "../../plan/values";
import { failed, passed, unknown, type Evidence } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

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
      [...new Set(models(graph).map(({ roleArn }) => roleArn))].flatMap((arn) => {
        const role = roleByArn(graph, arn);
        return role === undefined
          ? [unknown(undefined, `what the role ${arn ?? ""}, which this program does not make, allows`)]
          : [trust(role), interfaces(graph, role)];
      }),
      "the plan has no model",
    ),
};

function trust(role: RecordedResource): Evidence {
  const trusts = JSON.stringify(fields(json(role.inputs.assumeRolePolicy)).Statement ?? "");
  const allows = statements(role.inputs.assumeRolePolicy, role).some(
    ({ effect, actions }) => effect === "Allow" && actions.includes("sts:AssumeRole"),
  );
  return allows && trusts.includes('"sagemaker.amazonaws.com"')
    ? passed(role, "sagemaker.amazonaws.com may assume the role")
    : failed(
        role,
        "does not trust sagemaker.amazonaws.com",
        "allow that service sts:AssumeRole in the role's trust policy",
      );
}

function interfaces(graph: ResourceGraph, role: RecordedResource): Evidence {
  const permissions = permissionsOf(graph, role);
  const missing = INTERFACE_ACTIONS.filter((action) => covering(permissions, "Allow", action).length === 0);
  if (missing.length === 0) return passed(role, "may place and remove network interfaces in the VPC");
  return permissions.unread.length > 0
    ? unknown(role, `whether ${enumerate(permissions.unread)} allow ${enumerate(missing)}`)
    : failed(
        role,
        `may not call ${enumerate(missing)}`,
        'allow these actions on "*", as SageMaker needs them in a VPC',
      );
}
