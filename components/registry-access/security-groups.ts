import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { INTERFACE_GROUP_TIMEOUTS, itemIfPresent, vpcCidrBlocks, guarded } from "../common";
import { HTTPS, MAX_DESCRIPTION, MAX_SECURITY_GROUPS, portOf } from "./limits";
import { egressTo, type CheckedLocation, type InlineRule } from "./network-location";
import type { Plan } from "./checks";

/** The models' group: nothing comes in, and only what the pull takes goes out. Its rules are all its own. */
export function createModelSecurityGroup(
  name: string,
  plan: Plan,
  parent: pulumi.Resource,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-models`,
    {
      description: "SageMaker models that pull from a private registry",
      vpcId: plan.vpcId,
      ingress: [],
      egress: egressRules(plan, parent),
      tags: plan.tags,
    },
    { parent, customTimeouts: INTERFACE_GROUP_TIMEOUTS },
  );
}

async function egressRules(plan: Plan, parent: pulumi.Resource): Promise<InlineRule[]> {
  const registry = plan.registryHostname.apply(
    guarded((hostname) => `Registry ${hostname}`.slice(0, MAX_DESCRIPTION)),
  );
  const port = plan.registryHostname.apply(guarded(portOf));
  return [
    ...(await egressTo(plan.registry, port, "Registry")).map((rule) => ({ ...rule, description: registry })),
    ...(plan.authorizationServer === undefined
      ? []
      : await egressTo(
          plan.authorizationServer.location,
          plan.authorizationServer.port,
          "Authorization server",
        )),
    ...(plan.lambda === undefined ? [] : await egressToLambda(plan, plan.lambda.location, parent)),
    ...(await itemIfPresent(plan.s3PrefixListId, egressToS3)),
  ];
}

async function egressToLambda(
  plan: Plan,
  location: CheckedLocation,
  parent: pulumi.Resource,
): Promise<InlineRule[]> {
  // No apostrophe: EC2 takes letters, digits, spaces and some punctuation in descriptions, and not that.
  const description = "Lambda API, for credentials of the registry";
  const rules = await egressTo(location, HTTPS, description);
  if (rules.length > 0 || location.clientSecurityGroupIds !== undefined) return rules;
  return egressTo({ ...location, cidrBlocks: vpcCidrBlocks(plan.vpcId, parent) }, HTTPS, description);
}

function egressToS3(prefixListId: pulumi.Output<string>): InlineRule {
  return {
    description: "S3, for layers and model data",
    protocol: "tcp",
    fromPort: HTTPS,
    toPort: HTTPS,
    prefixListIds: [prefixListId],
  };
}

/** Adds the models' group to the groups of registry, authorization server and Lambda endpoint where asked. */
export function admitModels(
  name: string,
  plan: Plan,
  group: aws.ec2.SecurityGroup,
  parent: pulumi.Resource,
): aws.vpc.SecurityGroupIngressRule[] {
  const listeners: [string, CheckedLocation | undefined, pulumi.Input<number>][] = [
    ["registry", plan.registry, plan.registryHostname.apply(guarded(portOf))],
    ["authorization-server", plan.authorizationServer?.location, plan.authorizationServer?.port ?? HTTPS],
    ["lambda", plan.lambda?.location, HTTPS],
  ];
  return listeners.flatMap(([what, location, port]) => {
    if (location?.securityGroupId === undefined || !location.admitModels) return [];
    return [
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-${what}-admits-models`,
        {
          description: "SageMaker models that pull from the private registry",
          // With admitModels it has a value.
          securityGroupId: location.securityGroupId as pulumi.Output<string>,
          referencedSecurityGroupId: group.id,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          tags: plan.tags,
        },
        { parent },
      ),
    ];
  });
}

/** The groups that a model carries. Who uses them waits until their rules are in force. */
export function carriedGroups(
  plan: Plan,
  group: aws.ec2.SecurityGroup,
  admissions: aws.vpc.SecurityGroupIngressRule[],
): pulumi.Output<string[]> {
  const lists = [
    plan.registry.clientSecurityGroupIds,
    plan.authorizationServer?.location.clientSecurityGroupIds,
    plan.lambda?.location.clientSecurityGroupIds,
    plan.securityGroupIds,
  ].map((list) => list ?? []);
  return pulumi.all([group.id, pulumi.all(lists), pulumi.all(admissions.map((rule) => rule.urn))]).apply(
    guarded(([own, others]) => {
      const ids = [...new Set([own, ...others.flat()])];
      const reason = tooManyGroups(ids.length);
      if (reason !== undefined) throw plan.failure("securityGroupIds", reason);
      return ids;
    }),
  );
}

function tooManyGroups(count: number): string | undefined {
  if (count <= MAX_SECURITY_GROUPS) return undefined;
  return (
    `makes ${count} groups with the models' own and the clientSecurityGroupIds, but at most ${MAX_SECURITY_GROUPS} ` +
    `are allowed, because SageMaker allows ${MAX_SECURITY_GROUPS + 1} and the models' network interfaces get one more: ` +
    `leave some out`
  );
}
