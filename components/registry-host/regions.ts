import * as pulumi from "@pulumi/pulumi";
import { parseReference } from "../../registry-client/images/reference";
import { guarded, lookUpPlacement } from "../common";
import type { CheckedArgs } from "./checks";

/** Warns of arguments that do not work everywhere, in the partitions where they may not. */
export function warnOfPartition(args: CheckedArgs, component: pulumi.Resource): void {
  const { image, validationZoneId } = args;
  pulumi.all([lookUpPlacement(component), image]).apply(
    guarded(([{ partition }, reference]) => {
      for (const advice of partitionAdvice(partition, reference, validationZoneId !== undefined))
        void pulumi.log.warn(advice, component);
    }),
  );
}

/** Registries that are outside China, and that many programs name. */
const OUTSIDE_CHINA = ["public.ecr.aws", "docker.io", "ghcr.io", "quay.io"];

/**
 * What a user should know about a partition.
 * @param image the registry's own image
 * @param isValidated whether a certificate is validated in a public zone of Route 53
 */
export function partitionAdvice(partition: string, image: string, isValidated: boolean): string[] {
  const { registry } = parseReference(image);
  return [
    ...(partition === "aws-us-gov" && isValidated ? [GOVCLOUD_ZONES] : []),
    ...(partition === "aws-cn" && OUTSIDE_CHINA.includes(registry) ? [outsideChina(registry)] : []),
  ];
}

const GOVCLOUD_ZONES =
  "validationZoneId must name a public hosted zone of the AWS GovCloud (US) account, where Route 53 has had them since May 2025 " +
  "(https://aws.amazon.com/blogs/networking-and-content-delivery/introducing-amazon-route-53-authoritative-dns-service-for-public-hosted-zones-in-aws-govcloud-us-regions/). " +
  "A zone of a commercial account cannot be reached with credentials of GovCloud: request the certificate yourself, put its record there, and give certificateArn";

const outsideChina = (registry: string): string =>
  `image is pulled from ${registry}, which is outside China (https://docs.aws.amazon.com/general/latest/gr/ecr-public.html): the pull may be slow ` +
  "or fail. Give image one that you have put into ECR in this region, by its digest";
