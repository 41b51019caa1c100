import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Failure } from "./validation";

/**
 * Looks up a VPC, and passes its id on once it is found that names in private zones, and those of interface endpoints,
 * resolve in it. https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
 * @param failure makes the error that the deployment (or the preview, where the id is known) ends with, of the DNS
 *   attributes that are off
 */
export function verifyPrivateDns(
  vpcId: pulumi.Input<string>,
  failure: Failure,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  return aws.ec2.getVpcOutput({ id: vpcId }, { parent }).apply((vpc) => {
    const missing = (["enableDnsSupport", "enableDnsHostnames"] as const).filter(
      (attribute) => !vpc[attribute],
    );
    if (missing.length === 0) return vpc.id;
    throw failure(
      "vpcId",
      `is ${vpc.id}, in which private DNS does not work: switch ${missing.join(" and ")} on for the VPC`,
    );
  });
}
