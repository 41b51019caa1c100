import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** The ports that Linux takes for its own ends of connections (ip_local_port_range). */
const EPHEMERAL = [32_768, 60_999] as const;

/**
 * A second layer in addition to the security groups: within the VPC TCP passes, and out of it only to HTTPS, which is S3's, as nothing
 * else has a route. Network ACLs know no prefix lists, so that S3 stands as every address.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function restrictSubnets(
  name: string,
  vpcId: pulumi.Input<string>,
  subnetIds: pulumi.Input<pulumi.Input<string>[]>,
  cidrBlock: string,
  tags: Record<string, string>,
): aws.ec2.NetworkAcl {
  const acl = new aws.ec2.NetworkAcl(name, { vpcId, subnetIds, tags });
  const rule = (
    suffix: string,
    ruleNumber: number,
    egress: boolean,
    block: string,
    [fromPort, toPort]: readonly [number, number],
  ) =>
    new aws.ec2.NetworkAclRule(`${name}-${suffix}`, {
      networkAclId: acl.id,
      ruleNumber,
      egress,
      protocol: "tcp",
      ruleAction: "allow",
      cidrBlock: block,
      fromPort,
      toPort,
    });
  rule("in-from-vpc", 100, false, cidrBlock, [0, 65_535]);
  rule("in-from-s3", 110, false, "0.0.0.0/0", EPHEMERAL);
  rule("out-to-vpc", 100, true, cidrBlock, [0, 65_535]);
  rule("out-to-s3", 110, true, "0.0.0.0/0", [443, 443]);
  return acl;
}
