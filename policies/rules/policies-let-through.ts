import type { Truth } from "../../plan/truth";
import { isFact } from "../../plan/facts/fact";
import { failed, passed, unknown, type Evidence } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import type { RequestContext } from "../../plan/iam/conditions";
import { evaluate } from "../../plan/iam/evaluate";
import { contextOfRole, isReadable, statements } from "../../plan/iam/permissions";
import { findVpc } from "../../plan/network/vpc";
import { awsRequests, type AwsRequest } from "../../plan/aws-requests";
import { text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

/**
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
 */
export const policiesLetThrough: Rule = {
  id: "policies-let-through",
  title: "No policy of an endpoint or a bucket is in the way of a pull",
  check: (graph) =>
    verdict(
      awsRequests(graph).flatMap((request) => [
        ...request.endpoints.flatMap((endpoint) =>
          endpoint === undefined ? [] : [ofEndpoint(graph, endpoint, request)],
        ),
        ...ofElsewhere(graph, request),
        ...ofBucket(graph, request),
      ]),
      "nothing that a pull asks of AWS passes an endpoint or a bucket of this plan",
    ),
};

/** A VPC of elsewhere may have an endpoint that the plan does not know, with a policy of its own. */
function ofElsewhere(
  graph: ResourceGraph,
  { vpcId, endpoints: ways, action }: AwsRequest,
): readonly Evidence[] {
  const own = findVpc(graph, vpcId);
  const isKnown =
    own !== undefined &&
    (!isFact(own) || graph.withInput("aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId", vpcId).some(isFact));
  if (ways.some((way) => way !== undefined) || isKnown) return [];
  const service = action.split(":")[0] ?? "";
  return [
    unknown(
      undefined,
      `whether the VPC ${vpcId ?? "of the subnets"}, which this program does not make, has an endpoint for ${service} whose policy is in the way of ${action}`,
    ),
  ];
}

/** What an endpoint's policy says; without one it lets everything through. */
function ofEndpoint(graph: ResourceGraph, endpoint: RecordedResource, request: AwsRequest): Evidence {
  const [own] = graph.withInput(
    "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    "vpcEndpointId",
    endpoint.outputs.id,
  );
  const document = own?.inputs.policy ?? endpoint.inputs.policy;
  const what = `${request.title} ${request.action} on ${request.resourceArn}`;
  if (document === undefined || document === "") {
    return passed(endpoint, `has no policy of its own, and lets ${request.action} through`);
  }
  const declaredBy = own ?? endpoint;
  const all = statements(document, declaredBy);
  if (all.length === 0) return unknown(declaredBy, `what the policy says of ${what}`);
  const { denied, allowed } = evaluate(all, asked(request, contextOf(endpoint, request)));
  if (denied === "yes") {
    return failed(declaredBy, `its policy denies ${what}`, "take that out of its Deny statements");
  }
  if (allowed === "no") {
    return failed(
      declaredBy,
      `its policy does not allow ${what}`,
      `allow ${request.action} on ${request.resourceArn} in the endpoint's policy`,
    );
  }
  return denied === "unknown" || allowed === "unknown"
    ? unknown(declaredBy, `whether the conditions of its policy let ${what} through`)
    : passed(declaredBy, `its policy allows ${what}`);
}

/** A bucket's policy need not allow what the role's own policies do, but it may deny it. */
function ofBucket(graph: ResourceGraph, request: AwsRequest): readonly Evidence[] {
  const { bucket } = request;
  if (bucket === undefined) return [];
  const names = [...new Set([bucket.outputs.bucket, bucket.outputs.id])];
  const documents = [
    ...names
      .flatMap((name) => graph.withInput("aws:s3/bucketPolicy:BucketPolicy", "bucket", name))
      .map((each) => ({ each, document: each.inputs.policy })),
    { each: bucket, document: bucket.inputs.policy },
  ];
  const what = `${request.title} ${request.action} on ${request.resourceArn}`;
  return documents.flatMap(({ each, document }) => {
    if (!isReadable(document)) return [unknown(each, `what the bucket's policy says of ${what}`)];
    const all = statements(document, each);
    if (all.length === 0) return [];
    // A request that passes no endpoint comes over the internet, and carries none.
    const ways = request.endpoints.length === 0 ? [undefined] : request.endpoints;
    const answers: readonly Truth[] = ways.map(
      (endpoint) => evaluate(all, asked(request, contextOf(endpoint, request))).denied,
    );
    if (answers.includes("yes")) {
      return [
        failed(
          each,
          `the bucket's policy denies ${what}`,
          "except the role, or the VPC's endpoint for S3, in its Deny statement",
        ),
      ];
    }
    return answers.includes("unknown")
      ? [unknown(each, `whether the conditions of the bucket's policy deny ${what}`)]
      : [passed(each, `the bucket's policy does not deny ${what}`)];
  });
}

function asked({ action, resourceArn, principalArn }: AwsRequest, context: RequestContext) {
  return {
    action,
    resource: resourceArn,
    context,
    ...(principalArn === undefined ? {} : { principal: principalArn }),
  };
}

/** What the request carries when it goes through an endpoint, or through none. */
function contextOf(endpoint: RecordedResource | undefined, request: AwsRequest): RequestContext {
  const account = request.principalArn?.split(":")[4];
  // ARNs of S3 name no account.
  const owner = /^\d{12}$/.exec(request.resourceArn.split(":")[4] ?? "")?.[0];
  return {
    ...contextOfRole(request.principalArn, request.region),
    "aws:sourcevpce": endpoint === undefined ? null : (text(endpoint.outputs.id) ?? null),
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
    ...(endpoint === undefined ? {} : { "aws:sourceip": null }),
    ...(endpoint === undefined
      ? { "aws:sourcevpc": null }
      : request.vpcId === undefined
        ? {}
        : { "aws:sourcevpc": request.vpcId }),
    ...(request.bucket !== undefined && account !== undefined
      ? { "aws:resourceaccount": account, "s3:resourceaccount": account }
      : {}),
    ...(owner === undefined ? {} : { "aws:resourceaccount": owner }),
  };
}
