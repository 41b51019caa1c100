import type { RecordedResource } from "../graph";

type Inputs = Readonly<Record<string, unknown>>;
type Lookup = (inputs: Inputs, resources: readonly RecordedResource[]) => Record<string, unknown> | undefined;

/** Answers a lookup of something that the program itself makes; `undefined` where it makes no such thing. */
export function lookUpInGraph(
  token: string,
  inputs: Inputs,
  resources: readonly RecordedResource[],
): Record<string, unknown> | undefined {
  return LOOKUPS[token]?.(inputs, resources);
}

const byId =
  (type: string, ...properties: readonly string[]): Lookup =>
  (inputs, resources) => {
    const id = inputs.id ?? inputs.zoneId;
    if (typeof id !== "string") return undefined;
    const found = resources.find((each) => each.type === type && !each.read && each.outputs.id === id);
    if (found === undefined) return undefined;
    const known = properties.filter((property) => found.outputs[property] !== undefined);
    return { id, ...Object.fromEntries(known.map((property) => [property, found.outputs[property]])) };
  };

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
    const found = byId(
      "aws:ec2/vpc:Vpc",
      "arn",
      "cidrBlock",
      "enableDnsHostnames",
      "enableDnsSupport",
    )(inputs, resources);
    return found === undefined
      ? undefined
      : {
          enableDnsHostnames: false,
          enableDnsSupport: true,
          ...found,
          cidrBlockAssociations: [
            { associationId: "vpc-cidr-assoc-1", cidrBlock: found.cidrBlock, state: "associated" },
          ],
        };
  },
  "aws:ec2/getSubnet:getSubnet": byId(
    "aws:ec2/subnet:Subnet",
    "vpcId",
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
  ),
  "aws:ec2/getVpcEndpoint:getVpcEndpoint": byId(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "vpcId",
    "serviceName",
    "securityGroupIds",
    "privateDnsEnabled",
    "vpcEndpointType",
    "dnsEntries",
    "prefixListId",
  ),
  "aws:route53/getZone:getZone": byId("aws:route53/zone:Zone", "name", "arn"),
  "aws:ec2/getRouteTables:getRouteTables": ({ vpcId }, resources) => {
    const tables = resources.filter(
      ({ type, inputs, read }) => type === "aws:ec2/routeTable:RouteTable" && !read && inputs.vpcId === vpcId,
    );
    return tables.length === 0 ? undefined : { ids: tables.map(({ outputs }) => outputs.id) };
  },
  "aws:ec2/getRouteTable:getRouteTable": ({ routeTableId, subnetId }, resources) => {
    const associations = resources.filter(
      ({ type, inputs }) =>
        type === "aws:ec2/routeTableAssociation:RouteTableAssociation" &&
        (inputs.routeTableId === routeTableId || (subnetId !== undefined && inputs.subnetId === subnetId)),
    );
    const [first] = associations;
    if (first === undefined) return undefined;
    const id = first.inputs.routeTableId;
    return {
      id,
      routeTableId: id,
      routes: [],
      associations: associations.map(({ inputs }) => ({
        main: false,
        routeTableId: id,
        subnetId: inputs.subnetId,
      })),
    };
  },
};
