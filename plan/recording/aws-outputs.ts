import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { createHash } from "node:crypto";
import { privateAddress, publicAddress } from "./placeholder-addresses";

/** The made-up AWS account that a program is recorded in. */
export interface RecordedAccount {
  readonly partition: string;
  readonly dnsSuffix: string;
  readonly region: string;
  readonly accountId: string;
}

type Outputs = Record<string, unknown>;
type Shape = (resource: Named, account: RecordedAccount) => Outputs;

interface Named {
  readonly args: MockResourceArgs;
  /** The physical name: the one given, or one as Pulumi would make it. */
  readonly name: string;
  /** Hexadecimal digits that are the same in every run. */
  readonly hash: string;
}

/**
 * The outputs that a provider would answer with: the inputs, and what AWS adds to them (ids, ARNs, names, host names).
 * They are the same in every run.
 * @param salt sets apart what has the same type and name
 */
export function awsOutputs(
  args: MockResourceArgs,
  account: RecordedAccount,
  salt?: string,
): Outputs & { id: string } {
  const inputs = args.inputs as Outputs;
  const hash = digest(salt ?? `${args.type} ${args.name}`);
  const given = inputs.name ?? (typeof inputs.namePrefix === "string" ? inputs.namePrefix + hash : undefined);
  const name = typeof given === "string" ? given : `${args.name}-${hash.slice(0, 7)}`;
  const service = /^aws:([^/:]+)/.exec(args.type)?.[1];
  const kind = args.type.split(":").pop() ?? "";
  const common =
    service === undefined
      ? {}
      : { arn: arn(account, service, `${kind.toLowerCase()}/${name}`), region: account.region };
  const shape = SHAPES[args.type.replace(/^aws:alb\//, "aws:lb/")]?.({ args, name, hash }, account) ?? {};
  return { id: name, name, ...common, ...inputs, ...shape };
}

/** 64 hexadecimal digits that a text always gives. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** An ARN in the account that a program is recorded in. */
export function arn(account: RecordedAccount, service: string, resource: string): string {
  return `arn:${account.partition}:${service}:${account.region}:${account.accountId}:${resource}`;
}

const ec2 =
  (prefix: string, more: Shape = () => ({})): Shape =>
  (resource, account) => ({
    id: `${prefix}-${resource.hash.slice(0, 17)}`,
    ownerId: account.accountId,
    ...more(resource, account),
  });

/** What AWS makes together with a VPC. */
function madeWithVpc(hash: string): Outputs {
  return {
    mainRouteTableId: `rtb-${hash.slice(1, 18)}`,
    defaultRouteTableId: `rtb-${hash.slice(1, 18)}`,
    defaultNetworkAclId: `acl-${hash.slice(1, 18)}`,
    defaultSecurityGroupId: defaultGroupOf(`vpc-${hash.slice(0, 17)}`),
  };
}

function defaultGroupOf(vpcId: string): string {
  return `sg-${digest(`default group of ${vpcId}`).slice(0, 17)}`;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  "aws:ec2/vpc:Vpc": ec2("vpc", ({ args, hash }) => ({
    cidrBlock: (args.inputs as Outputs).cidrBlock ?? "10.0.0.0/16",
    ...madeWithVpc(hash),
  })),
  // The VPC that AWS makes in each Region, and what is in it.
  "aws:ec2/defaultVpc:DefaultVpc": ec2("vpc", ({ hash }) => ({
    cidrBlock: "172.31.0.0/16",
    enableDnsHostnames: true,
    enableDnsSupport: true,
    ...madeWithVpc(hash),
  })),
  "aws:ec2/defaultSubnet:DefaultSubnet": ec2("subnet"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", ({ args, hash }) => {
    const vpcId = (args.inputs as Outputs).vpcId;
    return { id: typeof vpcId === "string" ? defaultGroupOf(vpcId) : `sg-${hash.slice(0, 17)}` };
  }),
  "aws:ec2/instance:Instance": ec2("i", ({ args, hash }, { region }) => {
    const given = (args.inputs as Outputs).privateIp;
    const privateIp = typeof given === "string" ? given : privateAddress(hash);
    return {
      primaryNetworkInterfaceId: `eni-${hash.slice(0, 17)}`,
      privateIp,
      privateDns: `ip-${privateIp.replaceAll(".", "-")}.${region}.compute.internal`,
    };
  }),
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", ({ hash }) => ({
    privateIp: privateAddress(hash),
  })),
  // These take over what a VPC is made with.
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ({ args }) => ({
    id: (args.inputs as Outputs).defaultRouteTableId,
  }),
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": ({ args }) => ({
    id: (args.inputs as Outputs).defaultNetworkAclId,
  }),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw"),
  "aws:ec2/natGateway:NatGateway": ec2("nat", ({ hash }) => ({
    publicIp: publicAddress(hash),
    networkInterfaceId: `eni-${hash.slice(0, 17)}`,
  })),
  "aws:ec2/eip:Eip": ec2("eipalloc", ({ hash }) => ({
    allocationId: `eipalloc-${hash.slice(0, 17)}`,
    publicIp: publicAddress(hash),
  })),
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ec2("pcx"),
  "aws:ec2/managedPrefixList:ManagedPrefixList": ec2("pl"),
  "aws:ec2transitgateway/transitGateway:TransitGateway": ec2("tgw", ({ hash }) => ({
    associationDefaultRouteTableId: `tgw-rtb-${hash.slice(1, 18)}`,
    propagationDefaultRouteTableId: `tgw-rtb-${hash.slice(1, 18)}`,
  })),
  "aws:sns/topic:Topic": ({ name }, account) => ({
    id: arn(account, "sns", name),
    arn: arn(account, "sns", name),
  }),
  "aws:ec2/subnet:Subnet": ec2("subnet"),
  "aws:ec2/routeTable:RouteTable": ec2("rtb"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", ({ args, hash }, account) => {
    const service = String((args.inputs as Outputs).serviceName)
      .split(".")
      .slice(3)
      .join("-");
    return {
      prefixListId: `pl-${hash.slice(0, 17)}`,
      dnsEntries: [
        {
          dnsName: `vpce-${hash.slice(0, 17)}-${hash.slice(0, 8)}.${service}.${account.region}.vpce.${account.dnsSuffix}`,
          hostedZoneId: `Z${hash.slice(0, 20).toUpperCase()}`,
        },
      ],
      networkInterfaceIds: [`eni-${hash.slice(0, 17)}`, `eni-${hash.slice(1, 18)}`],
    };
  }),
  "aws:iam/role:Role": ({ args, name, hash }, account) => ({
    arn: `arn:${account.partition}:iam::${account.accountId}:role${String((args.inputs as Outputs).path ?? "/")}${name}`,
    uniqueId: `AROA${hash.slice(0, 16).toUpperCase()}`,
  }),
  "aws:iam/policy:Policy": ({ args, name }, account) => {
    const policyArn = `arn:${account.partition}:iam::${account.accountId}:policy${String((args.inputs as Outputs).path ?? "/")}${name}`;
    return { id: policyArn, arn: policyArn };
  },
  "aws:lambda/alias:Alias": ({ args, name }, account) => {
    const { functionName } = args.inputs as Outputs;
    const own = String(functionName).split(":function:").pop() ?? "";
    return { arn: arn(account, "lambda", `function:${own}:${name}`) };
  },
  "aws:lambda/function:Function": ({ name }, account) => ({
    arn: arn(account, "lambda", `function:${name}`),
    qualifiedArn: arn(account, "lambda", `function:${name}:1`),
    version: "1",
  }),
  "aws:cloudwatch/logGroup:LogGroup": ({ name }, account) => ({
    arn: arn(account, "logs", `log-group:${name}`),
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ name }, account) => ({
    arn: arn(account, "cloudwatch", `alarm:${name}`),
  }),
  "aws:s3/bucket:Bucket": ({ args, name }, account) => {
    const bucket = String((args.inputs as Outputs).bucket ?? name.toLowerCase());
    return {
      id: bucket,
      bucket,
      arn: `arn:${account.partition}:s3:::${bucket}`,
      bucketRegionalDomainName: `${bucket}.s3.${account.region}.${account.dnsSuffix}`,
    };
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": ({ args, hash }) => ({
    id: (args.inputs as Outputs).key,
    etag: hash.slice(0, 32),
    versionId: hash.slice(32),
  }),
  // What the functions that publish, stage and copy images answer, which are those that an Invocation calls.
  "aws:lambda/invocation:Invocation": ({ hash }) => ({
    result: JSON.stringify({
      digest: `sha256:${hash}`,
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      size: 1_000_000,
      layout: { bucket: "bucket", prefix: "staged", digest: `sha256:${hash}` },
    }),
  }),
  "aws:secretsmanager/secret:Secret": ({ name, hash }, account) => {
    const secretArn = arn(account, "secretsmanager", `secret:${name}-${hash.slice(0, 6)}`);
    return { id: secretArn, arn: secretArn };
  },
  "aws:secretsmanager/secretVersion:SecretVersion": ({ args, hash }) => ({
    id: `${String((args.inputs as Outputs).secretId)}|${hash.slice(0, 32)}`,
    arn: (args.inputs as Outputs).secretId,
    versionId: hash.slice(0, 32),
  }),
  "aws:kms/key:Key": ({ hash }, account) => ({
    id: hash.slice(0, 36),
    keyId: hash.slice(0, 36),
    arn: arn(account, "kms", `key/${hash.slice(0, 36)}`),
  }),
  "aws:lb/loadBalancer:LoadBalancer": ({ name, hash }, account) => {
    const suffix = `app/${name}/${hash.slice(0, 16)}`;
    return {
      id: arn(account, "elasticloadbalancing", `loadbalancer/${suffix}`),
      arn: arn(account, "elasticloadbalancing", `loadbalancer/${suffix}`),
      arnSuffix: suffix,
      dnsName: `internal-${name}-${hash.slice(0, 10)}.${account.region}.elb.${account.dnsSuffix}`,
      zoneId: `Z${hash.slice(0, 13).toUpperCase()}`,
    };
  },
  "aws:lb/targetGroup:TargetGroup": ({ name, hash }, account) => {
    const suffix = `targetgroup/${name}/${hash.slice(0, 16)}`;
    return {
      id: arn(account, "elasticloadbalancing", suffix),
      arn: arn(account, "elasticloadbalancing", suffix),
      arnSuffix: suffix,
    };
  },
  "aws:lb/listener:Listener": ({ name, hash }, account) => {
    const listenerArn = arn(account, "elasticloadbalancing", `listener/app/${name}/${hash.slice(0, 16)}`);
    return { id: listenerArn, arn: listenerArn };
  },
  "aws:acm/certificate:Certificate": ({ args, hash }, account) => {
    const domainName = String((args.inputs as Outputs).domainName);
    const certificateArn = arn(account, "acm", `certificate/${hash.slice(0, 36)}`);
    return {
      id: certificateArn,
      arn: certificateArn,
      domainValidationOptions: [
        {
          domainName,
          resourceRecordName: `_${hash.slice(0, 32)}.${domainName}.`,
          resourceRecordType: "CNAME",
          resourceRecordValue: `_${hash.slice(32)}.acm-validations.aws.`,
        },
      ],
    };
  },
  "aws:route53/zone:Zone": ({ args, hash }) => {
    const zoneId = `Z${hash.slice(0, 20).toUpperCase()}`;
    return { id: zoneId, zoneId, name: (args.inputs as Outputs).name };
  },
  "aws:route53/record:Record": ({ args }) => ({ fqdn: (args.inputs as Outputs).name }),
  "aws:ecr/repository:Repository": ({ name }, account) => ({
    repositoryUrl: `${account.accountId}.dkr.ecr.${account.region}.${account.dnsSuffix}/${name}`,
    registryId: account.accountId,
  }),
  "aws:ecs/service:Service": ({ name }, account) => {
    const serviceArn = arn(account, "ecs", `service/${name}`);
    return { id: serviceArn, arn: serviceArn };
  },
  "aws:ecs/taskDefinition:TaskDefinition": ({ args }, account) => {
    const family = String((args.inputs as Outputs).family ?? args.name);
    return { id: family, family, revision: 1, arn: arn(account, "ecs", `task-definition/${family}:1`) };
  },
  "aws:ecs/cluster:Cluster": ({ name }, account) => ({
    id: arn(account, "ecs", `cluster/${name}`),
    arn: arn(account, "ecs", `cluster/${name}`),
  }),
  "aws:sagemaker/model:Model": ({ name }, account) => ({ arn: arn(account, "sagemaker", `model/${name}`) }),
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": ({ name }, account) => ({
    arn: arn(account, "sagemaker", `endpoint-config/${name}`),
  }),
  "aws:sagemaker/endpoint:Endpoint": ({ name }, account) => ({
    arn: arn(account, "sagemaker", `endpoint/${name}`),
  }),
  "random:index/randomPassword:RandomPassword": ({ args, hash }) => ({
    id: "none",
    result: hash.repeat(4).slice(0, Number((args.inputs as Outputs).length)),
  }),
  "random:index/randomBytes:RandomBytes": ({ args, hash }) => {
    const bytes = Buffer.from(hash.repeat(4), "hex").subarray(0, Number((args.inputs as Outputs).length));
    return { id: "none", hex: bytes.toString("hex"), base64: bytes.toString("base64") };
  },
  "random:index/randomId:RandomId": ({ args, hash }) => {
    const bytes = Buffer.from(hash.repeat(4), "hex").subarray(0, Number((args.inputs as Outputs).byteLength));
    return {
      id: bytes.toString("base64url"),
      hex: bytes.toString("hex"),
      b64Url: bytes.toString("base64url"),
    };
  },
};
