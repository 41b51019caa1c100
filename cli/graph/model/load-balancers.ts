import { subnetBlocks } from "../../../plan/network/vpc";
import { backends, locationOfLoadBalancer } from "../../../plan/registry/index";
import { fields, list, text, texts } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { displayed, type ArchitectureBuilder } from "./architecture-builder";
import type { NetworkNode } from "./network-interfaces";
import type { Locations } from "./locations";

const LOAD_BALANCERS = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const LISTENERS = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];

const every = (graph: ResourceGraph, types: readonly string[]) => types.flatMap((type) => graph.ofType(type));

/** Adds load balancers with their listeners and services. */
export function addLoadBalancers(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): readonly NetworkNode[] {
  const services = addEcsServices(graph, builder, locations);
  const listeners = every(graph, LOAD_BALANCERS).flatMap((resource) =>
    addLoadBalancer(graph, builder, locations, resource),
  );
  return [...services, ...listeners];
}

function addLoadBalancer(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  resource: RecordedResource,
): readonly NetworkNode[] {
  const place = locationOfLoadBalancer(graph, resource);
  const placement = { subnetIds: place.subnetIds, groupIds: place.groupIds };
  const parent = locations.of(placement, resource);
  const internal = resource.inputs.internal === true;
  const node = builder.node({
    kind: "load-balancer",
    caption: internal ? "Internal load balancer" : "Load balancer facing the internet",
    label: resource.name,
    details: [locations.part(placement, parent)],
    parent,
    resource,
  });
  return every(graph, LISTENERS)
    .filter(({ inputs }) => inputs.loadBalancerArn === resource.outputs.arn)
    .map((listener) => {
      const port = Number(listener.inputs.port);
      const id = builder.node({
        kind: "listener",
        caption: "Listener",
        label: `${displayed(listener, "protocol", listener.inputs.protocol) ?? "HTTP"} :${port}`,
        parent: node,
        resource: listener,
      });
      return {
        node: id,
        place: { ...place, subnetIds: placement.subnetIds, vpcId: locations.vpcId(placement) },
        opens: false,
        ports: [port],
      };
    });
}

function addEcsServices(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): readonly NetworkNode[] {
  const drawn = graph.ofType("aws:ecs/service:Service").map((resource) => {
    const configuration = fields(resource.inputs.networkConfiguration);
    const placement = {
      subnetIds: texts(configuration.subnets),
      groupIds: texts(configuration.securityGroups),
    };
    return { resource, placement, parent: locations.of(placement, resource) };
  });
  return drawn.map(({ resource, placement, parent }) => {
    // Services behind one security group are alike to the network.
    const alike = drawn.filter(
      (other) => other.parent === parent && sameSet(other.placement.groupIds, placement.groupIds),
    );
    const node = builder.node({
      kind: "service",
      caption: "ECS service",
      label: resource.name,
      details: [tasks(graph, resource), size(graph, resource), locations.part(placement, parent)],
      parent: alike.length < 2 ? parent : groupOf(graph, builder, parent, placement.groupIds),
      resource,
    });
    return {
      node,
      place: {
        title: `the service "${resource.name}"`,
        resource,
        groupIds: placement.groupIds,
        subnetIds: placement.subnetIds,
        vpcId: locations.vpcId(placement),
        blocks: subnetBlocks(graph, placement.subnetIds),
      },
      opens: true,
      ports: containerPorts(resource),
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
  return builder.group({ kind: "services", caption: "ECS tasks", parent }, names);
}

/** The number of tasks of a service: the desired count, or the bounds of autoscaling. */
function tasks(graph: ResourceGraph, service: RecordedResource): string {
  const cluster = graph.resources.find(
    ({ type, outputs }) => type === "aws:ecs/cluster:Cluster" && outputs.arn === service.inputs.cluster,
  );
  const names = [service.outputs.name, service.name, service.inputs.name];
  const scaling = graph.ofType("aws:appautoscaling/target:Target").find(({ inputs }) => {
    const [kind, clusterName, serviceName] = (text(inputs.resourceId) ?? "").split("/");
    const sameCluster = cluster === undefined || [cluster.outputs.name, cluster.name].includes(clusterName);
    return kind === "service" && sameCluster && names.includes(serviceName);
  });
  if (scaling !== undefined) {
    const { minCapacity, maxCapacity } = scaling.inputs;
    return `${displayed(scaling, "minCapacity", minCapacity) ?? "?"} to ${displayed(scaling, "maxCapacity", maxCapacity) ?? "?"} tasks`;
  }
  const count = displayed(service, "desiredCount", service.inputs.desiredCount) ?? "1";
  return `${count} task${count === "1" ? "" : "s"}`;
}

/** The size of a service's tasks: CPU units are 1/1024 of a vCPU, memory is in MiB. */
function size(graph: ResourceGraph, service: RecordedResource): string | undefined {
  const definition = graph
    .ofType("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ outputs }) => [outputs.arn, outputs.id, outputs.family].includes(service.inputs.taskDefinition));
  const cpu = Number(definition?.inputs.cpu);
  const memory = Number(definition?.inputs.memory);
  return cpu > 0 && memory > 0 ? `${cpu / 1024} vCPU, ${memory / 1024} GiB each` : undefined;
}

function containerPorts(service: RecordedResource): readonly number[] {
  const ports = list(service.inputs.loadBalancers).map(({ containerPort }) => Number(containerPort));
  return [...new Set(ports.filter((port) => port > 0))];
}

/** The services that a listener leads to, with the port at which each answers. */
export function behind(
  graph: ResourceGraph,
  listener: RecordedResource,
): readonly { readonly service: RecordedResource; readonly port: number }[] {
  return backends(graph, listener).flatMap(({ service, targetGroup }) =>
    service === undefined ? [] : [{ service, port: Number(targetGroup.inputs.port) }],
  );
}

/** Whether two lists hold the same. */
export function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
