import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { verifyPrivateDns, guarded } from "../common";
import type { CheckedArgs } from "./checks";
import { protectOptions, PASSING } from "./protect-options";

/**
 * The certificate that the load balancer shows: the one given, or a public one that ACM renews for as long as the
 * validation record stays. The output resolves when the certificate is issued.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function createCertificate(
  name: string,
  args: CheckedArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { validationZoneId, certificateArn } = args;
  if (certificateArn !== undefined) return certificateArn;
  // Its listeners depend on it, and are given another one in place.
  const options = { parent, ...PASSING };
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    { domainName: args.domainName, validationMethod: "DNS", tags: args.common.tags },
    options,
  );
  const expected = certificate.domainValidationOptions.apply(
    guarded(([first]) => {
      if (first === undefined) throw new Error("ACM names no record to validate the certificate by");
      return first;
    }),
  );
  const record = new aws.route53.Record(
    `${name}-certificate-validation`,
    {
      zoneId: validationZoneId ?? "",
      name: expected.resourceRecordName,
      type: expected.resourceRecordType,
      records: [expected.resourceRecordValue],
      ttl: 300,
      // Every certificate of an account for the same name is validated by the same record.
      allowOverwrite: true,
    },
    options,
  );
  return new aws.acm.CertificateValidation(
    `${name}-certificate`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    options,
  ).certificateArn;
}

/** The registry's name in the VPC. */
export interface PrivateName {
  readonly zoneId: pulumi.Output<string>;
  readonly record: aws.route53.Record;
}

/**
 * Gives the load balancer the registry's name, in the zone given or in one for that name alone: a private zone hides
 * every public name below its own.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function createPrivateName(
  name: string,
  args: CheckedArgs,
  loadBalancer: aws.lb.LoadBalancer,
  parent: pulumi.Resource,
): PrivateName {
  const zoneId = args.privateZoneId ?? createZone(name, args, parent);
  const record = new aws.route53.Record(
    `${name}-record`,
    {
      zoneId,
      name: args.domainName,
      type: "A",
      aliases: [{ name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: false }],
    },
    { parent, ...protectOptions(args) },
  );
  return { zoneId, record };
}

function createZone(name: string, args: CheckedArgs, parent: pulumi.Resource): pulumi.Output<string> {
  return new aws.route53.Zone(
    `${name}-zone`,
    {
      name: args.domainName,
      comment: "Name of the private registry",
      vpcs: [{ vpcId: verifyPrivateDns(args.vpcId, args.failure, parent) }],
      tags: args.common.tags,
    },
    // Other VPCs join by associations of their own.
    { parent, ignoreChanges: ["vpcs"], ...protectOptions(args) },
  ).zoneId;
}
