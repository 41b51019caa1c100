import type * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import { LOOKUPS } from "./known-lookups";
import { lookUp } from "./lookup";
import type { Failure } from "./validation";

const DNS_ATTRIBUTES = ["enableDnsSupport", "enableDnsHostnames"] as const;

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
  return lookUp(LOOKUPS.vpc, { id: vpcId }, parent, DNS_ATTRIBUTES).apply(
    guarded((vpc) => {
      const missing = DNS_ATTRIBUTES.filter((attribute) => !vpc[attribute]);
      if (missing.length === 0) return vpc.id;
      throw failure(
        "vpcId",
        `is ${vpc.id}, in which private DNS does not work: switch ${missing.join(" and ")} on for the VPC`,
      );
    }),
  );
}
