import { Status, unknown, worstStatus } from "../../plan/evidence";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { PLACEHOLDER } from "../../plan/recording/placeholders";
import type { Requirement } from "..";
import { linkOf } from "./id-properties";

const IAM = /^aws:(iam|kms|secretsmanager|lambda|s3)\//;
const NETWORK = /^aws:(ec2|vpc|lb|alb|route53|ec2transitgateway|ecs|acm)\//;

/** The resources on which requirements depend; the others depend on the network. */
const DEPENDS_ON: Readonly<Record<string, readonly RegExp[]>> = {
  "role-usable-by-sagemaker": [IAM],
  "role-invokes-credentials-function": [IAM],
  "credentials-secret-access": [IAM],
  "least-privilege": [IAM],
  "policies-let-through": [IAM, NETWORK],
};

/** The resources of which it is unknown to what they belong, as a route of which the route table is unknown. */
export function looseEnds(graph: ResourceGraph): readonly RecordedResource[] {
  return graph.resources.filter(({ type, inputs }) => refersToUnknown(type, inputs, ""));
}

function refersToUnknown(type: string, value: unknown, path: string): boolean {
  if (typeof value === "string") return value.startsWith(PLACEHOLDER) && linkOf(type, path) !== undefined;
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([key, field]) => {
    const below = Array.isArray(value) ? path : path === "" ? key : `${path}.${key}`;
    return refersToUnknown(type, field, below);
  });
}

/** A requirement that is unknown where a resource on which it depends may belong to anything. */
export function withLooseEnds(requirement: Requirement, loose: readonly RecordedResource[]): Requirement {
  const kinds = DEPENDS_ON[requirement.id] ?? [NETWORK];
  const own = loose.filter(({ type }) => kinds.some((kind) => kind.test(type)));
  if (own.length === 0 || requirement.status === Status.NotApplicable) return requirement;
  const evidence = [
    ...requirement.evidence.filter(({ status }) => status === Status.Unknown),
    ...own.map((resource) => unknown(resource, "to what this resource refers, before it is deployed")),
  ];
  return { ...requirement, status: worstStatus(evidence), outcome: Status.Unknown, evidence };
}
