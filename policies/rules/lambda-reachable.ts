import {
  endpointGroups,
  endpointName,
  hasWayOut,
  toInternet,
  toInterfaceEndpoint,
} from "../../plan/network/paths";
import { endpointsFor, lookedUp } from "../../plan/network/vpc";
import { models, type Model } from "../../plan/models";
import { texts } from "../../plan/values";
import { asPath, failed, firstOf, passed, Status, unknown, worst, type Evidence } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const lambdaReachable: Rule = {
  id: "lambda-reachable",
  title: "Lambda is reachable from the model's VPC at its own name",
  check: (graph) =>
    verdict(
      models(graph)
        .filter(({ containers }) =>
          containers.some(({ credentialsProviderArn }) => credentialsProviderArn !== undefined),
        )
        .flatMap((model) => reach(graph, model)),
      "no model has a credentials provider",
    ),
};

function reach(graph: ResourceGraph, { resource, source, containers }: Model): readonly Evidence[] {
  const host = lambdaHost(
    graph,
    containers.flatMap(({ credentialsProviderArn: arn }) => texts(arn))[0] ?? "",
  );
  const declared = declaredRoute(graph, source.groupIds);
  const endpoints = endpointsFor(graph, "lambda", source.vpcId);
  const ways = endpoints.map((endpoint) => {
    const name = endpointName(graph, endpoint, source.vpcId, host);
    // The operator's own DNS maps the name where nothing in the plan does.
    const way =
      declared?.route === "ExternalDns" && worst(name) === Status.Failed
        ? [
            passed(
              declared.component,
              `declares that ${host} is mapped to endpoint "${endpoint.name}" in another DNS`,
            ),
            ...endpointGroups(graph, source, endpoint),
          ]
        : toInterfaceEndpoint(graph, source, endpoint, host);
    return {
      leadsThere: worst(name) === Status.Passed,
      evidence: asPath(source.title, way, `endpoint "${endpoint.name}"`),
    };
  });
  // Where the name leads to an endpoint, a way to the internet is none to Lambda, closed as the endpoint may be.
  const only = ways.filter(({ leadsThere }) => leadsThere);
  if (only.length > 0) return firstOf(only.map(({ evidence }) => evidence));
  const internet = asPath(source.title, toInternet(graph, source, host, 443), host);
  if (ways.length > 0 || worst(internet) === Status.Passed) {
    return firstOf([internet, ...ways.map(({ evidence }) => evidence)]);
  }
  if (declared !== undefined && declared.route !== "Create" && declared.route !== "PrivateZone") {
    return [
      unknown(
        declared.component,
        `whether the route to Lambda that is declared as ${declared.route} leads from the model's subnets to ${host}`,
      ),
    ];
  }
  if (worst(internet) === Status.Unknown) {
    return [
      unknown(
        resource,
        `whether the model's VPC, which this program does not make, leads to ${host}; no endpoint for Lambda is in the plan`,
      ),
    ];
  }
  // A way out that was meant, and that something is missing of.
  if (hasWayOut(graph, source)) return internet;
  return [
    failed(
      resource,
      `the model's VPC has neither an endpoint for Lambda nor a route to ${host}`,
      "make an interface endpoint for Lambda in that VPC, with private DNS and a group that admits TCP 443 from the model's",
    ),
  ];
}

/** The name at which SageMaker invokes a function. */
function lambdaHost(graph: ResourceGraph, functionArn: string): string {
  const [, partition = "aws", , region = ""] = functionArn.split(":");
  const suffix = lookedUp(graph, "aws:index/getPartition:getPartition", () => true)?.dnsSuffix;
  const known =
    typeof suffix === "string" ? suffix : partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `lambda.${region}.${known}`;
}

/** What our own components say of the route to Lambda, which the plan's AWS resources do not tell. */
function declaredRoute(
  graph: ResourceGraph,
  groupIds: readonly string[],
): { readonly component: RecordedResource; readonly route: string } | undefined {
  const candidates = ["RegistryAccess", "RegistryNetwork"]
    .flatMap((name) => graph.ofType(`sagemaker-private-registry:index:${name}`))
    .filter(({ outputs }) => typeof outputs.lambdaRoute === "string");
  const component =
    candidates.find(({ outputs }) => texts(outputs.securityGroupIds).some((id) => groupIds.includes(id))) ??
    (candidates.length === 1 ? candidates[0] : undefined);
  return component === undefined ? undefined : { component, route: String(component.outputs.lambdaRoute) };
}
