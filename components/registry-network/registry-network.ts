import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, lookUpPlacement, guarded } from "../common";
import {
  adoptLambdaEndpoint,
  createEndpointSecurityGroup,
  createInterfaceEndpoint,
  createLambdaEndpoint,
  createLambdaSecurityGroup,
  createOtherCallersSecurityGroup,
  createS3Endpoint,
  type EndpointContext,
} from "./endpoints";
import { ROUTES_WITH_NEW_ENDPOINT, type LambdaRouteKind } from "./lambda-route";
import { validate, type Plan } from "./checks";
import { adoptVpc, closeDefaultGroup, createVpc, InternetAccess } from "./vpc";
import type { RegistryNetworkArgs } from "./args";

/**
 * The network of models that pull from a private registry, once per VPC: a new VPC, closed by default, with the endpoints it
 * needs, or a VPC that exists, in which nothing is made unless requested.
 */
export class RegistryNetwork extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets for models, registry and endpoints, in at least two zones. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** CIDR blocks of the VPC. */
  readonly vpcCidrBlocks: pulumi.Output<string[]>;
  /** Id of the security group of the interface endpoints made here, without Lambda's, for rules that admit others; absent where none is made. */
  readonly endpointSecurityGroupId: pulumi.Output<string | undefined>;
  /** How the name of the Lambda API leads to Lambda. */
  readonly lambdaRouteKind: pulumi.Output<LambdaRouteKind>;
  /** The name of the Lambda API that must lead there, for example `lambda.eu-west-1.amazonaws.com`. */
  readonly lambdaHostname: pulumi.Output<string>;
  /** Id of the interface endpoint for Lambda, made or adopted; absent with the route `Provided`. */
  readonly lambdaEndpointId: pulumi.Output<string | undefined>;
  /** DNS name of that endpoint, to which a DNS of another provider maps `lambdaHostname`; absent with `Provided`. */
  readonly lambdaEndpointDnsName: pulumi.Output<string | undefined>;
  /** Id of a security group of that endpoint, for a rule that admits the models' group; absent with `Provided`. */
  readonly lambdaEndpointSecurityGroupId: pulumi.Output<string | undefined>;
  /** Id of the gateway endpoint for S3; absent where none is made. */
  readonly s3EndpointId: pulumi.Output<string | undefined>;
  /** Id of the managed prefix list of S3's addresses, for rules; absent where no gateway endpoint is made. */
  readonly s3PrefixListId: pulumi.Output<string | undefined>;

  constructor(name: string, args: RegistryNetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const plan = checkedArguments(validate, name, args);
    super("sagemaker-private-registry:index:RegistryNetwork", name, {}, opts);

    const placement = lookUpPlacement(this);
    const vpc =
      plan.vpcId === undefined || plan.subnetIds === undefined
        ? createVpc(name, { ...plan.newVpc, tags: plan.tags }, plan.failure, this)
        : adoptVpc(plan.vpcId, plan.subnetIds, plan.routeTableIds, plan.failure, this);
    const isClosed = !plan.adopted && plan.newVpc.internetAccess === InternetAccess.None;
    const context: EndpointContext = { name, vpc, placement, isClosed, tags: plan.tags, parent: this };
    if (!plan.adopted) closeDefaultGroup(context);
    const hostname = placement.apply(guarded(({ region, dnsSuffix }) => `lambda.${region}.${dnsSuffix}`));

    const madeHere = ROUTES_WITH_NEW_ENDPOINT.includes(plan.lambdaRoute.kind);
    const hasOthers = plan.services.length > 0;
    const group = hasOthers ? createEndpointSecurityGroup(context) : undefined;
    const lambdaGroup = madeHere ? createLambdaSecurityGroup(context, !hasOthers) : undefined;
    const otherGroupIds = (group ?? lambdaGroup) ? otherCallers(context, plan) : [];
    const lambda =
      lambdaGroup === undefined
        ? adoptLambdaEndpoint(context, plan.lambdaRoute)
        : createLambdaEndpoint(context, plan.lambdaRoute, hostname, lambdaGroup, otherGroupIds);
    for (const service of plan.services) {
      createInterfaceEndpoint(context, {
        service,
        securityGroupIds: [...(group === undefined ? [] : [group.id]), ...otherGroupIds],
        privateDnsEnabled: true,
        policy: plan.interfaceEndpointPolicyJson[service],
      });
    }
    const s3 = plan.s3Endpoint ? createS3Endpoint(context, plan.s3Policy) : undefined;

    this.vpcId = vpc.vpcId;
    this.subnetIds = vpc.subnetIds;
    this.vpcCidrBlocks = vpc.cidrBlocks;
    this.endpointSecurityGroupId = pulumi.output(group?.id);
    this.lambdaRouteKind = pulumi.output(plan.lambdaRoute.kind);
    this.lambdaHostname = hostname;
    this.lambdaEndpointId = pulumi.output(lambda?.id);
    this.lambdaEndpointDnsName = pulumi.output(lambda?.dnsName);
    this.lambdaEndpointSecurityGroupId = pulumi.output(lambda?.securityGroupIds.apply(guarded(([id]) => id)));
    this.s3EndpointId = pulumi.output(s3?.id);
    this.s3PrefixListId = pulumi.output(s3?.prefixListId);
    this.registerOutputs({
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      vpcCidrBlocks: this.vpcCidrBlocks,
      endpointSecurityGroupId: this.endpointSecurityGroupId,
      lambdaRouteKind: this.lambdaRouteKind,
      lambdaHostname: this.lambdaHostname,
      lambdaEndpointId: this.lambdaEndpointId,
      lambdaEndpointDnsName: this.lambdaEndpointDnsName,
      lambdaEndpointSecurityGroupId: this.lambdaEndpointSecurityGroupId,
      s3EndpointId: this.s3EndpointId,
      s3PrefixListId: this.s3PrefixListId,
    });
  }
}

/** The group of the endpoints that admits the other callers, where there are any to admit. */
function otherCallers(context: EndpointContext, { adopted, lambdaRoute }: Plan): pulumi.Output<string>[] {
  const { admittedCidrBlocks, admittedSecurityGroupIds } = lambdaRoute;
  // With private DNS the endpoint takes over the name for the whole VPC, which in an adopted one has others in it.
  if (!adopted && admittedCidrBlocks === undefined && admittedSecurityGroupIds === undefined) return [];
  const cidrBlocks = pulumi
    .all([adopted ? context.vpc.cidrBlocks : [], admittedCidrBlocks ?? []])
    .apply(guarded(([own, admitted]) => [...new Set([...own, ...admitted])]));
  const securityGroupIds = pulumi.output(admittedSecurityGroupIds ?? []);
  return [createOtherCallersSecurityGroup(context, { cidrBlocks, securityGroupIds }).id];
}
