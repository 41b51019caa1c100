import { isFact } from "../../plan/facts/fact";
import { made } from "../../plan/network/vpc";
import { conditionsHold, type RequestContext } from "../../plan/iam/conditions";
import { covering, coversResource, statements, type PolicyStatement } from "../../plan/iam/permissions";
import { requestsOf, type PullRequest } from "../../plan/requests";
import { text } from "../../plan/values";
import { failed, passed, unknown, type Evidence } from "../../plan/findings";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

/**
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
 */
export const policiesLetThrough: Rule = {
  id: "policies-let-through",
  title: "No policy of an endpoint or a bucket is in the way of a pull",
  check: (graph) =>
    verdict(
      requestsOf(graph).flatMap((request) => [
        ...request.endpoints.map((endpoint) => ofEndpoint(graph, endpoint, request)),
        ...ofElsewhere(graph, request),
        ...ofBucket(graph, request),
      ]),
      "nothing that a pull asks of AWS passes an endpoint or a bucket of this plan",
    ),
};

/** A VPC of elsewhere may have an endpoint that the plan does not know, with a policy of its own. */
function ofElsewhere(graph: ResourceGraph, { vpcId, endpoints, action }: PullRequest): readonly Evidence[] {
  const vpc = made(graph, vpcId, "aws:ec2/vpc:Vpc");
  const isKnown =
    vpc !== undefined &&
    (!isFact(vpc) ||
      graph
        .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
        .some((each) => isFact(each) && each.inputs.vpcId === vpcId));
  if (endpoints.length > 0 || isKnown) return [];
  const service = action.split(":")[0] ?? "";
  return [
    unknown(
      undefined,
      `whether the VPC ${vpcId ?? "of the subnets"}, which this program does not make, has an endpoint for ${service} whose policy is in the way of ${action}`,
    ),
  ];
}

/** What an endpoint's policy says; without one it lets everything through. */
function ofEndpoint(graph: ResourceGraph, endpoint: RecordedResource, request: PullRequest): Evidence {
  const own = graph
    .ofType("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy")
    .find(({ inputs }) => inputs.vpcEndpointId === endpoint.outputs.id);
  const document = own?.inputs.policy ?? endpoint.inputs.policy;
  const what = `${request.title} ${request.action} on ${request.resourceArn}`;
  if (document === undefined || document === "") {
    return passed(endpoint, `has no policy of its own, and lets ${request.action} through`);
  }
  const declaredBy = own ?? endpoint;
  const all = statements(document, declaredBy);
  if (all.length === 0) return unknown(declaredBy, `what the policy says of ${what}`);
  const context = contextOf(endpoint, request);
  const denied = judge(all, "Deny", request, context);
  if (denied === "yes") {
    return failed(declaredBy, `its policy denies ${what}`, "take that out of its Deny statements");
  }
  const allowed = judge(all, "Allow", request, context);
  if (allowed === "no") {
    return failed(
      declaredBy,
      `its policy does not allow ${what}`,
      `allow ${request.action} on ${request.resourceArn} in the endpoint's policy`,
    );
  }
  return denied === "perhaps" || allowed === "perhaps"
    ? unknown(declaredBy, `whether the conditions of its policy let ${what} through`)
    : passed(declaredBy, `its policy allows ${what}`);
}

/** A bucket's policy need not allow what the role's own policies do, but it may deny it. */
function ofBucket(graph: ResourceGraph, request: PullRequest): readonly Evidence[] {
  const { bucket } = request;
  if (bucket === undefined) return [];
  const own = graph
    .ofType("aws:s3/bucketPolicy:BucketPolicy")
    .filter(({ inputs }) => [bucket.outputs.bucket, bucket.outputs.id].includes(inputs.bucket));
  const documents = [
    ...own.map((each) => ({ each, document: each.inputs.policy })),
    { each: bucket, document: bucket.inputs.policy },
  ];
  const what = `${request.title} ${request.action} on ${request.resourceArn}`;
  return documents.flatMap(({ each, document }) => {
    const all = statements(document, each);
    if (all.length === 0) return [];
    // A request that passes no endpoint comes over the internet, and carries none.
    const contexts =
      request.endpoints.length === 0
        ? [contextOf(undefined, request)]
        : request.endpoints.map((endpoint) => contextOf(endpoint, request));
    const answers = contexts.map((context) => judge(all, "Deny", request, context));
    if (answers.every((answer) => answer === "yes")) {
      return [
        failed(
          each,
          `the bucket's policy denies ${what}`,
          "except the role, or the VPC's endpoint for S3, in its Deny statement",
        ),
      ];
    }
    return answers.includes("no")
      ? [passed(each, `the bucket's policy does not deny ${what}`)]
      : [unknown(each, `whether the conditions of the bucket's policy deny ${what}`)];
  });
}

type Answer = "yes" | "perhaps" | "no";

/** Whether a statement of an effect is about a request. */
function judge(
  all: readonly PolicyStatement[],
  effect: "Allow" | "Deny",
  request: PullRequest,
  context: RequestContext,
): Answer {
  const answers = covering({ statements: all }, effect, request.action)
    .filter((statement) => coversResource(statement, request.resourceArn))
    .map((statement): Answer => {
      const about = isAbout(statement, request.principalArn);
      const holds = conditionsHold(statement.conditions, context);
      if (about === "no" || holds === false) return "no";
      return about === "yes" && holds === true ? "yes" : "perhaps";
    });
  return answers.find((each) => each === "yes") ?? answers.find((each) => each === "perhaps") ?? "no";
}

/** Whether a statement is about a principal: everyone, its account, or itself. */
function isAbout({ principals }: PolicyStatement, arn: string | undefined): Answer {
  if (principals.includes("*")) return "yes";
  if (arn === undefined) return "perhaps";
  const [, partition = "", , , account = ""] = arn.split(":");
  const names = [arn, account, `arn:${partition}:iam::${account}:root`];
  return principals.some((each) => names.includes(each)) ? "yes" : "no";
}

/** What the request carries when it goes through an endpoint, or through none. */
function contextOf(endpoint: RecordedResource | undefined, request: PullRequest): RequestContext {
  const account = request.principalArn?.split(":")[4];
  return {
    // SageMaker, the registry and its pullers speak HTTPS only.
    "aws:securetransport": "true",
    "aws:sourcevpce": endpoint === undefined ? null : (text(endpoint.outputs.id) ?? null),
    ...(endpoint === undefined
      ? { "aws:sourcevpc": null }
      : request.vpcId === undefined
        ? {}
        : { "aws:sourcevpc": request.vpcId }),
    ...(request.principalArn === undefined ? {} : { "aws:principalarn": request.principalArn }),
    ...(account === undefined ? {} : { "aws:principalaccount": account }),
    ...(request.bucket !== undefined && account !== undefined
      ? { "aws:resourceaccount": account, "s3:resourceaccount": account }
      : {}),
  };
}
