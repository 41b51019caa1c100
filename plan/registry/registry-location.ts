import type { VpcLocation } from "../network/network-locations";
import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import type { RegistryAddress } from "../models";
import { locationsOfAddress, type AddressLocation } from "../network/network-interfaces";
import { resolveName } from "../network/name-resolution";
import { recordsOf, type NameRecord } from "../network/dns-records";

import { subnetBlocks, vpcIdOf } from "../network/vpc";
import { fields, hostName, list, text, texts } from "../values";

/** Where a registry is, as far as the plan tells. */
export type RegistryLocation =
  | { readonly kind: "load-balancer"; readonly loadBalancer: RecordedResource; readonly record: NameRecord }
  | {
      readonly kind: "addresses";
      readonly record: NameRecord;
      /** Where its addresses are. */
      readonly places: readonly AddressLocation[];
    }
  /** The name leads to another one, which the plan does not know. */
  | { readonly kind: "alias"; readonly record: NameRecord; readonly names: readonly string[] }
  | { readonly kind: "docker-hub" }
  | { readonly kind: "elsewhere" };

const LOAD_BALANCERS = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];

/** Finds a registry: the host of the image, its record, the load balancer that the record leads to. */
export function findRegistry(
  graph: ResourceGraph,
  address: RegistryAddress,
  vpcId?: string,
): RegistryLocation {
  return registryLocations(graph, address, vpcId)[0] ?? { kind: "elsewhere" };
}

/**
 * Finds a registry, of which several records may tell.
 * @param vpcId where the name is resolved; every record of the plan counts where it is unknown
 */
export function registryLocations(
  graph: ResourceGraph,
  { registry, host }: RegistryAddress,
  vpcId?: string,
): readonly RegistryLocation[] {
  if (registry === "docker.io") return [{ kind: "docker-hub" }];
  return cached(graph, `locations of ${host} in ${vpcId ?? ""}`, () => {
    const records = vpcId === undefined ? recordsOf(graph, host) : resolveName(graph, vpcId, host).records;
    const found = records.map((record) => ofRecord(graph, record, vpcId, [host]));
    // Without a VPC the record that leads into the plan is meant.
    return vpcId === undefined ? [...found].sort((one, other) => rank(one) - rank(other)) : found;
  });
}

function rank({ kind }: RegistryLocation): number {
  return ["load-balancer", "addresses", "alias"].indexOf(kind);
}

function ofRecord(
  graph: ResourceGraph,
  record: NameRecord,
  vpcId: string | undefined,
  seen: readonly string[],
): RegistryLocation {
  for (const name of record.names) {
    const loadBalancer = loadBalancerNamed(graph, name);
    if (loadBalancer !== undefined) return { kind: "load-balancer", loadBalancer, record };
    if (seen.includes(name)) continue;
    const next = vpcId === undefined ? recordsOf(graph, name) : resolveName(graph, vpcId, name).records;
    const [found] = next.map((each) => ofRecord(graph, each, vpcId, [...seen, name]));
    if (found !== undefined && found.kind !== "elsewhere") return found;
  }
  if (record.addresses.length === 0) return { kind: "alias", record, names: record.names };
  return {
    kind: "addresses",
    record,
    places: record.addresses.flatMap((address) => locationsOfAddress(graph, address)),
  };
}

function loadBalancerNamed(graph: ResourceGraph, name: string): RecordedResource | undefined {
  const byName = cached(
    graph,
    "load balancers by name",
    () =>
      new Map(
        LOAD_BALANCERS.flatMap((type) => graph.ofType(type)).map((each) => [
          hostName(text(each.outputs.dnsName) ?? ""),
          each,
        ]),
      ),
  );
  return byName.get(name.replace(/^dualstack\./, ""));
}

/** A load balancer as a place with interfaces. */
export function locationOfLoadBalancer(graph: ResourceGraph, loadBalancer: RecordedResource): VpcLocation {
  const { inputs } = loadBalancer;
  const subnetIds = [
    ...texts(inputs.subnets),
    ...list(inputs.subnetMappings).flatMap(({ subnetId }) => texts(subnetId)),
  ];
  const groupIds = texts(inputs.securityGroups);
  return {
    title: `the load balancer "${loadBalancer.name}"`,
    resource: loadBalancer,
    groupIds,
    // A network load balancer has security groups only where it is made with some.
    hasNoGroups: groupIds.length === 0 && inputs.loadBalancerType === "network",
    blocks: subnetBlocks(graph, subnetIds),
    subnetIds,
    vpcId: vpcIdOf(graph, { subnetIds, groupIds }),
  };
}

/** The tasks of an ECS service as a place with interfaces. */
export function locationOfService(graph: ResourceGraph, service: RecordedResource): VpcLocation {
  const network = fields(service.inputs.networkConfiguration);
  const [subnetIds, groupIds] = [texts(network.subnets), texts(network.securityGroups)];
  return {
    title: `the service "${service.name}"`,
    resource: service,
    groupIds,
    blocks: subnetBlocks(graph, subnetIds),
    subnetIds,
    vpcId: vpcIdOf(graph, { subnetIds, groupIds }),
  };
}
