import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { awsOutputs, type RecordedAccount } from "./aws-outputs";
import type { RecordedResource } from "./resource-graph";

/** The type token of a VPC made through `@pulumi/awsx`: to the recorder one opaque component. */
export const VPC_TYPE = "awsx:ec2:Vpc";

interface VpcInputs {
  readonly cidrBlock?: string;
  readonly availabilityZoneNames?: readonly string[];
  readonly numberOfAvailabilityZones?: number;
  readonly natGateways?: { readonly strategy?: string };
  readonly subnetSpecs?: readonly { readonly type: string }[];
}

/** What `awsx.ec2.Vpc` makes of its arguments, as far as they determine it. */
export interface VpcExpansion {
  /** The component's outputs: the ids of the VPC, its subnets and its route tables' subnets. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The resources below the component with the given URN. */
  resources(parent: string): readonly RecordedResource[];
}

/**
 * Expands a VPC of `@pulumi/awsx` into VPC, subnets, route tables and routes. Subnets' CIDR blocks, which awsx computes,
 * are left out.
 */
export function expandVpc(args: MockResourceArgs, account: RecordedAccount): VpcExpansion {
  const inputs = args.inputs as VpcInputs;
  const zones =
    inputs.availabilityZoneNames ??
    ["a", "b", "c", "d", "e", "f"]
      .slice(0, inputs.numberOfAvailabilityZones ?? 3)
      .map((letter) => account.region + letter);
  const types = (inputs.subnetSpecs ?? [{ type: "Public" }, { type: "Private" }]).map(({ type }) => type);
  const nat = inputs.natGateways?.strategy ?? "OnePerAz";

  const made: { type: string; name: string; inputs: Record<string, unknown>; id: string }[] = [];
  const make = (type: string, name: string, resourceInputs: Record<string, unknown>): string => {
    const { id } = awsOutputs({ type, name, inputs: resourceInputs }, account);
    made.push({ type, name, inputs: resourceInputs, id });
    return id;
  };

  const vpcId = make("aws:ec2/vpc:Vpc", args.name, {
    cidrBlock: inputs.cidrBlock ?? "10.0.0.0/16",
    enableDnsHostnames: true,
    enableDnsSupport: true,
  });
  const gatewayId = types.includes("Public")
    ? make("aws:ec2/internetGateway:InternetGateway", args.name, { vpcId })
    : undefined;
  const natGatewayIds: string[] = [];
  const subnetIds: Record<string, string[]> = { Public: [], Private: [], Isolated: [] };
  for (const type of [...types].sort((a, b) => Number(b === "Public") - Number(a === "Public"))) {
    zones.forEach((availabilityZone, index) => {
      const name = `${args.name}-${type.toLowerCase()}-${index + 1}`;
      const subnetId = make("aws:ec2/subnet:Subnet", name, { vpcId, availabilityZone });
      const routeTableId = make("aws:ec2/routeTable:RouteTable", name, { vpcId });
      make("aws:ec2/routeTableAssociation:RouteTableAssociation", name, { subnetId, routeTableId });
      subnetIds[type]?.push(subnetId);
      const destinationCidrBlock = "0.0.0.0/0";
      if (type === "Public") {
        make("aws:ec2/route:Route", name, { routeTableId, destinationCidrBlock, gatewayId });
        if (nat === "OnePerAz" || (nat === "Single" && index === 0)) {
          natGatewayIds.push(
            make("aws:ec2/natGateway:NatGateway", `${args.name}-${index + 1}`, { subnetId }),
          );
        }
      } else if (type === "Private" && natGatewayIds.length > 0) {
        const natGatewayId = natGatewayIds[index] ?? natGatewayIds[0];
        make("aws:ec2/route:Route", name, { routeTableId, destinationCidrBlock, natGatewayId });
      }
    });
  }

  return {
    outputs: {
      vpcId,
      publicSubnetIds: subnetIds.Public,
      privateSubnetIds: subnetIds.Private,
      isolatedSubnetIds: subnetIds.Isolated,
    },
    resources: (parent) =>
      made.map(({ type, name, inputs: resourceInputs }) => ({
        urn: `${parent}$${type}::${name}`,
        type,
        name,
        parent,
        custom: true,
        read: false,
        inputs: resourceInputs,
        secretPaths: [],
        outputs: awsOutputs({ type, name, inputs: resourceInputs }, account),
        dependencies: [],
        options: {
          provider: undefined,
          protect: false,
          retainOnDelete: false,
          deleteBeforeReplace: false,
          ignoreChanges: [],
        },
      })),
  };
}
