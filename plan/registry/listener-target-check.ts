import type { VpcLocation } from "../network/network-locations";
import { failed, passed, Status, unknown, worstStatus, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { withReferencesFrom } from "../network/security-groups-across-vpcs";
import { locationsOfAddress, locationOfInstance } from "../network/network-interfaces";
import { checkPlacement } from "../network/placement";
import { checkIngress, checkSecurityGroups } from "../network/security-group-check";

import { resourceOf } from "../network/vpc";
import { text } from "../values";
import { actionsFor, backends, portOf, registeredIn, type Backend } from "./listeners";
import { locationOfService } from "./registry-location";

/** A request that a listener takes. */
export interface ListenerRequest {
  /** Who sends it. */
  readonly source: VpcLocation;
  readonly loadBalancer: VpcLocation;
  readonly listener: RecordedResource;
  readonly host: string;
}

/** Whether a listener leads to targets that let the load balancer in. */
export function checkListenerTargets(graph: ResourceGraph, taken: ListenerRequest): readonly Evidence[] {
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
  return [...found.flatMap((backend) => checkBackend(graph, taken, backend)), ...doubt];
}

function checkBackend(graph: ResourceGraph, taken: ListenerRequest, backend: Backend): readonly Evidence[] {
  const { targetGroup, service } = backend;
  const targets = [
    ...(service === undefined
      ? []
      : [{ place: locationOfService(graph, service), port: portOf(backend), named: "service" }]),
    ...registeredIn(graph, targetGroup).flatMap(({ id, port }) => {
      const instance = resourceOf(graph, id, "aws:ec2/instance:Instance");
      const places =
        instance === undefined ? locationsOfAddress(graph, id) : [locationOfInstance(graph, instance)];
      return places.map((place) => ({ place, port, named: "target" }));
    }),
  ];
  if (targets.length === 0) return [unknown(targetGroup, "which service registers in the target group")];
  return targets.flatMap(({ place, port, named }) => [
    ...(named === "service" ? checkTasks(graph, place.resource) : []),
    ...checkPlacement(graph, place),
    ...checkTarget(graph, taken, targetGroup, place, port),
    passed(
      targetGroup,
      `forwards to port ${port} of ${named === "service" ? "the service" : place.title}`,
      `${named} "${place.resource?.name ?? place.title}"`,
    ),
  ]);
}

/** Whether a service runs tasks: none where it wants none, and nothing scales it. */
function checkTasks(graph: ResourceGraph, service: RecordedResource | undefined): readonly Evidence[] {
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
function checkTarget(
  graph: ResourceGraph,
  { source, loadBalancer }: ListenerRequest,
  targetGroup: RecordedResource,
  place: VpcLocation,
  port: number,
): readonly Evidence[] {
  const isNetwork = loadBalancer.resource?.inputs.loadBalancerType === "network";
  const own = checkSecurityGroups(graph, loadBalancer, withReferencesFrom(graph, loadBalancer, place), port);
  if (!isNetwork) return own;
  const { targetType, preserveClientIp } = targetGroup.inputs;
  const told = text(preserveClientIp);
  const keepsAddress = told === undefined ? (text(targetType) ?? "instance") === "instance" : told === "true";
  // Behind the load balancer the client's security group is no longer told from its address for sure.
  const client: VpcLocation = { ...source, references: { egress: "unknown", ingress: "unknown" } };
  const direct = checkIngress(graph, client, place, port);
  if (worstStatus(own) === Status.Passed && worstStatus(direct) === Status.Passed) return own;
  return keepsAddress ? direct : own;
}
