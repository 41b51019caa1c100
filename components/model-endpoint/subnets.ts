import type * as pulumi from "@pulumi/pulumi";
import { lookUpSubnets, type Zone, guarded } from "../common";

/** A subnet of the models, as EC2 describes it. */
export interface ModelSubnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: Zone;
  /** The number of IPv4 addresses that are free in it. */
  readonly availableIpAddressCount: number;
}

/** The subnets of the models, looked up: unknown at a preview that has yet to create them. */
export function lookUpModelSubnets(
  subnetIds: pulumi.Output<string[]>,
  parent: pulumi.Resource,
): pulumi.Output<ModelSubnet[]> {
  return lookUpSubnets(subnetIds, undefined, parent).apply(
    guarded((subnets) =>
      subnets.map(({ id, vpcId, availabilityZone, availabilityZoneId, availableIpAddressCount }) => ({
        id,
        vpcId,
        zone: { name: availabilityZone, id: availabilityZoneId },
        availableIpAddressCount,
      })),
    ),
  );
}

/** The VPC that the models' subnets are in. */
export function vpcIdOf(subnets: pulumi.Output<ModelSubnet[]>): pulumi.Output<string> {
  return subnets.apply(guarded(([first]) => first?.vpcId ?? ""));
}
