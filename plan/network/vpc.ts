import type { RecordedResource, ResourceGraph } from "../graph";
import { isFact } from "../facts/fact";
import { cached } from "../cache";
import { isKnownBlock } from "./cidr-blocks";
import { text, texts } from "../values";

const SUBNET = "aws:ec2/subnet:Subnet";
const DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet";
export const VPC = "aws:ec2/vpc:Vpc";
/** The VPC that an account has in each Region, when a program adopts it. */
export const DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc";

/** A resource with an id that the plan makes; what it only reads is incomplete. */
export function resourceOf(graph: ResourceGraph, id: unknown, type: string): RecordedResource | undefined {
  const resource = graph.byId(id);
  return resource?.type === type && !resource.read ? resource : undefined;
}

/** The subnet with an id, if the plan makes or adopts it. */
export function findSubnet(graph: ResourceGraph, subnetId: string): RecordedResource | undefined {
  return resourceOf(graph, subnetId, SUBNET) ?? resourceOf(graph, subnetId, DEFAULT_SUBNET);
}

/** The VPC with an id, if the plan makes or adopts it. */
export function findVpc(graph: ResourceGraph, vpcId: unknown): RecordedResource | undefined {
  return resourceOf(graph, vpcId, VPC) ?? resourceOf(graph, vpcId, DEFAULT_VPC);
}

/** How messages name a subnet. */
export function subnetTitle(graph: ResourceGraph, subnetId: string): string {
  const resource = findSubnet(graph, subnetId);
  return `subnet ${resource === undefined ? subnetId : `"${resource.name}"`}`;
}

/**
 * The answer to a lookup that somebody gave who knows; what the recorder makes up is no evidence.
 * @param matches which of the lookups is meant
 */
export function answeredLookup(
  graph: ResourceGraph,
  token: string,
  matches: (inputs: Readonly<Record<string, unknown>>) => boolean,
): Readonly<Record<string, unknown>> | undefined {
  return graph.calls.find((call) => call.token === token && !call.assumed && matches(call.inputs))?.outputs;
}

/** The zone of a subnet, if the plan or a lookup that was answered for real tells. */
export function zoneOf(graph: ResourceGraph, subnetId: string): string | undefined {
  return cached(graph, `zone of ${subnetId}`, () => {
    const inputs = findSubnet(graph, subnetId)?.inputs;
    const found = answeredLookup(graph, "aws:ec2/getSubnet:getSubnet", ({ id }) => id === subnetId);
    return (
      text(inputs?.availabilityZone) ?? text(inputs?.availabilityZoneId) ?? text(found?.availabilityZone)
    );
  });
}

/** The id of the VPC of a subnet or a security group, if the plan tells. */
export function vpcIdOfOne(graph: ResourceGraph, id: string): string | undefined {
  const resource = graph.byId(id);
  if (resource === undefined) return vpcOfDefaultGroup(graph, id);
  const vpcId = text(resource.inputs.vpcId);
  if (vpcId !== undefined || resource.type !== DEFAULT_SUBNET) return vpcId;
  return text(graph.ofType(DEFAULT_VPC)[0]?.outputs.id) ?? "the default VPC";
}

/** AWS keeps five addresses of each subnet. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
export const RESERVED_ADDRESSES = 5;

/**
 * The number of free IPv4 addresses in a subnet: all of one that the plan makes, what facts or a lookup that was answered for
 * real tell of another; `undefined` if nothing does.
 */
export function freeAddresses(graph: ResourceGraph, subnetId: string): number | undefined {
  const resource = findSubnet(graph, subnetId);
  const found = answeredLookup(graph, "aws:ec2/getSubnet:getSubnet", ({ id }) => id === subnetId);
  const told =
    resource?.inputs.availableIpAddressCount ??
    found?.availableIpAddressCount ??
    resource?.outputs.availableIpAddressCount;
  if (typeof told === "number") return told;
  const block = text(resource?.inputs.cidrBlock);
  if (resource === undefined || isFact(resource) || block === undefined || !isKnownBlock(block))
    return undefined;
  const prefixLength = Number(block.split("/")[1]);
  return 2 ** (32 - prefixLength) - RESERVED_ADDRESSES;
}

/** The id of the VPC in which subnets or security groups lie, if the plan tells. */
export function vpcIdOf(
  graph: ResourceGraph,
  place: { readonly subnetIds: readonly string[]; readonly groupIds: readonly string[] },
): string | undefined {
  for (const id of [...place.subnetIds, ...place.groupIds]) {
    const vpcId = vpcIdOfOne(graph, id);
    if (vpcId !== undefined) return vpcId;
  }
  return undefined;
}

/** The VPC that is made with a security group. */
function vpcOfDefaultGroup(graph: ResourceGraph, groupId: string): string | undefined {
  const found = [VPC, DEFAULT_VPC]
    .map((type) => graph.byOutput(type, "defaultSecurityGroupId", groupId))
    .find((each) => each !== undefined && !isFact(each));
  return text(found?.outputs.id);
}

/** The CIDR blocks of a VPC, if the plan makes it or they are known otherwise. */
export function vpcBlocks(graph: ResourceGraph, vpcId: string | undefined): readonly string[] {
  return vpcId === undefined ? [] : cached(graph, `blocks of ${vpcId}`, () => blocksOfVpc(graph, vpcId));
}

function blocksOfVpc(graph: ResourceGraph, vpcId: string): readonly string[] {
  const own = findVpc(graph, vpcId);
  const found =
    own === undefined ? answeredLookup(graph, "aws:ec2/getVpc:getVpc", ({ id }) => id === vpcId) : undefined;
  const more = graph
    .withInput("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "vpcId", vpcId)
    // A block that the plan adds tells nothing of those that a VPC of elsewhere has already.
    .filter((each) => own !== undefined || isFact(each))
    .flatMap(({ inputs }) => texts(inputs.cidrBlock));
  return [...new Set([...texts(own?.outputs.cidrBlock ?? found?.cidrBlock), ...more])].filter(isKnownBlock);
}

/** The CIDR blocks of a subnet; those of its VPC where its own are unknown. */
export function blocksOfSubnet(graph: ResourceGraph, subnetId: string): readonly string[] {
  const own = texts(findSubnet(graph, subnetId)?.inputs.cidrBlock).filter(isKnownBlock);
  return own.length > 0 ? own : vpcBlocks(graph, vpcIdOfOne(graph, subnetId));
}

/** The CIDR blocks of subnets; those of their VPC where a subnet's own are unknown. */
export function subnetBlocks(graph: ResourceGraph, subnetIds: readonly string[]): readonly string[] {
  const blocks = subnetIds.map((id) => blocksOfSubnet(graph, id));
  return blocks.some((each) => each.length === 0) ? [] : [...new Set(blocks.flat())];
}

/** Whether a VPC resolves names as private hosted zones and private endpoint names need; `undefined` if unknown. */
export function resolvesPrivateNames(
  graph: ResourceGraph,
  vpcId: string | undefined,
): { readonly vpc: RecordedResource; readonly missing: readonly string[] } | undefined {
  const own = findVpc(graph, vpcId);
  if (own === undefined) return undefined;
  const { enableDnsHostnames, enableDnsSupport } = own.inputs;
  if (isFact(own) && (enableDnsHostnames === undefined || enableDnsSupport === undefined)) return undefined;
  const isDefault = own.type === DEFAULT_VPC;
  const missing = [
    // A VPC resolves names unless told otherwise, and gives none to its interfaces unless told so.
    ...(enableDnsSupport === false ? ["enableDnsSupport"] : []),
    ...(enableDnsHostnames === true || (isDefault && enableDnsHostnames === undefined)
      ? []
      : ["enableDnsHostnames"]),
  ];
  return { vpc: own, missing };
}
