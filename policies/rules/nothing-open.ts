import { isFact } from "../../plan/facts/fact";
import { failed, passed } from "../../plan/evidence";
import type { ResourceGraph } from "../../plan/graph";
import { privateModels, pulls } from "../../plan/models";
import { isAnywhere } from "../../plan/network/cidr-blocks";
import { groupsOfEndpoint } from "../../plan/network/vpc-endpoints";
import { SecurityGroups } from "../../plan/network/security-group-rules";
import {
  backends,
  listenerAt,
  locationOfLoadBalancer,
  findRegistry,
  locationOfService,
} from "../../plan/registry/index";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html */
export const nothingOpen: Rule = {
  id: "nothing-open",
  title: "No security group on the way of a pull admits the whole internet",
  level: "advice",
  check: (graph) => {
    const groups = SecurityGroups.of(graph);
    const ingress = groups
      .all("ingress", [...groupsOnTheWay(graph)])
      // What others have opened is not for this program to close.
      .filter(({ declaredBy }) => !isFact(declaredBy));
    const open = ingress.flatMap(({ peer, groupId, declaredBy }) =>
      peer.kind === "cidr" && isAnywhere(peer.block)
        ? [
            failed(
              declaredBy,
              `group ${groups.title(groupId)} admits ${peer.block}`,
              "admit the security groups of those who connect, or their CIDR blocks",
            ),
          ]
        : [],
    );
    if (open.length > 0 || ingress.length === 0) return verdict(open, "the plan has no ingress rule");
    return verdict([
      passed(
        undefined,
        `${ingress.length} ingress rule${ingress.length === 1 ? "" : "s"}, none of them from everywhere`,
      ),
    ]);
  },
};

/** The groups of models, of the registries that they pull from, and of the endpoints in their VPCs. */
function groupsOnTheWay(graph: ResourceGraph): ReadonlySet<string> {
  const models = privateModels(graph);
  const vpcs = new Set(models.map(({ source }) => source.vpcId));
  const registries = pulls(graph).flatMap(({ registry, model }) => {
    const location = findRegistry(graph, registry, model.source.vpcId);
    if (location.kind === "addresses") return location.places.flatMap(({ groupIds }) => groupIds);
    if (location.kind !== "load-balancer") return [];
    const listener = listenerAt(graph, location.loadBalancer, registry.port);
    const services = listener === undefined ? [] : backends(graph, listener, registry.host);
    return [
      ...locationOfLoadBalancer(graph, location.loadBalancer).groupIds,
      ...services.flatMap(({ service }) =>
        service === undefined ? [] : locationOfService(graph, service).groupIds,
      ),
    ];
  });
  const endpoints = graph
    .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ inputs }) => vpcs.has(inputs.vpcId as string | undefined))
    .flatMap((endpoint) => groupsOfEndpoint(graph, endpoint));
  return new Set([...models.flatMap(({ source }) => source.groupIds), ...registries, ...endpoints]);
}
