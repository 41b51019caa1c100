import { isFact } from "../facts/fact";
import type { RecordedResource } from "../graph";
import { findResources, idOf } from "./find-resources";

type Inputs = Readonly<Record<string, unknown>>;
type Lookup = (inputs: Inputs, resources: readonly RecordedResource[]) => Record<string, unknown> | undefined;

/**
 * Answers a lookup of something that the program itself makes, or that the user tells facts of; `undefined` where it is
 * neither.
 */
export function lookUpInGraph(
  token: string,
  inputs: Inputs,
  resources: readonly RecordedResource[],
): Record<string, unknown> | undefined {
  return (LOOKUPS[token] ?? named(token))?.(inputs, resources);
}

/** Answers with properties of the one resource that a lookup finds. */
const one =
  (type: string, ...properties: readonly string[]): Lookup =>
  (inputs, resources) => {
    const [found, ...others] = findResources(type, inputs, resources);
    if (found === undefined || others.length > 0) return undefined;
    const known = properties.filter((property) => found.outputs[property] !== undefined);
    return {
      id: found.outputs.id,
      ...Object.fromEntries(known.map((property) => [property, found.outputs[property]])),
    };
  };

/** Answers with the ids of all resources that a lookup finds. */
const ids =
  (type: string): Lookup =>
  (inputs, resources) => {
    const found = findResources(type, inputs, resources);
    return found.length === 0 ? undefined : { ids: found.map(({ outputs }) => outputs.id) };
  };

/** What is looked up by a name or an ARN: the type, and the arguments with the outputs that they are compared with. */
const NAMED: Readonly<Record<string, readonly [string, Readonly<Record<string, readonly string[]>>]>> = {
  "aws:acm/getCertificate:getCertificate": ["aws:acm/certificate:Certificate", { domain: ["domainName"] }],
  "aws:ecr/getRepository:getRepository": ["aws:ecr/repository:Repository", { name: ["name"] }],
  "aws:ecs/getCluster:getCluster": ["aws:ecs/cluster:Cluster", { clusterName: ["name", "arn"] }],
  "aws:iam/getPolicy:getPolicy": ["aws:iam/policy:Policy", { arn: ["arn"], name: ["name"] }],
  "aws:iam/getRole:getRole": ["aws:iam/role:Role", { name: ["name"] }],
  "aws:kms/getAlias:getAlias": ["aws:kms/alias:Alias", { name: ["name"] }],
  "aws:kms/getKey:getKey": ["aws:kms/key:Key", { keyId: ["keyId", "id", "arn", "alias"] }],
  "aws:lambda/getFunction:getFunction": ["aws:lambda/function:Function", { functionName: ["name", "arn"] }],
  "aws:lb/getLoadBalancer:getLoadBalancer": [
    "aws:lb/loadBalancer:LoadBalancer",
    { arn: ["arn"], name: ["name"] },
  ],
  "aws:lb/getTargetGroup:getTargetGroup": [
    "aws:lb/targetGroup:TargetGroup",
    { arn: ["arn"], name: ["name"] },
  ],
  "aws:s3/getBucket:getBucket": ["aws:s3/bucket:Bucket", { bucket: ["bucket", "id"] }],
  "aws:secretsmanager/getSecret:getSecret": [
    "aws:secretsmanager/secret:Secret",
    { arn: ["arn", "id"], name: ["name"] },
  ],
  "aws:sns/getTopic:getTopic": ["aws:sns/topic:Topic", { name: ["name"] }],
  "aws:ssm/getParameter:getParameter": ["aws:ssm/parameter:Parameter", { name: ["name"] }],
};

/** Answers a lookup by name with what the program makes of that name. */
function named(token: string): Lookup | undefined {
  const [type, keys] = NAMED[token] ?? [];
  if (type === undefined || keys === undefined) return undefined;
  return (inputs, resources) => {
    const asked = Object.entries(keys).filter(([key]) => inputs[key] !== undefined);
    const found = resources.filter(
      (each) =>
        each.type === type &&
        !each.read &&
        asked.every(([key, outputs]) => outputs.some((output) => each.outputs[output] === inputs[key])),
    );
    return asked.length > 0 && found.length === 1 ? found[0]?.outputs : undefined;
  };
}

const LOOKUPS: Readonly<Record<string, Lookup>> = {
  "aws:cloudcontrol/getResource:getResource": ({ typeName, identifier }, resources) => {
    if (typeName !== "AWS::SageMaker::Endpoint") return undefined;
    const endpoint = resources.find(
      ({ type, outputs }) => type === "aws:sagemaker/endpoint:Endpoint" && outputs.arn === identifier,
    );
    if (endpoint === undefined) return undefined;
    const { arn, name, endpointConfigName } = endpoint.outputs;
    return {
      properties: JSON.stringify({
        EndpointArn: arn,
        EndpointName: name,
        EndpointConfigName: endpointConfigName,
      }),
    };
  },
  "aws:ecs/getService:getService": ({ serviceName, clusterArn }, resources) => {
    const service = resources.find(
      ({ type, outputs }) =>
        type === "aws:ecs/service:Service" && outputs.name === serviceName && outputs.cluster === clusterArn,
    );
    if (service === undefined) return undefined;
    const { desiredCount, taskDefinition, networkConfiguration } = service.outputs;
    const counts = { desiredCount, runningCount: desiredCount, pendingCount: 0 };
    return {
      ...counts,
      arn: service.outputs.arn,
      status: "ACTIVE",
      taskDefinition,
      deployments: [{ status: "PRIMARY", taskDefinition, ...counts }],
      networkConfigurations: networkConfiguration === undefined ? [] : [networkConfiguration],
      events: [],
    };
  },
  "aws:ec2/getVpc:getVpc": (inputs, resources) => {
    const [found, ...others] = findResources("aws:ec2/vpc:Vpc", inputs, resources);
    if (found === undefined || others.length > 0) return undefined;
    const { id, arn, cidrBlock, enableDnsHostnames, enableDnsSupport } = found.outputs;
    const blocks = resources.filter(
      ({ type, inputs: own }) =>
        type === "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation" && own.vpcId === id,
    );
    const main = resources.find(
      ({ type, inputs: own }) =>
        type === "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation" && own.vpcId === id,
    );
    return {
      id,
      cidrBlock,
      ...(arn === undefined ? {} : { arn }),
      cidrBlockAssociations: [cidrBlock, ...blocks.map(({ inputs: own }) => own.cidrBlock)].map(
        (block, index) => ({
          associationId: `vpc-cidr-assoc-${index + 1}`,
          cidrBlock: block,
          state: "associated",
        }),
      ),
      ...(main === undefined ? {} : { mainRouteTableId: main.inputs.routeTableId }),
      // What a program leaves out has AWS's default; what facts leave out is unknown.
      ...(isFact(found) ? {} : { enableDnsHostnames: false, enableDnsSupport: true }),
      ...(enableDnsHostnames === undefined ? {} : { enableDnsHostnames }),
      ...(enableDnsSupport === undefined ? {} : { enableDnsSupport }),
    };
  },
  "aws:ec2/getVpcs:getVpcs": ids("aws:ec2/vpc:Vpc"),
  "aws:ec2/getSubnet:getSubnet": one(
    "aws:ec2/subnet:Subnet",
    "arn",
    "vpcId",
    "availabilityZone",
    "availabilityZoneId",
    "availableIpAddressCount",
    "cidrBlock",
    "tags",
  ),
  "aws:ec2/getSubnets:getSubnets": ids("aws:ec2/subnet:Subnet"),
  "aws:ec2/getSecurityGroup:getSecurityGroup": one(
    "aws:ec2/securityGroup:SecurityGroup",
    "arn",
    "name",
    "vpcId",
    "tags",
  ),
  "aws:ec2/getSecurityGroups:getSecurityGroups": (inputs, resources) => {
    const found = findResources("aws:ec2/securityGroup:SecurityGroup", inputs, resources);
    return found.length === 0
      ? undefined
      : { ids: found.map(({ outputs }) => outputs.id), vpcIds: found.map(({ outputs }) => outputs.vpcId) };
  },
  "aws:ec2/getVpcEndpoint:getVpcEndpoint": one(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "vpcId",
    "serviceName",
    "securityGroupIds",
    "subnetIds",
    "routeTableIds",
    "privateDnsEnabled",
    "vpcEndpointType",
    "dnsEntries",
    "prefixListId",
  ),
  "aws:ec2/getPrefixList:getPrefixList": prefixList,
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": prefixList,
  "aws:route53/getZone:getZone": (inputs, resources) => {
    const name = typeof inputs.name === "string" ? inputs.name.replace(/\.$/, "") : undefined;
    const zones = resources.filter(({ type, read, outputs }) => {
      if (type !== "aws:route53/zone:Zone" || read) return false;
      return inputs.zoneId === undefined
        ? outputs.name === name && (inputs.privateZone === true) === (outputs.vpcs !== undefined)
        : outputs.id === inputs.zoneId;
    });
    const [zone, ...others] = zones;
    if (zone === undefined || others.length > 0) return undefined;
    const { id, arn } = zone.outputs;
    return { id, zoneId: id, name: zone.outputs.name, ...(arn === undefined ? {} : { arn }) };
  },
  "aws:ec2/getRouteTables:getRouteTables": ids("aws:ec2/routeTable:RouteTable"),
  "aws:ec2/getRouteTable:getRouteTable": (inputs, resources) => {
    const { subnetId } = inputs;
    const associated = resources.filter(
      ({ type, inputs: own }) =>
        type === "aws:ec2/routeTableAssociation:RouteTableAssociation" &&
        (own.routeTableId === inputs.routeTableId || (subnetId !== undefined && own.subnetId === subnetId)),
    );
    const id =
      associated[0]?.inputs.routeTableId ??
      idOf(findResources("aws:ec2/routeTable:RouteTable", inputs, resources));
    if (id === undefined) return undefined;
    const table = resources.find(
      (each) => each.type === "aws:ec2/routeTable:RouteTable" && each.outputs.id === id,
    );
    return {
      id,
      routeTableId: id,
      ...(table?.inputs.vpcId === undefined ? {} : { vpcId: table.inputs.vpcId }),
      routes: table !== undefined && isFact(table) ? table.inputs.routes : [],
      associations: associated.map(({ inputs: own }) => ({
        main: false,
        routeTableId: id,
        subnetId: own.subnetId,
      })),
    };
  },
};

/** A prefix list by its id or name, where the program makes it or facts tell of it. */
function prefixList(
  inputs: Inputs,
  resources: readonly RecordedResource[],
): Record<string, unknown> | undefined {
  const found = resources.find(({ type, name, outputs }) => {
    if (type !== "aws:ec2/managedPrefixList:ManagedPrefixList") return false;
    const asked = inputs.prefixListId ?? inputs.id;
    return asked === undefined
      ? inputs.name !== undefined && [outputs.name, name].includes(inputs.name)
      : outputs.id === asked;
  });
  if (found === undefined) return undefined;
  const { id } = found.outputs;
  const entries: unknown = found.inputs.entries;
  const cidrs = Array.isArray(entries)
    ? entries.map((entry) => (entry as { cidr?: unknown }).cidr)
    : undefined;
  return { id, prefixListId: id, ...(cidrs === undefined ? {} : { entries, cidrBlocks: cidrs }) };
}
