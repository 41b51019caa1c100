import type { RecordedResource, ResourceGraph } from "../graph";
import { ANYWHERE_IPV4 } from "./cidr-blocks";
import { coverageOf, INTERNET, rangesOf } from "./ipv4-ranges";

/** Whether blocks are addresses of the internet alone; all of IPv4 stands for those. */
export function areInternet(blocks: readonly string[]): boolean {
  return blocks.every(
    (block) => block === ANYWHERE_IPV4 || coverageOf(rangesOf([block]), INTERNET) === "all",
  );
}

/** What leads to addresses: behind a NAT gateway with a public address are none that are private. */
export function gatewaysFor(blocks: readonly string[]): string {
  return areInternet(blocks)
    ? "a NAT gateway, a transit gateway or a peering connection"
    : "a transit gateway, a peering connection or a virtual private gateway";
}

const COMPONENTS = /^sagemaker-private-registry:index:(PrivateInference|RegistryNetwork)$/;

/**
 * What to do where a subnet has no route to a destination. Nobody adds routes to a VPC that a component of this package
 * creates: it takes another VPC in its place.
 */
export function addRoute(
  graph: ResourceGraph,
  subnet: RecordedResource | undefined,
  destination: string,
  blocks: readonly string[],
): string {
  const owner = creatorOf(graph, subnet);
  return owner === undefined || areInternet(blocks)
    ? `route ${destination} of that subnet to ${gatewaysFor(blocks)}`
    : `${owner.type.endsWith("PrivateInference") ? "pass network.vpcId and network.subnetIds" : "use the subnets"} of a VPC ` +
        `whose routes lead to ${destination}: the VPC of that subnet is closed, and "${owner.name}" creates it`;
}

/** The component of this package that creates a resource: the outermost. */
function creatorOf(
  graph: ResourceGraph,
  resource: RecordedResource | undefined,
): RecordedResource | undefined {
  const parent = resource?.parent === undefined ? undefined : graph.byUrn(resource.parent);
  if (parent === undefined) return undefined;
  return creatorOf(graph, parent) ?? (COMPONENTS.test(parent.type) ? parent : undefined);
}
