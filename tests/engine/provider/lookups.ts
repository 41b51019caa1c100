// What invokes answer. What a lookup does not find is an error, as with AWS.
import { ACCOUNT_ID, find, resourcesOf, type Account } from "./account";
import { AwsError } from "./errors";
import { describeService, findService } from "./ecs";
import { answerOf } from "./lambda";
import { describeEndpoint, ENDPOINT } from "./sagemaker";
import type { ExistingSubnet, ExistingZone, Settings } from "./settings";
import { objectsOf, textOf, textsOf, type Properties } from "./wire";

export interface LookupContext {
  readonly account: Account;
  readonly settings: Settings;
  /** The call's region: of the call itself, or the provider's. */
  readonly region: string;
}

type Lookup = (args: Properties, context: LookupContext) => Properties;

/** VPC and subnets that the examples' configuration names. */
export const EXISTING_VPC = "vpc-0123456789abcdef0";
const existingSubnets = (region: string): ExistingSubnet[] =>
  ["a", "b"].map((zone, index) => ({
    id: `subnet-0123456789abcdef${zone}`,
    vpcId: EXISTING_VPC,
    availabilityZone: `${region}${zone}`,
    availabilityZoneId: `zone-${index + 1}`,
    cidrBlock: `10.0.${index}.0/24`,
    availableIpAddressCount: 200,
  }));

const ZONES = ["a", "b", "c"];

export const lookups: Readonly<Record<string, Lookup>> = {
  "aws:index/getRegion:getRegion": (_, { region }) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT_ID,
    accountId: ACCOUNT_ID,
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/deployer`,
    userId: "AIDAFAKE",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, { region, settings }) => {
    const types = objectsOf(args.filters).find(({ name }) => name === "zone-type")?.values;
    const zones = zonesOf(settings, region)
      .filter(({ type }) => types === undefined || textsOf(types).includes(type))
      // The provider sorts them so: local zones, such as us-east-1-atl-2a, come first.
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    return {
      ...args,
      id: region,
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
      groupNames: [region],
    };
  },
  "aws:ec2/getVpc:getVpc": (args, { account, settings, region }) => {
    const id = textOf(args.id);
    const made = find(account, "aws:ec2/vpc:Vpc", id)?.properties;
    const known = made !== undefined || subnetsOf(settings, region).some(({ vpcId }) => vpcId === id);
    if (!known) throw new AwsError("reading EC2 VPC: no matching EC2 VPC found");
    const cidrBlock = made?.cidrBlock ?? "10.0.0.0/16";
    return {
      id,
      arn: `arn:aws:ec2:${region}:${ACCOUNT_ID}:vpc/${id}`,
      cidrBlock,
      cidrBlockAssociations: [{ cidrBlock, state: "associated", associationId: "vpc-cidr-assoc-1" }],
      enableDnsSupport: true,
      enableDnsHostnames: true,
      mainRouteTableId: "rtb-main",
    };
  },
  "aws:ec2/getSubnet:getSubnet": (args, { account, settings, region }) => {
    const id = textOf(args.id);
    const made = find(account, "aws:ec2/subnet:Subnet", id)?.properties;
    if (made !== undefined) return { ...made, id, availableIpAddressCount: 200 };
    const existing = subnetsOf(settings, region).find((each) => each.id === id);
    const other = args.vpcId !== undefined && existing !== undefined && existing.vpcId !== args.vpcId;
    if (existing === undefined || other) {
      throw new AwsError("reading EC2 Subnet: no matching EC2 Subnet found");
    }
    return { ...existing, arn: `arn:aws:ec2:${region}:${ACCOUNT_ID}:subnet/${id}`, state: "available" };
  },
  "aws:ec2/getRouteTables:getRouteTables": ({ vpcId }, { account, region }) => {
    const made = resourcesOf(account, "aws:ec2/routeTable:RouteTable").filter(
      ({ properties }) => properties.vpcId === vpcId,
    );
    return { id: region, vpcId, ids: made.length > 0 ? made.map(({ id }) => id) : ["rtb-0123456789abcdef0"] };
  },
  "aws:ec2/getRouteTable:getRouteTable": (args, { account }) => {
    const routeTableId = textOf(args.routeTableId);
    const made = find(account, "aws:ec2/routeTable:RouteTable", routeTableId)?.properties;
    return {
      id: routeTableId,
      routeTableId,
      vpcId: made?.vpcId ?? EXISTING_VPC,
      routes: [],
      // The VPC's main route table serves each subnet that no other one is associated with.
      associations: [{ main: true, subnetId: "", routeTableId }],
    };
  },
  "aws:ec2/getVpcEndpointService:getVpcEndpointService": (args, { region, settings }) => ({
    ...args,
    id: "vpce-svc",
    serviceName: args.serviceName ?? `com.amazonaws.${region}.${textOf(args.service)}`,
    availabilityZones: zonesOf(settings, region).map(({ name }) => name),
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ name }, { region }) => ({
    id: `pl-${textOf(name).split(".").at(-1) ?? ""}`,
    name,
    arn: `arn:aws:ec2:${region}:aws:prefix-list/pl-1`,
    entries: [],
  }),
  "aws:ec2/getVpcEndpoint:getVpcEndpoint": (args, { account }) => {
    const endpoint = find(account, "aws:ec2/vpcEndpoint:VpcEndpoint", textOf(args.id));
    if (endpoint === undefined)
      throw new AwsError("reading EC2 VPC Endpoint: no matching EC2 VPC Endpoint found");
    return { ...endpoint.properties, id: endpoint.id };
  },
  "aws:kms/getKey:getKey": ({ keyId }, { region }) => ({
    id: textOf(keyId),
    keyId,
    arn: `arn:aws:kms:${region}:${ACCOUNT_ID}:key/${textOf(keyId)}`,
    enabled: true,
  }),
  "aws:ecs/getService:getService": ({ serviceName, clusterArn }, { account }) => {
    const service = findService(account, textOf(serviceName));
    if (service === undefined || service.properties.cluster !== clusterArn) {
      throw new AwsError("no matching ECS Service found");
    }
    return describeService(service);
  },
  "aws:cloudcontrol/getResource:getResource": (args, { account }) => {
    const identifier = textOf(args.identifier);
    const endpoint = resourcesOf(account, ENDPOINT).find(({ properties }) => properties.arn === identifier);
    if (endpoint === undefined) {
      throw new AwsError(
        `reading AWS Cloud Control API (AWS::SageMaker::Endpoint) Resource (${identifier}): couldn't find resource`,
      );
    }
    return { ...args, id: identifier, properties: JSON.stringify(describeEndpoint(endpoint)) };
  },
  "aws:lb/getListener:getListener": ({ loadBalancerArn, port }, { account }) => {
    const listener = resourcesOf(account, "aws:lb/listener:Listener").find(
      ({ properties }) => properties.loadBalancerArn === loadBalancerArn && properties.port === port,
    );
    if (listener === undefined) throw new AwsError("no matching ELBv2 Listener found");
    return { ...listener.properties, id: listener.id };
  },
  "aws:lambda/getInvocation:getInvocation": (args, { account, settings }) => ({
    ...args,
    id: "invocation",
    result: answerOf(account, settings, textOf(args.functionName)),
  }),
};

const zonesOf = ({ zones }: Settings, region: string): ExistingZone[] =>
  zones === undefined
    ? ZONES.map((letter, index) => ({
        name: `${region}${letter}`,
        id: `zone-${index + 1}`,
        type: "availability-zone",
      }))
    : [...zones];

const subnetsOf = ({ subnets }: Settings, region: string): readonly ExistingSubnet[] =>
  subnets ?? existingSubnets(region);
