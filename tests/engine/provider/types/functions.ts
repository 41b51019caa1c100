// Lambda, IAM, CloudWatch and EventBridge Scheduler.
import { createHash } from "node:crypto";
import { ACCOUNT_ID, type AwsResource } from "../account";
import { changeRole, placeInterfaces, startRelease } from "../interfaces";
import { answerOf } from "../lambda";
import type { AwsContext } from "../resource-type";
import { isSame, objectOf, textOf, textsOf } from "../wire";
import { arnOf, named, nameUpTo, type TypeTable } from "./common";

const ownerOf = ({ id }: AwsResource): string => `function ${id}`;

/** Puts the function's interfaces into its subnets; those that it had are there for a while. */
function place(
  resource: AwsResource,
  { account, settings, inMinutes }: AwsContext,
  properties = resource.properties,
): void {
  const { subnetIds, securityGroupIds } = objectOf(properties.vpcConfig);
  const placement = {
    subnetIds: textsOf(subnetIds),
    securityGroupIds: textsOf(securityGroupIds),
    roleArn: textOf(properties.role),
  };
  const removedAt = inMinutes(settings.functionInterfacesInMinutes ?? 0);
  placeInterfaces(account, ownerOf(resource), [placement], removedAt);
}

/** The function is gone at once, its interfaces after a while, and until then in other groups where the program asks. */
function deleteFunction(resource: AwsResource, { account, settings, inMinutes }: AwsContext): "gone" {
  const { replaceSecurityGroupsOnDestroy, replacementSecurityGroupIds } = resource.properties;
  if (replaceSecurityGroupsOnDestroy === true) {
    for (const each of account.interfaces.filter(({ owner }) => owner === ownerOf(resource))) {
      const given = textsOf(replacementSecurityGroupIds);
      each.securityGroupIds = given.length > 0 ? given : [`default group of the VPC of ${each.subnetId}`];
    }
  }
  startRelease(account, ownerOf(resource), inMinutes(settings.functionInterfacesInMinutes ?? 0));
  return "gone";
}

export const functionTypes: TypeTable = {
  "aws:lambda/function:Function": named("lambda", "function:", 64, {
    replaceOn: ["name", "packageType"],
    keeps: ["memorySize", "timeout", "architectures"],
    attributes: ({ name }, context) => {
      const arn = arnOf("lambda", `function:${textOf(name)}`, context);
      return {
        id: textOf(name),
        arn,
        invokeArn: `arn:aws:apigateway:${context.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
        qualifiedArn: `${arn}:$LATEST`,
        version: "$LATEST",
        lastModified: new Date().toISOString(),
        sourceCodeSize: 1000,
      };
    },
    changesWith: (changed) => (changed.includes("code") ? ["lastModified", "sourceCodeSize"] : []),
    created: place,
    updated: (resource, { planned }, context) => {
      if (!isSame(resource.properties.vpcConfig, planned.vpcConfig)) place(resource, context, planned);
      changeRole(context.account, ownerOf(resource), textOf(planned.role));
      return {};
    },
    deleted: deleteFunction,
  }),
  "aws:lambda/invocation:Invocation": {
    replaceOn: ["functionName", "qualifier", "input", "triggers"],
    attributes: ({ functionName, input }) => ({
      id: `${textOf(functionName)}_${createHash("sha256").update(textOf(input)).digest("hex").slice(0, 16)}`,
      result: "",
    }),
    created: (resource, { account, settings }) => {
      const { functionName } = resource.properties;
      const result = answerOf(account, settings, textOf(functionName));
      resource.properties = { ...resource.properties, result };
    },
  },
  "aws:iam/role:Role": {
    autoName: nameUpTo(64),
    isTagged: true,
    isGlobal: true,
    replaceOn: ["name", "namePrefix", "path"],
    attributes: ({ name, path }, { random }) => ({
      id: textOf(name),
      arn: `arn:aws:iam::${ACCOUNT_ID}:role${textOf(path) || "/"}${textOf(name)}`,
      createDate: new Date().toISOString(),
      uniqueId: `AROA${random.toUpperCase()}`,
    }),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    autoName: nameUpTo(128),
    isGlobal: true,
    replaceOn: ["name", "namePrefix", "role"],
    attributes: ({ name, role }) => ({ id: `${textOf(role)}:${textOf(name)}` }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    isGlobal: true,
    replaceOn: "*",
    attributes: ({ role, policyArn }) => ({ id: `${textOf(role)}/${textOf(policyArn)}` }),
  },
  "aws:cloudwatch/logGroup:LogGroup": named("logs", "log-group:", 512, { keeps: ["logGroupClass"] }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("cloudwatch", "alarm:", 255),
  "aws:cloudwatch/dashboard:Dashboard": {
    replaceOn: ["dashboardName"],
    attributes: ({ dashboardName }) => ({
      id: textOf(dashboardName),
      dashboardArn: `arn:aws:cloudwatch::${ACCOUNT_ID}:dashboard/${textOf(dashboardName)}`,
    }),
  },
  "aws:scheduler/schedule:Schedule": named("scheduler", "schedule/default/", 64, {
    isTagged: false,
    replaceOn: ["name", "groupName"],
    attributes: ({ name }, context) => ({
      id: `default/${textOf(name)}`,
      arn: arnOf("scheduler", `schedule/default/${textOf(name)}`, context),
    }),
  }),
};
