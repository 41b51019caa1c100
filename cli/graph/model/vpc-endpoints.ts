import { subnetBlocks, vpcBlocks } from "../../../plan/network/vpc";
import { text, texts } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import type { ArchitectureBuilder } from "./architecture-builder";
import type { NetworkNode } from "./network-interfaces";
import { isPlanned, type Locations } from "./locations";
import { sameSet } from "./load-balancers";

const HTTPS = 443;

/** Adds the endpoints of VPCs; those with the same security groups as one node. */
export function addVpcEndpoints(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): readonly NetworkNode[] {
  const endpoints = graph
    .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter((resource) => isPlanned(resource) || locations.has(text(resource.inputs.vpcId)));
  const drawn = endpoints.map((resource) => {
    const placement = { subnetIds: subnetsOf(graph, resource), groupIds: groupsOf(graph, resource) };
    const vpcId = text(resource.inputs.vpcId);
    const isGateway = text(resource.inputs.vpcEndpointType) !== "Interface";
    const parent =
      isGateway || placement.subnetIds.length === 0
        ? locations.vpc(vpcId, resource)
        : locations.of(placement, resource);
    return { resource, placement, vpcId, isGateway, parent };
  });
  return drawn.map(({ resource, placement, vpcId, isGateway, parent }) => {
    const alike = drawn.filter(
      (other) =>
        !other.isGateway && other.parent === parent && sameSet(other.placement.groupIds, placement.groupIds),
    );
    const isGrouped = !isGateway && alike.length > 1;
    const group = isGrouped ? groupOf(graph, builder, parent, placement.groupIds) : undefined;
    const node = builder.node({
      kind: isGateway ? "gateway-endpoint" : "interface-endpoint",
      caption: isGateway ? "Gateway endpoint" : "Interface endpoint",
      label: serviceOf(resource),
      details: [
        isGateway || resource.inputs.privateDnsEnabled === true ? undefined : "without private DNS",
        isGateway ? undefined : locations.part(placement, parent),
      ],
      parent: group ?? parent,
      resource,
    });
    return {
      node: group ?? node,
      place: {
        title: `the endpoint "${resource.name}"`,
        resource,
        ...placement,
        vpcId,
        blocks:
          placement.subnetIds.length > 0 ? subnetBlocks(graph, placement.subnetIds) : vpcBlocks(graph, vpcId),
      },
      opens: false,
      ports: [HTTPS],
    };
  });
}

function groupOf(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  parent: string,
  groupIds: readonly string[],
): string {
  const names = groupIds.map((id) => graph.byId(id)?.name ?? id);
  return builder.group(
    { kind: "interface-endpoints", caption: "Interface endpoints", parent },
    names,
    "the VPC's default group",
  );
}

/** The service of an endpoint, as `lambda` or `ecr.api`: what follows the region in its full name. */
export function serviceOf({ inputs, name }: RecordedResource): string {
  const service = text(inputs.serviceName)?.split(".") ?? [];
  const region = service.findIndex((part) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(part));
  return service.slice(region + 1).join(".") || name;
}

function subnetsOf(graph: ResourceGraph, { inputs, outputs }: RecordedResource): readonly string[] {
  const associated = graph
    .ofType("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation")
    .filter((each) => each.inputs.vpcEndpointId === outputs.id)
    .flatMap((each) => texts(each.inputs.subnetId));
  return [...texts(inputs.subnetIds), ...associated];
}

function groupsOf(graph: ResourceGraph, { inputs, outputs }: RecordedResource): readonly string[] {
  const associated = graph
    .ofType("aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation")
    .filter((each) => each.inputs.vpcEndpointId === outputs.id)
    .flatMap((each) => texts(each.inputs.securityGroupId));
  return [...texts(inputs.securityGroupIds), ...associated];
}
