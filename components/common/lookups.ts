import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import { LOOKUPS } from "./known-lookups";
import { lookUp, lookUpEach } from "./lookup";
import type { Failure } from "./validation";

/** Where a stack is deployed: what ARNs and host names are made of. */
export interface Placement {
  /** The partition, for example `aws` or `aws-cn`. */
  readonly partition: string;
  /** The domain of the partition's services, for example `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** That domain backwards, which begins the names of some partitions' endpoint services, for example `cn.com.amazonaws`. */
  readonly reverseDnsPrefix: string;
  /** The region, for example `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly accountId: string;
}

/** Looks up where a component's provider deploys to. */
export function lookUpPlacement(parent: pulumi.Resource): pulumi.Output<Placement> {
  return pulumi
    .all([
      lookUp(LOOKUPS.partition, {}, parent),
      lookUp(LOOKUPS.region, {}, parent),
      lookUp(LOOKUPS.callerIdentity, {}, parent),
    ])
    .apply(
      guarded(([partition, region, caller]) => ({
        partition: partition.partition,
        dnsSuffix: partition.dnsSuffix,
        reverseDnsPrefix: partition.reverseDnsPrefix,
        region: region.region,
        accountId: caller.accountId,
      })),
    );
}

/**
 * Looks up subnets of a VPC, and passes their ids on once they are found to be what SageMaker wants of them.
 * @param failure makes the error that the deployment (or the preview, where the ids are known) ends with if all are in
 *   one zone; the lookup itself fails on a subnet that is not in the VPC
 */
export function verifySubnets(
  subnetIds: pulumi.Output<string[]>,
  vpcId: pulumi.Output<string>,
  failure: Failure,
  parent: pulumi.Resource,
): pulumi.Output<string[]> {
  return lookUpSubnets(subnetIds, vpcId, parent, ["availabilityZone"]).apply(
    guarded((subnets) => {
      const reason = zoneProblem(subnets);
      if (reason !== undefined) throw failure("subnetIds", reason);
      return subnets.map(({ id }) => id);
    }),
  );
}

/**
 * Looks up subnets of a VPC, and picks the first of each zone: load balancers and interface endpoints refuse a second one.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#availability-zones
 */
export function onePerZone(
  subnetIds: pulumi.Output<string[]>,
  vpcId: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<string[]> {
  return lookUpSubnets(subnetIds, vpcId, parent, ["availabilityZone"]).apply(
    guarded((subnets) => firstOfEachZone(subnets)),
  );
}

/**
 * Looks up subnets of a VPC, and picks the first of each zone in which an endpoint service is offered: EC2 refuses an
 * endpoint in any other zone, and one endpoint serves all zones of its VPC.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
 * @param failure makes the error that the deployment (or the preview, where the ids are known) ends with if the service is
 *   offered in none of them
 */
export function onePerZoneOf(
  service: pulumi.Output<EndpointService>,
  subnetIds: pulumi.Output<string[]>,
  vpcId: pulumi.Output<string>,
  failure: (reason: string) => Error,
  parent: pulumi.Resource,
): pulumi.Output<string[]> {
  return pulumi.all([lookUpSubnets(subnetIds, vpcId, parent, ["availabilityZone"]), service]).apply(
    guarded(([subnets, { serviceName, availabilityZones }]) => {
      const served = subnets.filter(({ availabilityZone }) => availabilityZones.includes(availabilityZone));
      if (served.length > 0) return firstOfEachZone(served);
      const zones = [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))];
      throw failure(
        `the subnets are in ${zones.join(", ")}, where ${serviceName} has no endpoints: add one in ` +
          availabilityZones.join(" or "),
      );
    }),
  );
}

/** Looks up the IPv4 blocks of a VPC: the first, and those that have been associated with it since. */
export function vpcCidrBlocks(vpcId: pulumi.Input<string>, parent: pulumi.Resource): pulumi.Output<string[]> {
  return lookUp(LOOKUPS.vpc, { id: vpcId }, parent, ["cidrBlock", "cidrBlockAssociations"]).apply(
    guarded(({ cidrBlock, cidrBlockAssociations }) => [
      ...new Set([
        cidrBlock,
        ...cidrBlockAssociations.filter(({ state }) => state === "associated").map((each) => each.cidrBlock),
      ]),
    ]),
  );
}

/** A service that VPC endpoints lead to, and the zones in which it offers them. */
export interface EndpointService {
  /** Its full name, for example `com.amazonaws.eu-west-1.lambda`. */
  readonly serviceName: string;
  /** Names of zones, for example `eu-west-1a`. */
  readonly availabilityZones: readonly string[];
}

type Subnet = aws.ec2.GetSubnetResult;

function firstOfEachZone(subnets: readonly Subnet[]): string[] {
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  return subnets.filter((_, index) => zones.indexOf(zones[index] ?? "") === index).map(({ id }) => id);
}

/**
 * Looks up subnets by their ids, in the ids' order.
 * @param vpcId the VPC that they must be in, or undefined where any will do: the lookup fails on a subnet of another VPC
 * @param needed members of the answers that the caller cannot do without
 */
export function lookUpSubnets(
  subnetIds: pulumi.Output<string[]>,
  vpcId: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
  needed: readonly (keyof Subnet & string)[] = [],
): pulumi.Output<Subnet[]> {
  const subnets = pulumi
    .all([subnetIds, vpcId])
    .apply(guarded(([ids, vpc]) => ids.map((id) => ({ id, vpcId: vpc }))));
  return lookUpEach(LOOKUPS.subnet, subnets, parent, needed);
}

/**
 * Says what is wrong with the zones of subnets for models, if anything is: SageMaker wants two subnets in different zones,
 * even for one instance. https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
 */
export function zoneProblem(
  subnets: readonly { readonly id: string; readonly availabilityZone: string }[],
): string | undefined {
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  if (zones.size >= 2) return undefined;
  const ids = subnets.map(({ id }) => id).join(", ");
  return (
    `must be in at least two zones, but ${ids} ${subnets.length === 1 ? "is" : "are all"} in ` +
    `${[...zones].join()}: add a subnet in another zone`
  );
}
