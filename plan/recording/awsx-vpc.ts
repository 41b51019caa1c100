import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { awsOutputs, type RecordedAccount } from "./aws-outputs";
import type { RecordedResource } from "../graph";
import { RESERVED_ADDRESSES } from "../network/vpc";

const VPC_TYPE = "awsx:ec2:Vpc";
const DEFAULT_VPC_TYPE = "awsx:ec2:DefaultVpc";

/** Whether a type is a VPC through `@pulumi/awsx`: to the recorder one opaque component. */
export const isExpandable = (type: string): boolean => [VPC_TYPE, DEFAULT_VPC_TYPE].includes(type);

type Inputs = Readonly<Record<string, unknown>>;

interface VpcInputs {
  readonly cidrBlock?: string;
  readonly enableDnsHostnames?: boolean;
  readonly enableDnsSupport?: boolean;
  readonly availabilityZoneNames?: readonly string[];
  readonly numberOfAvailabilityZones?: number;
  readonly natGateways?: { readonly strategy?: string; readonly elasticIpAllocationIds?: readonly string[] };
  readonly availabilityZoneCidrMask?: number;
  readonly subnetSpecs?: readonly SubnetSpec[];
  readonly subnetStrategy?: string;
  readonly vpcEndpointSpecs?: readonly (Inputs & { readonly serviceName: string })[];
  readonly vpcEndpointStrategy?: string;
}

/**
 * The default VPC as AWS creates it in each Region: public subnets, and an internet gateway.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
const DEFAULT_VPC: VpcInputs = {
  cidrBlock: "172.31.0.0/16",
  enableDnsHostnames: true,
  natGateways: { strategy: "None" },
  subnetSpecs: [{ type: "Public", cidrBlocks: ["172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"] }],
};

interface SubnetSpec {
  readonly type: string;
  readonly name?: string;
  readonly cidrBlocks?: readonly string[];
  readonly cidrMask?: number;
  readonly size?: number;
}

/** A subnet that was made, with its route table. */
interface MadeSubnet {
  readonly id: string;
  readonly type: string;
  readonly zone: string;
  readonly routeTableId: string;
}

/** What `awsx.ec2.Vpc` makes of its arguments, as far as they determine it. */
export interface VpcExpansion {
  /** The component's outputs: the ids of the VPC and its subnets. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The resources below the component with the given URN. */
  resources(parent: string): readonly RecordedResource[];
}

/** In each zone, public subnets are made first: private ones route to their NAT gateways. */
const TYPES = ["Public", "Private", "Isolated"];
const ANYWHERE = "0.0.0.0/0";

/**
 * Expands a VPC of `@pulumi/awsx` into VPC, subnets, route tables, routes, gateways with their addresses, and endpoints.
 * Subnets' CIDR blocks that awsx computes are left out.
 */
export function expandVpc(args: MockResourceArgs, account: RecordedAccount, salt?: string): VpcExpansion {
  const inputs = args.type === DEFAULT_VPC_TYPE ? DEFAULT_VPC : (args.inputs as VpcInputs);
  const made: { type: string; name: string; inputs: Inputs; moreOutputs: Inputs }[] = [];
  const make: Make = (type, name, resourceInputs, moreOutputs = {}) => {
    made.push({ type, name, inputs: resourceInputs, moreOutputs });
    return outputsOf({ type, name, inputs: resourceInputs }).id;
  };
  const outputsOf: OutputsOf = (resource) =>
    awsOutputs(
      resource,
      account,
      salt === undefined ? undefined : `${salt}$${resource.type}::${resource.name}`,
    );

  const endpoints = inputs.vpcEndpointSpecs ?? [];
  const isAuto = inputs.vpcEndpointStrategy === "Auto";
  // Endpoints with private DNS have awsx switch on what they need.
  const needsDns = isAuto && endpoints.some((spec) => isInterface(spec) && spec.privateDnsEnabled !== false);
  const cidrBlock = inputs.cidrBlock ?? "10.0.0.0/16";
  const vpcId = make("aws:ec2/vpc:Vpc", args.name, {
    cidrBlock,
    ...optional("enableDnsHostnames", inputs.enableDnsHostnames ?? (needsDns ? true : undefined)),
    ...optional("enableDnsSupport", inputs.enableDnsSupport ?? (needsDns ? true : undefined)),
  });
  const subnets = makeSubnets(args.name, inputs, vpcId, account, make);
  for (const spec of endpoints) {
    make("aws:ec2/vpcEndpoint:VpcEndpoint", spec.serviceName, {
      ...spec,
      ...(isAuto ? inferred(spec, subnets, { vpcId, cidrBlock }, make) : {}),
      vpcId,
    });
  }

  const idsOf = (type: string): readonly string[] =>
    subnets.filter((subnet) => subnet.type === type).map(({ id }) => id);
  return {
    outputs: {
      vpcId,
      publicSubnetIds: idsOf("Public"),
      privateSubnetIds: idsOf("Private"),
      isolatedSubnetIds: idsOf("Isolated"),
    },
    resources: (parent) =>
      made.map((each) => recorded(each, parent, { ...outputsOf(each), ...each.moreOutputs })),
  };
}

type OutputsOf = (resource: { type: string; name: string; inputs: Inputs }) => ReturnType<typeof awsOutputs>;

/** Makes a resource, and returns its id. */
type Make = (type: string, name: string, inputs: Inputs, moreOutputs?: Inputs) => string;

/** The largest subnets that awsx makes with the strategy `Legacy`, unless a subnet has a mask of its own. */
const LEGACY_MASKS: Readonly<Record<string, number>> = { Private: 19, Public: 20, Isolated: 24 };

/**
 * The free addresses of a subnet whose block awsx computes: by its own mask or size, else by its share of the VPC.
 * https://github.com/pulumi/pulumi-awsx/tree/master/awsx/ec2: subnetDistributorNew.ts and subnetDistributorLegacy.ts
 */
function freeAddresses(spec: SubnetSpec, vpc: VpcInputs, zones: number): number {
  return (spec.size ?? 2 ** (32 - (spec.cidrMask ?? sharedMask(spec, vpc, zones)))) - RESERVED_ADDRESSES;
}

function sharedMask({ type }: SubnetSpec, vpc: VpcInputs, zones: number): number {
  const bits = (count: number): number => Math.ceil(Math.log2(count));
  const vpcMask = Number((vpc.cidrBlock ?? "10.0.0.0/16").split("/")[1]);
  const zoneMask = vpc.availabilityZoneCidrMask ?? vpcMask + bits(zones);
  const isLegacy = (vpc.subnetStrategy ?? "Legacy") === "Legacy";
  const specs = vpc.subnetSpecs?.length;
  if (specs === undefined) {
    return (isLegacy ? zoneMask : Math.max(zoneMask, 16)) + (type === "Private" ? 1 : 2);
  }
  if (!isLegacy) return zoneMask + bits(specs);
  return Math.max(zoneMask + (specs === 1 ? 0 : 1), LEGACY_MASKS[type] ?? 24);
}

function makeSubnets(
  vpcName: string,
  inputs: VpcInputs,
  vpcId: string,
  account: RecordedAccount,
  make: Make,
): readonly MadeSubnet[] {
  const zones =
    inputs.availabilityZoneNames ??
    ["a", "b", "c", "d", "e", "f"]
      .slice(0, inputs.numberOfAvailabilityZones ?? 3)
      .map((letter) => account.region + letter);
  const specs = (inputs.subnetSpecs ?? [{ type: "Public" }, { type: "Private" }])
    .filter(({ type }) => TYPES.includes(type))
    .sort((one, other) => TYPES.indexOf(one.type) - TYPES.indexOf(other.type));
  const strategy = inputs.natGateways?.strategy ?? "OnePerAz";
  const addresses = inputs.natGateways?.elasticIpAllocationIds ?? [];
  const gatewayId = make("aws:ec2/internetGateway:InternetGateway", vpcName, { vpcId });
  const natGatewayIds: string[] = [];

  return zones.flatMap((zone, index) =>
    specs.map((spec): MadeSubnet => {
      const name = `${vpcName}-${spec.name ?? spec.type.toLowerCase()}-${index + 1}`;
      const cidrBlock = spec.cidrBlocks?.[index];
      const id = make(
        "aws:ec2/subnet:Subnet",
        name,
        { vpcId, availabilityZone: zone, ...optional("cidrBlock", cidrBlock) },
        cidrBlock === undefined ? { availableIpAddressCount: freeAddresses(spec, inputs, zones.length) } : {},
      );
      const routeTableId = make("aws:ec2/routeTable:RouteTable", name, { vpcId });
      make("aws:ec2/routeTableAssociation:RouteTableAssociation", name, { subnetId: id, routeTableId });
      const route = (target: Inputs): void => {
        make("aws:ec2/route:Route", name, { routeTableId, destinationCidrBlock: ANYWHERE, ...target });
      };
      if (spec.type === "Public") {
        const wanted = strategy === "OnePerAz" ? index + 1 : strategy === "Single" ? 1 : 0;
        if (natGatewayIds.length < wanted) {
          const natName = `${vpcName}-${index + 1}`;
          const allocationId = addresses[index] ?? make("aws:ec2/eip:Eip", natName, {});
          natGatewayIds.push(make("aws:ec2/natGateway:NatGateway", natName, { subnetId: id, allocationId }));
        }
        route({ gatewayId });
      } else if (spec.type === "Private" && natGatewayIds.length > 0) {
        route({ natGatewayId: natGatewayIds[strategy === "Single" ? 0 : index] });
      }
      return { id, type: spec.type, zone, routeTableId };
    }),
  );
}

function isInterface({ vpcEndpointType }: Inputs): boolean {
  return vpcEndpointType === "Interface";
}

/** What awsx fills in for an endpoint that does not say so itself, where it is asked to. */
function inferred(
  spec: Inputs & { readonly serviceName: string },
  subnets: readonly MadeSubnet[],
  vpc: { readonly vpcId: string; readonly cidrBlock: string },
  make: Make,
): Inputs {
  if (!isInterface(spec)) {
    return optional("routeTableIds", spec.routeTableIds ?? subnets.map(({ routeTableId }) => routeTableId));
  }
  const ofZone = (zone: string): readonly string[] =>
    ["Private", "Isolated", "Public"]
      .flatMap((type) => subnets.filter((subnet) => subnet.zone === zone && subnet.type === type))
      .slice(0, 1)
      .map(({ id }) => id);
  const makeGroup = (): string => {
    const groupId = make("aws:ec2/securityGroup:SecurityGroup", `${spec.serviceName}-sg`, {
      vpcId: vpc.vpcId,
    });
    make("aws:ec2/securityGroupRule:SecurityGroupRule", `${spec.serviceName}-ingress`, {
      type: "ingress",
      securityGroupId: groupId,
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [vpc.cidrBlock],
    });
    return groupId;
  };
  return {
    privateDnsEnabled: spec.privateDnsEnabled ?? true,
    securityGroupIds: spec.securityGroupIds ?? [makeGroup()],
    ...(spec.subnetIds === undefined && spec.subnetConfigurations === undefined
      ? { subnetIds: [...new Set(subnets.map(({ zone }) => zone))].flatMap(ofZone) }
      : {}),
  };
}

function optional(property: string, value: unknown): Inputs {
  return value === undefined ? {} : { [property]: value };
}

function recorded(
  { type, name, inputs }: { type: string; name: string; inputs: Inputs },
  parent: string,
  outputs: Inputs,
): RecordedResource {
  return {
    urn: `${parent}$${type}::${name}`,
    type,
    name,
    parent,
    custom: true,
    read: false,
    inputs,
    secretPaths: [],
    outputs,
    dependencies: [],
    options: {
      provider: undefined,
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: false,
      ignoreChanges: [],
    },
  };
}
