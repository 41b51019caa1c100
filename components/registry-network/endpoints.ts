import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LOOKUPS, lookUp, type Placement, guarded } from "../common";
import { LambdaRouteKind } from "./lambda-route";
import { defaultInterfacePolicy, defaultS3Policy, hasOwnDefault, type PolicyScope } from "./default-policies";
import type { Vpc } from "./vpc";

/** The interface endpoints that a registry host needs in a VPC without a route to the internet. */
export const CLOSED_VPC_SERVICES = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] as const;

const HTTPS = 443;

/** What the endpoints of one network share. */
export interface EndpointContext {
  readonly name: string;
  readonly vpc: Vpc;
  readonly placement: pulumi.Output<Placement>;
  /** Whether the VPC is a new one without a route to the internet. */
  readonly isClosed: boolean;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  readonly parent: pulumi.Resource;
}

/**
 * A group of interface endpoints made here. It has no rules of its own: each component that needs an endpoint adds one for
 * its own group.
 */
function createEndpointGroup(
  suffix: string,
  { name, vpc, tags, parent }: EndpointContext,
  aliases: pulumi.Alias[] = [],
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-${suffix}`,
    {
      description: "Interface endpoints: admits the groups that are let in by a rule of their own",
      vpcId: vpc.vpcId,
      tags,
    },
    { parent, aliases },
  );
}

/** The group of all interface endpoints made here but Lambda's. */
export function createEndpointSecurityGroup(context: EndpointContext): aws.ec2.SecurityGroup {
  return createEndpointGroup("endpoints", context);
}

/**
 * The group of the endpoint for Lambda: models are admitted there, and at no other endpoint.
 * @param isAlone whether there are no other endpoints, whose group Lambda's had in earlier versions
 */
export function createLambdaSecurityGroup(context: EndpointContext, isAlone: boolean): aws.ec2.SecurityGroup {
  const before = { name: `${context.name}-endpoints` };
  return createEndpointGroup("lambda-endpoint", context, isAlone ? [before] : []);
}

/** Who else may use the endpoints made here, in addition to the groups that are let in one by one. */
export interface OtherCallers {
  readonly cidrBlocks: pulumi.Output<string[]>;
  readonly securityGroupIds: pulumi.Output<string[]>;
}

/**
 * A second group of the endpoints, which admits all others at once: with private DNS the service's name leads to the
 * endpoint for everyone in the VPC, and whoever is not admitted is cut off from the service.
 */
export function createOtherCallersSecurityGroup(
  { name, vpc, tags, parent }: EndpointContext,
  callers: OtherCallers,
): aws.ec2.SecurityGroup {
  const isIpv6 = (block: string) => block.includes(":");
  return new aws.ec2.SecurityGroup(
    `${name}-other-callers`,
    {
      description: "Interface endpoints: admits the other callers in the VPC",
      vpcId: vpc.vpcId,
      ingress: [
        {
          description: "HTTPS",
          protocol: "tcp",
          fromPort: HTTPS,
          toPort: HTTPS,
          cidrBlocks: callers.cidrBlocks.apply(guarded((blocks) => blocks.filter((block) => !isIpv6(block)))),
          ipv6CidrBlocks: callers.cidrBlocks.apply(guarded((blocks) => blocks.filter(isIpv6))),
          securityGroups: callers.securityGroupIds,
        },
      ],
      egress: [],
      tags,
    },
    { parent },
  );
}

/** What differs between the interface endpoints of a network. */
export interface InterfaceEndpoint {
  /** The end of the endpoint service's name, such as `ecr.api`. */
  readonly service: string;
  readonly securityGroupIds: pulumi.Input<string>[];
  readonly privateDnsEnabled: boolean;
  /** The user's own policy; the default one of the service without it. */
  readonly policy: pulumi.Output<string> | undefined;
}

/** Makes an interface endpoint in every zone of the network in which the service offers them. */
export function createInterfaceEndpoint(
  context: EndpointContext,
  { service, securityGroupIds, privateDnsEnabled, policy }: InterfaceEndpoint,
): aws.ec2.VpcEndpoint {
  const { name, vpc, tags, parent } = context;
  const found = lookUpService(context, service, "Interface");
  const chosen =
    policy ??
    scopeOf(context).apply(guarded((scope) => JSON.stringify(defaultInterfacePolicy(service, scope))));
  return new aws.ec2.VpcEndpoint(
    `${name}-${service.replaceAll(".", "-")}`,
    {
      vpcId: privateDnsEnabled ? vpc.vpcIdWithPrivateDns() : vpc.vpcId,
      serviceName: found.serviceName,
      vpcEndpointType: "Interface",
      privateDnsEnabled,
      subnetIds: vpc.endpointSubnetIds(found),
      securityGroupIds,
      policy: policy ?? (hasOwnDefault(service) ? chosen : whereSupported(found, chosen)),
      tags,
    },
    { parent },
  );
}

/** A default policy, or none for a service whose endpoints take none: EC2 refuses to make them with one. */
function whereSupported(
  found: pulumi.Output<aws.ec2.GetVpcEndpointServiceResult>,
  policy: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi
    .all([found.vpcEndpointPolicySupported, policy])
    .apply(
      guarded(([isSupported, text]) => (isSupported === false ? undefined : text)),
    ) as pulumi.Output<string>;
}

function scopeOf({ placement, isClosed }: EndpointContext): pulumi.Output<PolicyScope> {
  return placement.apply(guarded((where) => ({ ...where, isClosed })));
}

/** The policy of the gateway endpoint for S3. */
export interface S3EndpointPolicy {
  /** The user's own policy; the default one without it. */
  readonly policy: pulumi.Output<string> | undefined;
  /** Buckets of other accounts that the default policy lets pass. */
  readonly bucketNames: pulumi.Output<string[]> | undefined;
}

/** Makes the gateway endpoint through which S3 is reached: it costs nothing. */
export function createS3Endpoint(
  context: EndpointContext,
  { policy, bucketNames }: S3EndpointPolicy,
): aws.ec2.VpcEndpoint {
  const { name, vpc, tags, parent } = context;
  return new aws.ec2.VpcEndpoint(
    `${name}-s3`,
    {
      vpcId: vpc.vpcId,
      serviceName: lookUpService(context, "s3", "Gateway").serviceName,
      vpcEndpointType: "Gateway",
      routeTableIds: vpc.routeTableIds(),
      policy:
        policy ??
        pulumi
          .all([scopeOf(context), bucketNames ?? []])
          .apply(guarded(([scope, names]) => JSON.stringify(defaultS3Policy(scope, names)))),
      tags,
    },
    { parent },
  );
}

/** Maps the name of the Lambda API to an endpoint in a private zone of just that name. */
function createLambdaZone(
  { name, vpc, tags, parent }: EndpointContext,
  hostname: pulumi.Output<string>,
  endpoint: aws.ec2.VpcEndpoint,
): aws.route53.Record {
  const zone = new aws.route53.Zone(
    `${name}-lambda-zone`,
    {
      name: hostname,
      comment: "Leads the name of the Lambda API to the VPC's interface endpoint",
      vpcs: [{ vpcId: vpc.vpcIdWithPrivateDns() }],
      tags,
    },
    { parent },
  );
  const target = dnsTarget(endpoint);
  return new aws.route53.Record(
    `${name}-lambda-record`,
    {
      zoneId: zone.zoneId,
      name: hostname,
      type: "A",
      aliases: [{ name: target.dnsName, zoneId: target.hostedZoneId, evaluateTargetHealth: false }],
    },
    { parent },
  );
}

/** The Lambda endpoint of a network, made or adopted. */
export interface LambdaEndpoint {
  readonly id: pulumi.Output<string>;
  readonly dnsName: pulumi.Output<string>;
  /** The endpoint's security groups. */
  readonly securityGroupIds: pulumi.Output<string[]>;
}

/** Looks up an endpoint that the VPC has. */
export function adoptLambdaEndpoint(
  { vpc, parent }: EndpointContext,
  { endpointId }: { readonly endpointId: pulumi.Output<string> | undefined },
): LambdaEndpoint | undefined {
  if (endpointId === undefined) return undefined;
  const endpoint = lookUp(LOOKUPS.vpcEndpoint, { id: endpointId, vpcId: vpc.vpcId }, parent, [
    "dnsEntries",
    "securityGroupIds",
  ]);
  return {
    id: endpointId,
    dnsName: endpoint.dnsEntries.apply(guarded(([entry]) => entry?.dnsName ?? "")),
    securityGroupIds: endpoint.securityGroupIds,
  };
}

/** Makes the endpoint for Lambda that a kind of route asks for, and what leads its name there. */
export function createLambdaEndpoint(
  context: EndpointContext,
  {
    kind,
    endpointPolicyJson: policy,
  }: { readonly kind: LambdaRouteKind; readonly endpointPolicyJson: pulumi.Output<string> | undefined },
  hostname: pulumi.Output<string>,
  group: aws.ec2.SecurityGroup,
  otherGroupIds: pulumi.Input<string>[],
): LambdaEndpoint {
  const endpoint = createInterfaceEndpoint(context, {
    service: "lambda",
    securityGroupIds: [group.id, ...otherGroupIds],
    privateDnsEnabled: kind === LambdaRouteKind.Create,
    policy,
  });
  // Who waits for the endpoint's id waits for the name as well.
  const mapped =
    kind === LambdaRouteKind.PrivateZone ? createLambdaZone(context, hostname, endpoint).fqdn : undefined;
  return {
    id: pulumi.all([endpoint.id, mapped]).apply(guarded(([id]) => id)),
    dnsName: dnsTarget(endpoint).dnsName,
    securityGroupIds: group.id.apply(guarded((id) => [id])),
  };
}

/** The regional name of an endpoint, which resolves to its addresses in every zone. */
function dnsTarget(endpoint: aws.ec2.VpcEndpoint): pulumi.Output<{ dnsName: string; hostedZoneId: string }> {
  return endpoint.dnsEntries.apply(
    guarded(([entry]) => ({
      dnsName: entry?.dnsName ?? "",
      hostedZoneId: entry?.hostedZoneId ?? "",
    })),
  );
}

/**
 * Asks EC2 for a service: some partitions put their own prefix before its name, some zones do not offer it, and a service
 * that the region lacks is an error at preview already.
 */
function lookUpService(
  { placement, parent }: EndpointContext,
  service: string,
  serviceType: "Gateway" | "Interface",
): pulumi.Output<aws.ec2.GetVpcEndpointServiceResult> {
  const candidates = placement.apply(
    guarded(({ region, reverseDnsPrefix }) => [
      ...new Set([`com.amazonaws.${region}.${service}`, `${reverseDnsPrefix}.${region}.${service}`]),
    ]),
  );
  return lookUp(
    LOOKUPS.vpcEndpointService,
    { serviceType, filters: candidates.apply(guarded((values) => [{ name: "service-name", values }])) },
    parent,
    ["serviceName", "availabilityZones"],
  );
}
