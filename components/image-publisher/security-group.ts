import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { INTERFACE_GROUP_TIMEOUTS, guarded, itemIfPresent } from "../common";
import type { PublisherPlan } from "./checks";

type InlineRule = aws.types.input.ec2.SecurityGroupEgress;

/** The group of the function's network interfaces. */
export interface PublisherSecurityGroup {
  readonly id: pulumi.Output<string>;
  /** Resolve when the group's rules elsewhere are in force. */
  readonly admissions: pulumi.Output<string>[];
}

const HTTPS = 443;

/**
 * Makes the function's own group: nothing comes in, and only what the publication takes goes out. The way to a registry
 * that admits client groups is the clients' groups' own.
 */
export function createPublisherSecurityGroup(
  name: string,
  plan: PublisherPlan,
  parent: pulumi.Resource,
): PublisherSecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    `${name}-function`,
    {
      description: "Function that publishes images into a private registry",
      vpcId: plan.vpcId,
      ingress: [],
      egress: egressRules(plan),
      tags: plan.common.tags,
    },
    { parent, customTimeouts: INTERFACE_GROUP_TIMEOUTS },
  );
  if (plan.endpointSecurityGroupId === undefined) return { id: group.id, admissions: [] };
  const rule = new aws.vpc.SecurityGroupIngressRule(
    `${name}-endpoints-admit-function`,
    {
      description: "Function that publishes images into a private registry",
      securityGroupId: plan.endpointSecurityGroupId,
      referencedSecurityGroupId: group.id,
      ipProtocol: "tcp",
      fromPort: HTTPS,
      toPort: HTTPS,
      tags: plan.common.tags,
    },
    { parent },
  );
  return { id: group.id, admissions: [rule.urn] };
}

async function egressRules(plan: PublisherPlan): Promise<InlineRule[]> {
  const toS3 = await itemIfPresent(plan.s3PrefixListId, (prefixListId) => ({
    ...tcp(HTTPS, "S3, for the archives"),
    prefixListIds: [prefixListId],
  }));
  return [...toRegistry(plan), ...toEndpoints(plan), ...toS3, ...toInternet(plan)];
}

function toRegistry({ registryCidrBlocks, address }: PublisherPlan): InlineRule[] {
  if (registryCidrBlocks === undefined) return [];
  const port = address.apply(guarded((known) => known.port));
  const isIpv6 = (block: string): boolean => block.includes(":");
  return [
    {
      ...tcp(port, "Registry, for pushes"),
      cidrBlocks: registryCidrBlocks.apply(guarded((blocks) => blocks.filter((block) => !isIpv6(block)))),
      ipv6CidrBlocks: registryCidrBlocks.apply(guarded((blocks) => blocks.filter(isIpv6))),
    },
  ];
}

function toEndpoints({ endpointSecurityGroupId }: PublisherPlan): InlineRule[] {
  if (endpointSecurityGroupId === undefined) return [];
  return [
    { ...tcp(HTTPS, "Secrets Manager, for the credentials"), securityGroups: [endpointSecurityGroupId] },
  ];
}

function toInternet({ internetEgress }: PublisherPlan): InlineRule[] {
  if (!internetEgress) return [];
  const rule = tcp(HTTPS, "Services of AWS, and a registry, on the internet");
  return [{ ...rule, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }];
}

function tcp(port: pulumi.Input<number>, description: string) {
  return { description, protocol: "tcp", fromPort: port, toPort: port };
}
