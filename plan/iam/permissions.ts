import { all, type Truth } from "../truth";
import type { RecordedResource, ResourceGraph } from "../graph";
import { list, text, texts } from "../values";
import { awsPolicy, coversAction, mayDeny } from "./aws-policies";
import type { RequestContext } from "./conditions";
import { evaluate, isAllowed, type Request } from "./evaluate";
import { isReadable, statements, type PolicyStatement } from "./statements";

export { covering, coversResource, glob, isReadable, statements, type PolicyStatement } from "./statements";

/** What a role may do, as far as the plan tells. */
export interface Permissions {
  readonly role: RecordedResource;
  readonly statements: readonly PolicyStatement[];
  /** The policies whose documents the plan does not tell: managed ones by their ARNs, inline ones by their names. */
  readonly unknownPolicies: readonly string[];
  /** The permissions boundary, where there is one: its statements, if they are known. */
  readonly boundary: Boundary | undefined;
}

/** The most that a role may do, whatever its policies allow. */
export interface Boundary {
  readonly arn: string;
  readonly statements: readonly PolicyStatement[] | undefined;
}

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";

/** The role with an ARN, if the plan makes it. */
export function roleByArn(graph: ResourceGraph, arn: string | undefined): RecordedResource | undefined {
  const role = arn === undefined ? undefined : graph.byOutput(ROLE, "arn", arn);
  return role?.read === true ? undefined : role;
}

/** Reads every policy of a role that the plan makes. */
export function permissionsOf(graph: ResourceGraph, role: RecordedResource): Permissions {
  const names = [...new Set([role.outputs.name, role.outputs.id])];
  const attached = (type: string, property: string): readonly RecordedResource[] =>
    names.flatMap((name) => graph.withInput(type, property, name));
  const inline = [
    ...attached("aws:iam/rolePolicy:RolePolicy", "role").map((each) => ({
      name: each.name,
      document: each.inputs.policy,
      declaredBy: each,
    })),
    ...list(role.inputs.inlinePolicies).map(({ name, policy }) => ({
      name: text(name) ?? role.name,
      document: policy,
      declaredBy: role,
    })),
  ];
  const arns = [
    ...texts(role.inputs.managedPolicyArns),
    ...attached("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role").flatMap(({ inputs }) =>
      texts(inputs.policyArn),
    ),
    ...attached("aws:iam/policyAttachment:PolicyAttachment", "roles").flatMap(({ inputs }) =>
      texts(inputs.policyArn),
    ),
    ...attached("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "roleName").flatMap(
      ({ inputs }) => texts(inputs.policyArns),
    ),
  ];
  const managed = [...new Set(arns)].map((arn) => ({ arn, document: documentOf(graph, role, arn) }));
  const boundary = text(role.inputs.permissionsBoundary);
  return {
    role,
    statements: [
      ...inline.flatMap(({ document, declaredBy }) => statements(document, declaredBy)),
      ...managed.flatMap(({ document }) => document ?? []),
    ],
    unknownPolicies: [
      ...inline.flatMap(({ name, document }) => (isReadable(document) ? [] : [`"${name}"`])),
      ...managed.flatMap(({ arn, document }) =>
        document === undefined || awsPolicy(arn) !== undefined ? [arn] : [],
      ),
    ],
    boundary:
      boundary === undefined || boundary === ""
        ? undefined
        : { arn: boundary, statements: documentOf(graph, role, boundary) },
  };
}

function documentOf(
  graph: ResourceGraph,
  role: RecordedResource,
  arn: string,
): readonly PolicyStatement[] | undefined {
  const policy = graph.byOutput(POLICY, "arn", arn);
  if (policy !== undefined && !policy.read) {
    return isReadable(policy.inputs.policy) ? statements(policy.inputs.policy, policy) : undefined;
  }
  const document = awsPolicy(arn);
  return document === undefined ? undefined : statements(document, role);
}

/** Whether a role may make a request. */
export interface Decision {
  readonly answer: Truth;
  /** What decides: a statement, a boundary, a policy that is unknown, or that nothing allows it. */
  readonly reason:
    "allowed" | "denied" | "not-allowed" | "boundary" | "conditions" | "unread" | "unread-boundary";
  readonly by: PolicyStatement | undefined;
  /** The ARNs of what is unknown. */
  readonly unknownPolicies: readonly string[];
}

/** Whether a role may make a request, by its policies and its permissions boundary. */
export function evaluateRole(
  { statements: own, unknownPolicies: unread, boundary }: Permissions,
  request: Request,
): Decision {
  const policies = evaluate(own, request);
  const limit = boundary?.statements === undefined ? undefined : evaluate(boundary.statements, request);
  const silent = unread.filter((arn) => !coversAction(arn, request.action));
  const decide = (answer: Truth, reason: Decision["reason"], by = policies.by): Decision => ({
    answer,
    reason,
    by,
    unknownPolicies: reason === "unread-boundary" && boundary !== undefined ? [boundary.arn] : silent,
  });
  if (policies.denied === "yes") return decide("no", "denied");
  if (limit?.denied === "yes") return decide("no", "denied", limit.by);
  if (limit?.allowed === "no") return decide("no", "boundary");
  if (policies.allowed === "no")
    return decide(silent.length > 0 ? "unknown" : "no", silent.length > 0 ? "unread" : "not-allowed");
  const answer = all([isAllowed(policies), ...(limit === undefined ? [] : [isAllowed(limit)])]);
  if (answer === "unknown")
    return decide(
      "unknown",
      "conditions",
      policies.denied === "unknown" || policies.allowed === "unknown" ? policies.by : limit?.by,
    );
  if (boundary !== undefined && limit === undefined) return decide("unknown", "unread-boundary");
  if (silent.some(mayDeny)) return decide("unknown", "unread");
  return decide("yes", "allowed");
}

/** What every request carries that a role makes of itself, over TLS, in a Region. */
export function contextOfRole(roleArn: string | undefined, region: string | undefined): RequestContext {
  const account = roleArn?.split(":")[4];
  return {
    // SageMaker, the registry and its pullers speak HTTPS only.
    "aws:securetransport": "true",
    ...(roleArn === undefined ? {} : { "aws:principalarn": roleArn }),
    ...(account === undefined ? {} : { "aws:principalaccount": account }),
    ...(region === undefined || region === "" ? {} : { "aws:requestedregion": region }),
  };
}
