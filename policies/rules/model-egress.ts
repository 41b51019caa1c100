import { checkInternetRoute } from "../../plan/network/route-check";
import { isFact } from "../../plan/facts/fact";
import { failed, passed, Status, unknown, worstStatus, type Evidence } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import type { RequestContext } from "../../plan/iam/conditions";
import { any } from "../../plan/truth";
import { evaluate, isAllowed, type Request } from "../../plan/iam/evaluate";
import { contextOfRole, statements, type PolicyStatement } from "../../plan/iam/permissions";
import { privateModels, type Model } from "../../plan/models";
import { isInterface } from "../../plan/network/vpc-endpoints";
import { checkEndpointGroups } from "../../plan/network/interface-endpoint-check";
import { checkGatewayEndpoint } from "../../plan/network/s3-route";
import { SecurityGroups } from "../../plan/network/security-group-rules";
import { findVpc } from "../../plan/network/vpc";
import { text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const HTTPS = 443;

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html and
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const modelEgress: Rule = {
  id: "model-egress",
  title: "What a model can send out stays in its VPC and its account",
  level: "advice",
  check: (graph) =>
    verdict(
      privateModels(graph).flatMap((model) => egressOf(graph, model)),
      "no model pulls an image of a private registry",
    ),
};

function egressOf(graph: ResourceGraph, model: Sender): readonly Evidence[] {
  const { resource, source } = model;
  // https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
  if (resource.inputs.enableNetworkIsolation === true) {
    return [passed(resource, "has network isolation, so that its containers open no connection")];
  }
  const endpoints = graph
    .ofType(ENDPOINT)
    .filter(({ inputs, read }) => !read && inputs.vpcId === source.vpcId)
    .flatMap((endpoint) => ofEndpoint(graph, model, endpoint));
  return [ofInternet(graph, model), ...endpoints, ...ofElsewhere(graph, model)];
}

type Sender = Pick<Model, "resource" | "source" | "roleArn">;

function ofInternet(graph: ResourceGraph, { resource, source }: Sender): Evidence {
  const status = worstStatus(checkInternetRoute(graph, source, "the internet", HTTPS));
  if (status === Status.Passed) {
    return failed(
      resource,
      `opens connections to any host on the internet at TCP ${HTTPS}`,
      "let its security groups out to the registry and to endpoints alone, or set enableNetworkIsolation",
    );
  }
  return status === Status.Unknown
    ? unknown(resource, `whether ${source.title} opens connections to hosts on the internet`)
    : passed(resource, "opens no connection to hosts on the internet");
}

/** An endpoint carries out what its policy lets pass, if the model reaches it. */
function ofEndpoint(
  graph: ResourceGraph,
  { source, roleArn }: Sender,
  endpoint: RecordedResource,
): readonly Evidence[] {
  const reach = isInterface(endpoint)
    ? checkEndpointGroups(graph, source, endpoint)
    : checkGatewayEndpoint(graph, source, endpoint);
  if (worstStatus(reach) === Status.Failed) return [passed(endpoint, `is closed to ${source.title}`)];
  const [own] = graph.withInput(
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "vpcEndpointId",
    endpoint.outputs.id,
  );
  const document = own?.inputs.policy ?? endpoint.inputs.policy;
  const declaredBy = own ?? endpoint;
  const remedy =
    "allow in its policy only requests whose aws:PrincipalAccount and aws:ResourceAccount are this account";
  if (document === undefined || document === "") {
    const seen = `has no policy, so that ${source.title} sends data through it with credentials of any AWS account`;
    return [failed(endpoint, seen, remedy)];
  }
  const all = statements(document, declaredBy);
  if (all.length === 0) return [unknown(declaredBy, "what its policy lets pass")];
  const [, region = "", service = ""] = SERVICE_NAME.exec(text(endpoint.inputs.serviceName) ?? "") ?? [];
  const answers = (["stranger", "own"] as const).map((whose) =>
    any(probes(service, region, roleArn, whose, all).map((request) => isAllowed(evaluate(all, request)))),
  );
  if (answers.includes("yes")) {
    const whom =
      answers[0] === "yes" ? "principals of other accounts" : "requests to other accounts' resources";
    return [failed(declaredBy, `its policy lets ${whom} pass, which carry data out of the VPC`, remedy)];
  }
  return [
    answers.includes("unknown")
      ? unknown(declaredBy, "whether the conditions of its policy let requests of other accounts pass")
      : passed(declaredBy, "its policy lets this account's principals and resources pass alone"),
  ];
}

/** The Region and the service in an endpoint service's name: `com.amazonaws.eu-west-1.ecr.dkr`. */
const SERVICE_NAME = /\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.([a-z0-9-]+)/;

/** An account that no plan is of. */
const STRANGER = "000000000000";

/** What carries data out through an endpoint, and what it is done to, in a stranger's account. */
const WRITES: Readonly<Record<string, readonly [action: string, resource: string]>> = {
  ecr: ["ecr:PutImage", "repository/strangers"],
  lambda: ["lambda:InvokeFunction", "function:strangers"],
  logs: ["logs:PutLogEvents", "log-group:strangers:log-stream:strangers"],
  sagemaker: ["sagemaker:InvokeEndpoint", "endpoint/strangers"],
  secretsmanager: ["secretsmanager:PutSecretValue", "secret:strangers"],
};

/**
 * Requests that write into a resource of an account that has nothing to do with the plan, with a stranger's credentials or
 * with the model's own. Of a service that is not listed, each action that the policy is about.
 */
function probes(
  service: string,
  region: string,
  roleArn: string | undefined,
  whose: "stranger" | "own",
  all: readonly PolicyStatement[],
): readonly Request[] {
  const partition = roleArn?.split(":")[1] ?? "aws";
  const principal = whose === "stranger" ? `arn:${partition}:iam::${STRANGER}:role/stranger` : roleArn;
  const context: RequestContext = {
    ...contextOfRole(principal, region),
    "aws:resourceaccount": STRANGER,
    ...(service === "s3" ? { "s3:resourceaccount": STRANGER } : {}),
  };
  const request = (action: string, resource: string): Request => ({
    action,
    resource,
    context,
    ...(principal === undefined ? {} : { principal }),
  });
  if (service === "s3") {
    return [request("s3:PutObject", `arn:${partition}:s3:::bucket-of-a-stranger/object`)];
  }
  const [action, resource = "anything"] = WRITES[service] ?? [];
  const arn = `arn:${partition}:${service}:${region}:${STRANGER}:${resource}`;
  if (action !== undefined) return [request(action, arn)];
  const actions = all.flatMap(({ actions: own, notActions }) => (notActions ? [`${service}:Any`] : own));
  return actions.map((each) => request(each === "*" ? `${service}:Any` : each.replace(/[*?]/g, "X"), arn));
}

/** A VPC that the program does not make may have endpoints that the plan does not know. */
function ofElsewhere(graph: ResourceGraph, { source }: Sender): readonly Evidence[] {
  const own = findVpc(graph, source.vpcId);
  const isKnown =
    own !== undefined && (!isFact(own) || graph.withInput(ENDPOINT, "vpcId", source.vpcId).some(isFact));
  if (isKnown) return [];
  const groups = SecurityGroups.of(graph);
  const open = groups
    .on("egress", source.groupIds, HTTPS)
    .some(({ peer }) => peer.kind !== "group" || groups.resource(peer.groupId) === undefined);
  const foreign = source.groupIds.filter((id) => groups.resource(id) === undefined);
  if (!open && foreign.length === 0 && source.groupIds.length > 0) return [];
  return [
    unknown(
      undefined,
      `whether the VPC ${source.vpcId ?? "of the subnets"}, which this program does not make, has endpoints whose policies let requests of other accounts pass`,
    ),
  ];
}
