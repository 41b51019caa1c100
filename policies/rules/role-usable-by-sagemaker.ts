import { failed, passed, unknown, type Evidence } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import type { RequestContext } from "../../plan/iam/conditions";
import { evaluate, type Request } from "../../plan/iam/evaluate";
import {
  contextOfRole,
  isReadable,
  evaluateRole,
  permissionsOf,
  roleByArn,
  statements,
  type Decision,
} from "../../plan/iam/permissions";
import { privateModels, type Model } from "../../plan/models";
import { enumerate, text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

/**
 * What SageMaker does with the role to place a model's interfaces in a VPC, and the kinds of resources that EC2 evaluates:
 * none where an action knows no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
const INTERFACE_ACTIONS: Readonly<Record<string, readonly ("interface" | "subnet" | "group")[]>> = {
  "ec2:CreateNetworkInterface": ["subnet", "group", "interface"],
  "ec2:CreateNetworkInterfacePermission": ["interface"],
  "ec2:DeleteNetworkInterface": ["interface"],
  "ec2:DeleteNetworkInterfacePermission": ["interface"],
  "ec2:DescribeNetworkInterfaces": [],
  "ec2:DescribeVpcs": [],
  "ec2:DescribeDhcpOptions": [],
  "ec2:DescribeSubnets": [],
  "ec2:DescribeSecurityGroups": [],
};

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms */
export const roleUsableBySageMaker: Rule = {
  id: "role-usable-by-sagemaker",
  title: "SageMaker may assume the execution role, and place the model's interfaces with it",
  check: (graph) =>
    verdict(
      [...new Set(privateModels(graph).map(({ roleArn }) => roleArn))].flatMap((arn) => {
        const role = roleByArn(graph, arn);
        const models = privateModels(graph).filter(({ roleArn }) => roleArn === arn);
        const region = text(models[0]?.resource.outputs.region);
        return role === undefined
          ? [unknown(undefined, `what the role ${arn ?? ""}, which this program does not make, allows`)]
          : [trust(role, region), interfaces(graph, role, region, models)];
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
  return denied === "unknown" || allowed === "unknown"
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

function interfaces(
  graph: ResourceGraph,
  role: RecordedResource,
  region: string | undefined,
  models: readonly Model[],
): Evidence {
  const permissions = permissionsOf(graph, role);
  const decisions = models.flatMap((model) =>
    requestsFor(model, text(role.outputs.arn), region).map((request) => ({
      action: request.action,
      decision: evaluateRole(permissions, request),
    })),
  );
  const of = (answer: Decision["answer"]) => decisions.filter(({ decision }) => decision.answer === answer);
  const [missing, open] = [of("no"), of("unknown")];
  if (missing.length > 0) {
    const actions = enumerate([...new Set(missing.map(({ action }) => action))]);
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
          `allow these actions on "*", or on the model's subnets, as SageMaker needs them in a VPC, and deny none of them`,
        );
  }
  if (open.length > 0) {
    const unread = [...new Set(open.flatMap(({ decision }) => decision.unknownPolicies))];
    const who =
      unread.length > 0
        ? `${enumerate(unread)} ${unread.length > 1 ? "allow" : "allows"}`
        : "the conditions of its policies allow";
    return unknown(role, `whether ${who} ${enumerate([...new Set(open.map(({ action }) => action))])}`);
  }
  return passed(role, "may place and remove network interfaces in the VPC");
}

/** The requests by which SageMaker places a model's interfaces, one for each resource that EC2 evaluates. */
function requestsFor(
  { source }: Model,
  roleArn: string | undefined,
  region: string | undefined,
): readonly Request[] {
  const [, partition = "aws", , , account = ""] = roleArn?.split(":") ?? [];
  const arn = (resource: string): string => `arn:${partition}:ec2:${region ?? ""}:${account}:${resource}`;
  const subnets = source.subnetIds.map((id) => arn(`subnet/${id}`));
  const context: RequestContext = {
    ...contextOfRole(roleArn, region),
    ...(subnets.length === 0 ? {} : { "ec2:subnet": subnets }),
    ...(source.vpcId === undefined ? {} : { "ec2:vpc": arn(`vpc/${source.vpcId}`) }),
  };
  const resources = {
    subnet: subnets,
    group: source.groupIds.map((id) => arn(`security-group/${id}`)),
    interface: [arn("network-interface/eni-0123456789abcdef0")],
  };
  return Object.entries(INTERFACE_ACTIONS).flatMap(([action, kinds]) =>
    kinds.length === 0
      ? [{ action, context }]
      : kinds.flatMap((kind) => resources[kind].map((resource) => ({ action, resource, context }))),
  );
}
