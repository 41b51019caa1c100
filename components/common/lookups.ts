import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where a stack is deployed: what ARNs and host names are made of. */
export interface Placement {
  /** The partition, as `aws` or `aws-cn`. */
  readonly partition: string;
  /** The domain of the partition's services, as `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** The region, as `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly accountId: string;
}

/** Looks up where a component's provider deploys to. */
export function lookUpPlacement(parent: pulumi.Resource): pulumi.Output<Placement> {
  const options = { parent };
  return pulumi
    .all([
      aws.getPartitionOutput({}, options),
      aws.getRegionOutput({}, options),
      aws.getCallerIdentityOutput({}, options),
    ])
    .apply(([partition, region, caller]) => ({
      partition: partition.partition,
      dnsSuffix: partition.dnsSuffix,
      region: region.region,
      accountId: caller.accountId,
    }));
}
