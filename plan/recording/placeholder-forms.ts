import { UNKNOWN_BLOCK } from "../network/cidr-blocks";
import { arn, digest, type RecordedAccount } from "./aws-outputs";

type Inputs = Readonly<Record<string, unknown>>;

/** The prefixes of the ids that lookups answer with, by the lookup's name without `get`. */
const ID_PREFIXES: Readonly<Record<string, string>> = {
  Ami: "ami",
  Eip: "eipalloc",
  Instance: "i",
  InternetGateway: "igw",
  LaunchTemplate: "lt",
  ManagedPrefixList: "pl",
  NatGateway: "nat",
  NetworkAcl: "acl",
  NetworkInterface: "eni",
  PrefixList: "pl",
  RouteTable: "rtb",
  SecurityGroup: "sg",
  Subnet: "subnet",
  TransitGateway: "tgw",
  Vpc: "vpc",
  VpcEndpoint: "vpce",
  VpcPeeringConnection: "pcx",
};

/** The same by the property that refers to something else. */
const PROPERTY_PREFIXES: Readonly<Record<string, string>> = {
  mainRouteTableId: "rtb",
  networkInterfaceId: "eni",
  prefixListId: "pl",
  routeTableId: "rtb",
  securityGroupId: "sg",
  subnetId: "subnet",
  transitGatewayId: "tgw",
  vpcId: "vpc",
};

/** The ARNs that lookups answer with: the service, and the resource with `*` for what is unknown. */
const ARNS: Readonly<Record<string, readonly [string, string]>> = {
  "acm/getCertificate": ["acm", "certificate/*"],
  "dynamodb/getTable": ["dynamodb", "table/*"],
  "ecr/getRepository": ["ecr", "repository/*"],
  "ecs/getCluster": ["ecs", "cluster/*"],
  "ecs/getTaskDefinition": ["ecs", "task-definition/*:1"],
  "efs/getFileSystem": ["elasticfilesystem", "file-system/*"],
  "kms/getAlias": ["kms", "alias/*"],
  "kms/getKey": ["kms", "key/*"],
  "lambda/getFunction": ["lambda", "function:*"],
  "lb/getListener": ["elasticloadbalancing", "listener/app/*/1/1"],
  "lb/getLoadBalancer": ["elasticloadbalancing", "loadbalancer/app/*/1"],
  "lb/getTargetGroup": ["elasticloadbalancing", "targetgroup/*/1"],
  "cloudwatch/getLogGroup": ["logs", "log-group:*"],
  "secretsmanager/getSecret": ["secretsmanager", "secret:*-abcdef"],
  "secretsmanager/getSecretVersion": ["secretsmanager", "secret:*-abcdef"],
  "sns/getTopic": ["sns", "*"],
  "sqs/getQueue": ["sqs", "*"],
  "ssm/getParameter": ["ssm", "parameter/*"],
};

const UNKNOWN = "not-known";

/**
 * A text of the right form in the place of what a lookup would answer: an id, an ARN, a Region. It holds `not-known`, so that
 * nothing else has it.
 * @returns `undefined` where a property has no form of its own
 */
export function formOf(
  token: string,
  property: string,
  inputs: Inputs,
  account: RecordedAccount,
): string | undefined {
  const [, module = "", name = ""] = /^[\w-]+:([\w-]+)\/\w+:(\w+)$/.exec(token) ?? [];
  const own = `${UNKNOWN}-${digest(`${token} ${JSON.stringify(inputs)}`).slice(0, 8)}`;
  if (property === "region") return account.region;
  if (/cidrBlocks?$/i.test(property)) return unknownBlock(name, own);
  const kind = name.replace(/^get/, "");
  const prefix =
    property === "id" || property === "ids"
      ? (ID_PREFIXES[kind] ?? ID_PREFIXES[kind.replace(/s$/, "")])
      : PROPERTY_PREFIXES[property.replace(/s$/, "")];
  if (prefix !== undefined) return `${prefix}-${own}`;
  if (property === "targetKeyArn") return arn(account, "kms", `key/${own}`);
  const form = ARNS[`${module.replace("alb", "lb")}/${name}`];
  if (!["arn", "secretArn", "invokeArn", "qualifiedArn"].includes(property)) return undefined;
  if (property === "arn" || property === "secretArn") {
    if (module === "iam") {
      return `arn:${account.partition}:iam::${account.accountId}:${kind.toLowerCase()}/${nameIn(inputs) ?? own}`;
    }
    if (module === "s3") return `arn:${account.partition}:s3:::${nameIn(inputs) ?? own}`;
    if (form !== undefined) {
      const [service, resource] = form;
      return arn(account, service, resource.replace("*", named(service, inputs) ?? own));
    }
    return arn(account, module, `${kind.toLowerCase()}/${own}`);
  }
  return form === undefined ? undefined : arn(account, form[0], form[1].replace("*", own));
}

/** A CIDR block that no VPC has: all of the placeholder for a VPC, a part of it for what is in one. */
function unknownBlock(lookup: string, own: string): string {
  return lookup === "getVpc" ? UNKNOWN_BLOCK : `240.0.${parseInt(own.slice(-2), 16)}.0/24`;
}

/** The name by which something is looked up, where its ARN has it. */
function named(service: string, inputs: Inputs): string | undefined {
  if (["acm", "elasticloadbalancing"].includes(service)) return undefined;
  const name = nameIn(inputs);
  if (service === "kms") return name?.startsWith("alias/") === true ? name.slice("alias/".length) : undefined;
  return name?.startsWith("arn:") === true ? undefined : name?.replace(/^\//, "");
}

function nameIn(inputs: Inputs): string | undefined {
  const found = ["name", "functionName", "bucket", "clusterName", "repositoryName", "secretId"].find(
    (key) => typeof inputs[key] === "string",
  );
  return found === undefined ? undefined : String(inputs[found]);
}
