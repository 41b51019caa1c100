// The package `awsx`: its component for a VPC, with a subnet of each kind in each zone, and their route tables.
import { Monitor, type Registered } from "./monitor";
import type * as requests from "./package";
import { objectsOf, textOf, textsOf, UNKNOWN, type Properties } from "./wire";

const VPC = "awsx:ec2:Vpc";
const KINDS = ["Public", "Private", "Isolated"];

export class Awsx implements requests.ComponentPackage {
  constructor(
    readonly version: string,
    /** Version of the package `aws` that its children come from. */
    private readonly awsVersion: string,
  ) {}

  async construct(request: requests.ConstructRequest): Promise<requests.ConstructResult> {
    if (request.type !== VPC) throw new Error(`${request.type} is not known: add it to awsx.ts`);
    const monitor = new Monitor(request.monitor);
    try {
      return await this.constructVpc(request, monitor);
    } finally {
      monitor.close();
    }
  }

  private async constructVpc(
    request: requests.ConstructRequest,
    monitor: Monitor,
  ): Promise<requests.ConstructResult> {
    const { name, inputs, providers } = request;
    const component = await monitor.register({ ...request, inputs: {}, isCustom: false });
    const child = (type: string, childName: string, parent: string, args: Properties): Promise<Registered> =>
      monitor.register({
        type: `aws:ec2/${type}`,
        name: childName,
        parent,
        inputs: { ...args, ...(type.startsWith("routeTableAssociation") ? {} : { tags: inputs.tags }) },
        isCustom: true,
        version: this.awsVersion,
        providers,
      });
    const vpc = await child("vpc:Vpc", name, component.urn, {
      cidrBlock: inputs.cidrBlock ?? "10.0.0.0/16",
      enableDnsHostnames: inputs.enableDnsHostnames,
      enableDnsSupport: inputs.enableDnsSupport,
    });
    const vpcId = vpc.id || UNKNOWN;
    const zones = await this.zonesOf(request, monitor);
    const subnets: { readonly kind: string; readonly subnet: Registered }[] = [];
    for (const [index, spec] of objectsOf(inputs.subnetSpecs).entries()) {
      const kind = textOf(spec.type);
      for (const [zone, availabilityZone] of zones.entries()) {
        const suffix = `${name}-${kind.toLowerCase()}-${zone + 1}`;
        const subnet = await child("subnet:Subnet", suffix, vpc.urn, {
          vpcId,
          availabilityZone,
          cidrBlock: `10.0.${index * 16 + zone}.0/24`,
        });
        const table = await child("routeTable:RouteTable", suffix, subnet.urn, { vpcId });
        await child("routeTableAssociation:RouteTableAssociation", suffix, table.urn, {
          subnetId: subnet.id || UNKNOWN,
          routeTableId: table.id || UNKNOWN,
        });
        subnets.push({ kind, subnet });
      }
    }
    const idsOf = (kind: string): string[] =>
      subnets.filter((each) => each.kind === kind).map(({ subnet }) => subnet.id || UNKNOWN);
    const state = {
      vpcId,
      ...Object.fromEntries(KINDS.map((kind) => [`${kind.toLowerCase()}SubnetIds`, idsOf(kind)])),
    };
    await monitor.registerOutputs(component.urn, state);
    const urns = [vpc, ...subnets.map(({ subnet }) => subnet)].map(({ urn }) => urn);
    return { urn: component.urn, state, dependencies: new Map(Object.keys(state).map((key) => [key, urns])) };
  }

  private async zonesOf(
    { inputs, providers }: requests.ConstructRequest,
    monitor: Monitor,
  ): Promise<string[]> {
    const given = textsOf(inputs.availabilityZoneNames);
    if (given.length > 0) return given;
    const token = "aws:index/getAvailabilityZones:getAvailabilityZones";
    const { names } = await monitor.invoke(token, {}, providers.get("aws") ?? "", this.awsVersion);
    return textsOf(names).slice(0, Number(inputs.numberOfAvailabilityZones ?? 3));
  }
}
