import { failed, passed, Status, unknown, worst, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { seenFrom } from "../network/security-groups-across-vpcs";
import { interfacesAt, ofInstance } from "../network/network-interfaces";
import { ingress, passesGroups } from "../network/security-group-check";
import type { Source } from "../network/route-check";
import { made } from "../network/vpc";
import { text } from "../values";
import { actionsFor, backends, portOf, registeredIn, type Backend } from "./listeners";
import { servicePlace } from "./registry-location";

/** A request that a listener takes. */
export interface Taken {
  /** Who sends it. */
  readonly source: Source;
  readonly loadBalancer: Source;
  readonly listener: RecordedResource;
  readonly host: string;
}

/** Whether a listener leads to targets that let the load balancer in. */
export function toBackends(graph: ResourceGraph, taken: Taken): readonly Evidence[] {
  const { listener, host } = taken;
  const actions = actionsFor(graph, listener, host);
  const forwards = actions.filter(({ targetGroupArns }) => targetGroupArns.length > 0);
  if (actions.length > 0 && forwards.length === 0) {
    return [
      failed(
        listener,
        `forwards nothing for ${host}: it answers itself (${actions.map(({ type }) => type).join(", ")})`,
        `add a listener rule that forwards ${host} to the registry's target group`,
      ),
    ];
  }
  const found = backends(graph, listener, host);
  if (found.length === 0) return [unknown(listener, "what the listener forwards to")];
  const doubt =
    forwards.length < actions.length
      ? [unknown(listener, `whether its rules forward ${host}, or answer themselves`)]
      : [];
  return [...found.flatMap((backend) => toBackend(graph, taken, backend)), ...doubt];
}

function toBackend(graph: ResourceGraph, taken: Taken, backend: Backend): readonly Evidence[] {
  const { targetGroup, service } = backend;
  const targets = [
    ...(service === undefined
      ? []
      : [{ place: servicePlace(graph, service), port: portOf(backend), named: "service" }]),
    ...registeredIn(graph, targetGroup).flatMap(({ id, port }) => {
      const instance = made(graph, id, "aws:ec2/instance:Instance");
      const places = instance === undefined ? interfacesAt(graph, id) : [ofInstance(graph, instance)];
      return places.map((place) => ({ place, port, named: "target" }));
    }),
  ];
  if (targets.length === 0) return [unknown(targetGroup, "which service registers in the target group")];
  return targets.flatMap(({ place, port, named }) => [
    ...(named === "service" ? running(graph, place.resource) : []),
    ...toTarget(graph, taken, targetGroup, place, port),
    passed(
      targetGroup,
      `forwards to port ${port} of ${named === "service" ? "the service" : place.title}`,
      `${named} "${place.resource?.name ?? place.title}"`,
    ),
  ]);
}

/** Whether a service runs tasks: none where it wants none, and nothing scales it. */
function running(graph: ResourceGraph, service: RecordedResource | undefined): readonly Evidence[] {
  if (service?.inputs.desiredCount !== 0) return [];
  const isScaled = graph
    .ofType("aws:appautoscaling/target:Target")
    .some(({ inputs }) => inputs.serviceNamespace === "ecs" && Number(inputs.minCapacity) > 0);
  return isScaled
    ? [unknown(service, "whether it runs tasks: its desiredCount is 0, and something may scale it")]
    : [failed(service, "runs no tasks: its desiredCount is 0", "set desiredCount to at least 1")];
}

/**
 * A network load balancer may pass the client's address on, so that its targets must admit the client.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function toTarget(
  graph: ResourceGraph,
  { source, loadBalancer }: Taken,
  targetGroup: RecordedResource,
  place: Source,
  port: number,
): readonly Evidence[] {
  const isNetwork = loadBalancer.resource?.inputs.loadBalancerType === "network";
  const own = passesGroups(graph, loadBalancer, seenFrom(graph, loadBalancer, place), port);
  if (!isNetwork) return own;
  const { targetType, preserveClientIp } = targetGroup.inputs;
  const told = text(preserveClientIp);
  const keepsAddress = told === undefined ? (text(targetType) ?? "instance") === "instance" : told === "true";
  // Behind the load balancer the client's security group is no longer told from its address for sure.
  const client: Source = { ...source, references: { egress: "perhaps", ingress: "perhaps" } };
  const direct = ingress(graph, client, place, port);
  if (worst(own) === Status.Passed && worst(direct) === Status.Passed) return own;
  return keepsAddress ? direct : own;
}
