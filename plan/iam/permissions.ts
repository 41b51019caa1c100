import type { RecordedResource, ResourceGraph } from "../graph";
import { fields, json, list, text, texts } from "../values";

/** One statement of a role's policies. */
export interface PolicyStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** Whether `actions` are those that are left out. */
  readonly notActions: boolean;
  readonly resources: readonly string[];
  /** Whether `resources` are those that are left out. */
  readonly notResources: boolean;
  /** Whom it is about, as ARNs, account ids or `*`; empty where the document belongs to a role. */
  readonly principals: readonly string[];
  readonly conditional: boolean;
  /** The conditions, by operator and then by key. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly declaredBy: RecordedResource;
}

/** What a role may do, as far as the plan tells. */
export interface Permissions {
  readonly statements: readonly PolicyStatement[];
  /** Policies and boundaries whose documents the plan does not hold. */
  readonly unread: readonly string[];
}

/** The role with an ARN, if the plan makes it. */
export function roleByArn(graph: ResourceGraph, arn: string | undefined): RecordedResource | undefined {
  const role = arn === undefined ? undefined : graph.byOutput("aws:iam/role:Role", "arn", arn);
  return role?.read === true ? undefined : role;
}

/** Reads every policy of a role that the plan makes. */
export function permissionsOf(graph: ResourceGraph, role: RecordedResource): Permissions {
  const names = [role.outputs.name, role.outputs.id];
  const inline = graph
    .ofType("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => names.includes(inputs.role))
    .flatMap((policy) => statements(policy.inputs.policy, policy));
  const own = list(role.inputs.inlinePolicies).flatMap(({ policy }) => statements(policy, role));
  const arns = [
    ...texts(role.inputs.managedPolicyArns),
    ...graph
      .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ inputs }) => names.includes(inputs.role))
      .flatMap(({ inputs }) => texts(inputs.policyArn)),
    ...graph
      .ofType("aws:iam/policyAttachment:PolicyAttachment")
      .filter(({ inputs }) => texts(inputs.roles).some((each) => names.includes(each)))
      .flatMap(({ inputs }) => texts(inputs.policyArn)),
  ];
  const managed = arns.map((arn) => ({ arn, policy: graph.byOutput("aws:iam/policy:Policy", "arn", arn) }));
  const boundary = text(role.inputs.permissionsBoundary);
  return {
    statements: [
      ...inline,
      ...own,
      ...managed.flatMap(({ policy }) =>
        policy === undefined ? [] : statements(policy.inputs.policy, policy),
      ),
    ],
    unread: [
      ...managed.flatMap(({ arn, policy }) => (policy === undefined ? [`the policy ${arn}`] : [])),
      ...(boundary === undefined ? [] : [`the permissions boundary ${boundary}`]),
    ],
  };
}

/** The statements of a policy document, given as text or as an object. */
export function statements(document: unknown, declaredBy: RecordedResource): readonly PolicyStatement[] {
  const statement = fields(json(document)).Statement;
  return (Array.isArray(statement) ? list(statement) : [fields(statement)]).flatMap((each) =>
    text(each.Effect) === undefined
      ? []
      : [
          {
            effect: text(each.Effect) ?? "",
            actions: texts(each.Action ?? each.NotAction),
            notActions: each.Action === undefined,
            resources: texts(each.Resource ?? each.NotResource),
            notResources: each.Resource === undefined && each.NotResource !== undefined,
            principals: texts(each.Principal).concat(
              Object.values(fields(each.Principal)).flatMap((value) => texts(value)),
            ),
            conditional: each.Condition !== undefined,
            conditions: fields(each.Condition),
            declaredBy,
          },
        ],
  );
}

/** The statements of an effect that cover an action, as `lambda:InvokeFunction`. */
export function covering(
  permissions: Pick<Permissions, "statements">,
  effect: "Allow" | "Deny",
  action: string,
): readonly PolicyStatement[] {
  return permissions.statements.filter(
    (statement) =>
      statement.effect === effect &&
      statement.actions.some((each) => glob(each, action, "i")) !== statement.notActions,
  );
}

/** Whether a statement covers a resource. */
export function coversResource(statement: PolicyStatement, arn: string): boolean {
  return statement.resources.some((each) => glob(each, arn)) !== statement.notResources;
}

/**
 * Whether a pattern of a policy, with `*` and `?`, matches a text. In `${*}`, `${?}` and `${$}` they stand for themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function glob(pattern: string, value: string, flags = ""): boolean {
  const source = pattern.replace(
    /\$\{([*?$])\}|[.+^${}()|[\]\\*?]/g,
    (special, literal: string | undefined) =>
      literal === undefined ? (WILDCARDS[special] ?? `\\${special}`) : `\\${literal}`,
  );
  return new RegExp(`^${source}$`, `${flags}s`).test(value);
}

const WILDCARDS: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
