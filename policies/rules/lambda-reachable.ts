import { hasInternetRoute, checkInternetRoute } from "../../plan/network/route-check";
import {
  withPath,
  failed,
  bestAlternative,
  passed,
  Status,
  unknown,
  worstStatus,
  type Evidence,
} from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { privateModels, providersOf, type Model } from "../../plan/models";
import { endpointsFor } from "../../plan/network/vpc-endpoints";
import {
  checkEndpointGroups,
  checkEndpointName,
  serviceRoutes,
  checkInterfaceEndpoint,
} from "../../plan/network/interface-endpoint-check";
import { routeTableOf } from "../../plan/network/route-tables";
import { serviceHost } from "../../plan/service-hosts";
import { texts } from "../../plan/values";
import { verdict, type Rule } from "../rule";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const lambdaReachable: Rule = {
  id: "lambda-reachable",
  title: "Lambda is reachable from the model's VPC at its own name",
  check: (graph) =>
    verdict(
      privateModels(graph)
        .filter((model) => providersOf(model).length > 0)
        .flatMap((model) => reach(graph, model)),
      "no model has a credentials provider",
    ),
};

function reach(graph: ResourceGraph, model: Model): readonly Evidence[] {
  const { source } = model;
  const [arn = ""] = providersOf(model);
  const host = serviceHost(graph, "lambda", arn);
  const endpoints = endpointsFor(graph, "lambda", source.vpcId, arn.split(":")[3]);
  const declared = declaredRoute(graph, source.groupIds);
  const ways = serviceRoutes(graph, endpoints, source.vpcId, host);
  const closed = ways.flatMap((way) => (way.kind === "closed" ? way.evidence : []));
  if (closed.length > 0) return closed;
  // Where the name leads to an endpoint, a way to the internet is none to Lambda, closed as the endpoint may be.
  const only = ways.flatMap((way) => (way.kind === "endpoint" ? [way.endpoint] : []));
  const through = (endpoint: RecordedResource, evidence: readonly Evidence[]): readonly Evidence[] =>
    withPath(source.title, evidence, `endpoint "${endpoint.name}"`);
  if (only.length > 0) {
    return bestAlternative(
      only.map((endpoint) => through(endpoint, checkInterfaceEndpoint(graph, source, endpoint, host))),
    );
  }
  // The operator's own DNS maps the name where nothing in the plan does.
  if (declared?.route === "ExternalDns" && endpoints.length > 0) {
    return bestAlternative(
      endpoints.map((endpoint) =>
        through(endpoint, [
          passed(
            declared.component,
            `declares that ${host} is mapped to endpoint "${endpoint.name}" in another DNS`,
          ),
          ...checkEndpointGroups(graph, source, endpoint),
        ]),
      ),
    );
  }
  return outside(graph, model, { host, endpoints, declared });
}

interface Outside {
  readonly host: string;
  /** The endpoints to which the name does not lead. */
  readonly endpoints: readonly RecordedResource[];
  readonly declared: { readonly component: RecordedResource; readonly route: string } | undefined;
}

/** No endpoint answers for the name in the plan: the way is out of the VPC. */
function outside(
  graph: ResourceGraph,
  { resource, source }: Model,
  { host, endpoints, declared }: Outside,
): readonly Evidence[] {
  const internet = withPath(source.title, checkInternetRoute(graph, source, host, 443), host);
  if (worstStatus(internet) === Status.Passed) return internet;
  if (endpoints.length > 0) {
    const names = endpoints.map((endpoint) => checkEndpointName(graph, endpoint, source.vpcId, host));
    return worstStatus(internet) === Status.Unknown ? internet : bestAlternative([internet, ...names]);
  }
  if (declared !== undefined && declared.route !== "Create" && declared.route !== "PrivateZone") {
    return [
      unknown(
        declared.component,
        `whether the route to Lambda that is declared as ${declared.route} leads from the model's subnets to ${host}`,
      ),
    ];
  }
  const isForeign = source.subnetIds.every((id) => routeTableOf(graph, id) === undefined);
  if (worstStatus(internet) === Status.Unknown) {
    if (!isForeign) return internet;
    return [
      unknown(
        resource,
        `whether the model's VPC, which this program does not make, leads to ${host}; no endpoint for Lambda is in the plan`,
      ),
    ];
  }
  // A way out that was meant, and that something is missing of.
  if (hasInternetRoute(graph, source)) return internet;
  if (isForeign) {
    return [
      unknown(
        resource,
        `whether the model's VPC, which this program does not make, has an endpoint for Lambda; out of it nothing leads to ${host}`,
      ),
    ];
  }
  return [
    failed(
      resource,
      `the model's VPC has neither an endpoint for Lambda nor a route to ${host}`,
      "make an interface endpoint for Lambda in that VPC, with private DNS and a group that admits TCP 443 from the model's",
    ),
  ];
}

/** What our own components say of the route to Lambda, which the plan's AWS resources do not tell. */
function declaredRoute(
  graph: ResourceGraph,
  groupIds: readonly string[],
): { readonly component: RecordedResource; readonly route: string } | undefined {
  const candidates = ["RegistryAccess", "RegistryNetwork"]
    .flatMap((name) => graph.ofType(`sagemaker-private-registry:index:${name}`))
    .filter(({ outputs }) => typeof outputs.lambdaRouteKind === "string");
  const component =
    candidates.find(({ outputs }) => texts(outputs.securityGroupIds).some((id) => groupIds.includes(id))) ??
    (candidates.length === 1 ? candidates[0] : undefined);
  return component === undefined
    ? undefined
    : { component, route: String(component.outputs.lambdaRouteKind) };
}
