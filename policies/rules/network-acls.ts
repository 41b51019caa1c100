import { passesNetworkAcls, type Flow } from "../../plan/network/network-acls";
import type { Source } from "../../plan/network/routes";
import { endpointsFor, made, routeTableOf } from "../../plan/network/vpc";
import { ANYWHERE_IPV4 } from "../../plan/network/addresses";
import { pulls, type Pull } from "../../plan/models";
import { backends, listenerAt, locate, traits } from "../../plan/registries";
import { fields, texts } from "../../plan/values";
import { verdict, type Rule } from "../rule";
import type { ResourceGraph } from "../../plan/graph";

const HTTPS = 443;

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html */
export const networkAcls: Rule = {
  id: "network-acls",
  title: "No network ACL is in the way of a pull, or of its answers",
  check: (graph) =>
    verdict(
      pulls(graph)
        .flatMap((pull) => [...toRegistry(graph, pull), ...toLambda(graph, pull)])
        .flatMap((flow) => passesNetworkAcls(graph, flow)),
      "no pull passes a network ACL",
    ),
};

function toRegistry(graph: ResourceGraph, { model: { source }, registry }: Pull): readonly Flow[] {
  const location = locate(graph, registry);
  switch (location.kind) {
    case "load-balancer": {
      const { loadBalancer } = location;
      const to = {
        title: `the load balancer "${loadBalancer.name}"`,
        subnetIds: texts(loadBalancer.inputs.subnets),
      };
      const listener = listenerAt(graph, loadBalancer, registry.port);
      const services = listener === undefined ? [] : backends(graph, listener);
      return [
        { from: source, to, blocks: [], port: registry.port },
        ...services.flatMap(({ service, targetGroup }): readonly Flow[] =>
          service === undefined
            ? []
            : [
                {
                  from: to,
                  to: {
                    title: `the service "${service.name}"`,
                    subnetIds: texts(fields(service.inputs.networkConfiguration).subnets),
                  },
                  blocks: [],
                  port: Number(targetGroup.inputs.port),
                },
              ],
        ),
      ];
    }
    case "addresses": {
      const blocks = location.record.addresses.map((each) => `${each}/${each.includes(":") ? 128 : 32}`);
      return [{ from: source, to: { title: registry.host, subnetIds: [] }, blocks, port: registry.port }];
    }
    case "docker-hub":
    case "elsewhere":
      return traits(graph, registry).isPublic === true
        ? throughNat(graph, source, registry.host, registry.port)
        : [{ from: source, to: { title: registry.host, subnetIds: [] }, blocks: [], port: registry.port }];
  }
}

/** To Lambda's endpoints where the VPC has some, and else out to the internet. */
function toLambda(graph: ResourceGraph, { model: { source }, containers }: Pull): readonly Flow[] {
  if (containers.every(({ credentialsProviderArn }) => credentialsProviderArn === undefined)) return [];
  const endpoints = endpointsFor(graph, "lambda", source.vpcId);
  return endpoints.length === 0
    ? throughNat(graph, source, "Lambda", HTTPS)
    : endpoints.map((endpoint) => ({
        from: source,
        to: { title: `the endpoint "${endpoint.name}"`, subnetIds: texts(endpoint.inputs.subnetIds) },
        blocks: [],
        port: HTTPS,
      }));
}

/** To the internet, and past the ACLs of the subnets of the NAT gateways on the way. */
function throughNat(graph: ResourceGraph, source: Source, title: string, port: number): readonly Flow[] {
  const internet = { title, subnetIds: [] };
  const natSubnetIds = source.subnetIds.flatMap((subnetId) => {
    const route = routeTableOf(graph, subnetId)?.routes.find(
      ({ destination, target }) => destination === ANYWHERE_IPV4 && target.property === "natGatewayId",
    );
    return texts(made(graph, route?.target.id, "aws:ec2/natGateway:NatGateway")?.inputs.subnetId);
  });
  const nat = { title: "the NAT gateways", subnetIds: [...new Set(natSubnetIds)] };
  return [
    { from: source, to: internet, blocks: [ANYWHERE_IPV4], port },
    ...(nat.subnetIds.length === 0
      ? []
      : [
          { from: source, to: nat, blocks: [], port },
          { from: nat, to: internet, blocks: [ANYWHERE_IPV4], port },
        ]),
  ];
}
