import type { RecordedResource } from "../graph";
import { fields, list, text } from "../values";
import { factResource } from "./fact";
import { optional, textOf, type Item } from "./response-items";

/** Answers of AWS's command line that answer a program's lookups, and are no evidence for a requirement. */
export interface LookupAnswers {
  readonly command: string;
  /** The fields that an item cannot do without, as texts. */
  readonly required: readonly string[];
  read(item: Item): readonly RecordedResource[];
}

/** A resource that is found by its outputs. */
const found = (type: string, id: string, outputs: Item): RecordedResource => {
  const resource = factResource(type, id, {});
  return { ...resource, outputs: { id, ...outputs } };
};

const secret = (item: Item): readonly RecordedResource[] => [
  found("aws:secretsmanager/secret:Secret", textOf(item, "ARN"), {
    arn: item.ARN,
    name: item.Name,
    kmsKeyId: text(item.KmsKeyId) ?? "",
  }),
];

const parameter = (item: Item): readonly RecordedResource[] => [
  found("aws:ssm/parameter:Parameter", textOf(item, "Name"), {
    name: item.Name,
    value: item.Value,
    ...optional("type", item.Type),
    ...optional("arn", item.ARN),
  }),
];

const role = (item: Item): readonly RecordedResource[] => [
  found("aws:iam/role:Role", textOf(item, "RoleName"), {
    name: item.RoleName,
    arn: item.Arn,
    ...optional("path", item.Path),
    assumeRolePolicy: JSON.stringify(fields(item.AssumeRolePolicyDocument)),
    ...optional("permissionsBoundary", fields(item.PermissionsBoundary).PermissionsBoundaryArn),
  }),
];

/** By the field that holds the items, or the one item. */
export const LOOKUP_ANSWERS: Readonly<Record<string, LookupAnswers>> = {
  Aliases: {
    command: "aws kms list-aliases",
    required: ["AliasName", "AliasArn"],
    read: (item) => {
      const { AliasName: name, AliasArn: arn, TargetKeyId: targetKeyId } = item;
      // AWS's own aliases have a key only once it is used.
      if (typeof targetKeyId !== "string") return [];
      const targetKeyArn = textOf(item, "AliasArn").replace(/:alias\/.*$/, `:key/${targetKeyId}`);
      return [
        found("aws:kms/alias:Alias", textOf(item, "AliasName"), { name, arn, targetKeyId, targetKeyArn }),
        found("aws:kms/key:Key", textOf(item, "AliasName"), {
          keyId: targetKeyId,
          arn: targetKeyArn,
          alias: name,
        }),
      ];
    },
  },
  KeyMetadata: {
    command: "aws kms describe-key",
    required: ["KeyId", "Arn"],
    read: (item) => [found("aws:kms/key:Key", textOf(item, "KeyId"), { keyId: item.KeyId, arn: item.Arn })],
  },
  LoadBalancers: {
    command: "aws elbv2 describe-load-balancers",
    required: ["LoadBalancerArn", "DNSName"],
    read: (item) => [
      found("aws:lb/loadBalancer:LoadBalancer", textOf(item, "LoadBalancerArn"), {
        arn: item.LoadBalancerArn,
        name: item.LoadBalancerName,
        dnsName: item.DNSName,
        ...optional("zoneId", item.CanonicalHostedZoneId),
        ...optional("vpcId", item.VpcId),
        ...optional("loadBalancerType", item.Type),
        internal: item.Scheme === "internal",
        ...optional("securityGroups", item.SecurityGroups),
        subnets: list(item.AvailabilityZones).map(({ SubnetId }) => SubnetId),
      }),
    ],
  },
  HostedZones: {
    command: "aws route53 list-hosted-zones",
    required: ["Id", "Name"],
    read: (item) => {
      const id = textOf(item, "Id").replace(/^\/hostedzone\//, "");
      const isPrivate = fields(item.Config).PrivateZone === true;
      return [
        found("aws:route53/zone:Zone", id, {
          zoneId: id,
          name: textOf(item, "Name").replace(/\.$/, ""),
          ...(isPrivate ? { vpcs: [] } : {}),
        }),
      ];
    },
  },
  Parameter: { command: "aws ssm get-parameter", required: ["Name", "Value"], read: parameter },
  Parameters: { command: "aws ssm get-parameters", required: ["Name", "Value"], read: parameter },
  Role: { command: "aws iam get-role", required: ["RoleName", "Arn"], read: role },
  Roles: { command: "aws iam list-roles", required: ["RoleName", "Arn"], read: role },
  SecretList: { command: "aws secretsmanager list-secrets", required: ["ARN", "Name"], read: secret },
};
