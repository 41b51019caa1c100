import { isFact } from "../../../plan/facts";
import { isAnywhere } from "../../../plan/network/cidr-blocks";
import { routeTableOf } from "../../../plan/network/route-tables";
import {
  answeredLookup,
  resourceOf,
  findSubnet,
  vpcBlocks,
  vpcIdOf,
  zoneOf,
} from "../../../plan/network/vpc";
import { text, texts } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { displayed, type ArchitectureBuilder } from "./architecture-builder";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";

/** The tier of a subnet: how its interfaces reach the internet. */
type Tier = "public" | "private" | "isolated" | "not-known";

const TIERS: Readonly<Record<Tier, { readonly label: string; readonly detail: string | undefined }>> = {
  public: { label: "Public subnets", detail: undefined },
  private: { label: "Private subnets", detail: "with a route to the internet" },
  isolated: { label: "Isolated subnets", detail: "no route to the internet" },
  "not-known": { label: "Subnets", detail: undefined },
};

/** The subnets and security groups of network interfaces. */
export interface Placement {
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
}

/** The regions, VPCs and subnets of a plan, as far as they are known. */
export class Locations {
  /** The ids of the VPCs that are drawn. */
  readonly #vpcs = new Set<string>();
  /** The tier's node and the subnet's own, by the subnet's id. */
  readonly #subnets = new Map<string, { readonly tier: string; readonly node: string }>();

  constructor(
    private readonly graph: ResourceGraph,
    private readonly builder: ArchitectureBuilder,
  ) {
    // The user's facts are drawn where the plan uses them.
    const planned = (type: string) => graph.ofType(type).filter((resource) => !isFact(resource));
    for (const resource of planned(VPC)) this.vpc(text(resource.outputs.id), resource);
    for (const resource of planned(SUBNET)) this.#subnet(text(resource.outputs.id) ?? "");
  }

  /** The node of the region that a resource is in. */
  region(resource: RecordedResource | undefined): string {
    const region = text(resource?.outputs.region) ?? text(this.graph.calls.find(isRegion)?.outputs.region);
    const label = region ?? "unknown region";
    return this.builder.node({ kind: "region", caption: "AWS", label, key: label });
  }

  /** The node of a VPC, also of one that exists; without an id, of the one VPC of which nothing is known. */
  vpc(id: string | undefined, within?: RecordedResource): string {
    const resource = this.graph.byId(id);
    if (id !== undefined) this.#vpcs.add(id);
    const exists = !isPlanned(resource);
    return this.builder.node({
      kind: "vpc",
      caption: exists ? "Existing VPC" : "VPC",
      label: resource?.name ?? id ?? "unknown VPC",
      details: vpcBlocks(this.graph, id),
      parent: this.region(resource ?? within),
      resource,
      exists,
      key: resource?.name ?? id ?? "not-known",
    });
  }

  /** Whether a VPC is drawn. */
  has(vpcId: string | undefined): boolean {
    return vpcId !== undefined && this.#vpcs.has(vpcId);
  }

  /** The id of the VPC of network interfaces; `undefined` where the plan does not contain it. */
  vpcId(placement: Placement): string | undefined {
    const asked = this.graph.calls.find(
      ({ token, inputs }) =>
        token === "aws:ec2/getSubnet:getSubnet" && placement.subnetIds.some((id) => id === inputs.id),
    );
    const [first = ""] = placement.subnetIds;
    const found = answeredLookup(this.graph, "aws:ec2/getSubnet:getSubnet", ({ id }) => id === first);
    return vpcIdOf(this.graph, placement) ?? text(asked?.inputs.vpcId) ?? text(found?.vpcId);
  }

  /** The parent of network interfaces: a tier of subnets, a VPC with several tiers, or the region where they have no subnets. */
  of(placement: Placement, resource: RecordedResource): string {
    const { subnetIds } = placement;
    if (subnetIds.length === 0 && placement.groupIds.length === 0) return this.region(resource);
    const vpcId = this.vpcId(placement);
    const tiers = new Set(subnetIds.map((id) => this.#subnet(id, vpcId, resource).tier));
    const [tier] = tiers;
    return tier !== undefined && tiers.size === 1 ? tier : this.vpc(vpcId, resource);
  }

  /** Names the subnets of a resource that is not in all subnets of its tier; `undefined` otherwise. */
  part(placement: Placement, parent: string): string | undefined {
    const all = [...this.#subnets.values()].filter(({ tier }) => tier === parent);
    const own = placement.subnetIds.flatMap((id) => this.#subnets.get(id) ?? []);
    if (own.length === 0 || new Set(own.map(({ node }) => node)).size >= all.length) return undefined;
    return `in ${own.map(({ node }) => this.builder.get(node)?.label ?? "").join(", ")}`;
  }

  #subnet(
    id: string,
    vpcId = this.vpcId({ subnetIds: [id], groupIds: [] }),
    within?: RecordedResource,
  ): { readonly tier: string; readonly node: string } {
    const known = this.#subnets.get(id);
    if (known !== undefined) return known;
    const resource = findSubnet(this.graph, id);
    const vpc = this.vpc(vpcId, resource ?? within);
    const tierOfSubnet = this.#tierOf(id);
    const { label, detail } = TIERS[tierOfSubnet];
    const tier = this.builder.node({
      kind: "subnets",
      caption: label,
      label: detail ?? "",
      parent: vpc,
      exists: this.builder.get(vpc)?.exists ?? false,
      key: `${vpc.replace(/^vpc\//, "")}/${tierOfSubnet}`,
    });
    const zone = zoneOf(this.graph, id);
    const block =
      resource === undefined ? undefined : displayed(resource, "cidrBlock", resource.inputs.cidrBlock);
    const read = this.graph.byId(id);
    const node = this.builder.node({
      kind: "subnet",
      caption: isPlanned(resource) ? "Subnet" : "Existing subnet",
      label: zone ?? id,
      details: [resource?.name ?? (zone === undefined ? undefined : id), block],
      parent: tier,
      resource: resource ?? (read?.type === SUBNET ? read : undefined),
      exists: !isPlanned(resource),
      key: resource?.name ?? id,
    });
    const place = { tier, node };
    this.#subnets.set(id, place);
    return place;
  }

  #tierOf(id: string): Tier {
    const table = routeTableOf(this.graph, id);
    if (table === undefined) return "not-known";
    const defaults = table.routes.filter(({ destination }) => isAnywhere(destination));
    const isInternetGateway = ({ target }: (typeof defaults)[number]) =>
      target.property === "gatewayId" &&
      resourceOf(this.graph, target.id, "aws:ec2/internetGateway:InternetGateway");
    if (defaults.some(isInternetGateway) || defaults.some(({ target }) => target.id.startsWith("igw-"))) {
      return "public";
    }
    return defaults.length > 0 ? "private" : "isolated";
  }
}

/** Whether the plan makes a resource: it is neither read nor from the user's facts. */
export function isPlanned(resource: RecordedResource | undefined): boolean {
  return resource !== undefined && !resource.read && !isFact(resource);
}

function isRegion({ token, outputs }: { readonly token: string; readonly outputs: object }): boolean {
  return (
    token === "aws:index/getRegion:getRegion" && texts((outputs as { region?: unknown }).region).length > 0
  );
}
