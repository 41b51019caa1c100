import type { RecordedResource } from "../graph";
import { fields, json, list, text, texts } from "../values";

/** The principals of a statement, by kind, for example `AWS` or `Service`; `"*"` is everyone. */
export interface Principals {
  readonly everyone: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/** One statement of a policy. */
export interface PolicyStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** Whether `actions` are those that are left out. */
  readonly notActions: boolean;
  readonly resources: readonly string[];
  /** Whether `resources` are those that are left out. */
  readonly notResources: boolean;
  /** Whom it is about; `undefined` where the document belongs to a role. */
  readonly principals: Principals | undefined;
  /** Whether `principals` are those that are left out. */
  readonly notPrincipals: boolean;
  readonly conditional: boolean;
  /** The conditions, by operator and then by key. */
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly declaredBy: RecordedResource;
}

/** Whether a policy document can be read: a text that is no JSON, as one that is unknown or encrypted, cannot. */
export function isReadable(document: unknown): boolean {
  return (
    document === undefined ||
    document === null ||
    document === "" ||
    fields(json(document)).Statement !== undefined
  );
}

/** The statements of a policy document, provided as text or as an object. */
export function statements(document: unknown, declaredBy: RecordedResource): readonly PolicyStatement[] {
  const statement = fields(json(document)).Statement;
  return (Array.isArray(statement) ? list(statement) : [fields(statement)]).flatMap((each) => {
    const effect = text(each.Effect);
    if (effect === undefined) return [];
    const principal = each.Principal ?? each.NotPrincipal;
    return [
      {
        effect,
        actions: texts(each.Action ?? each.NotAction),
        notActions: each.Action === undefined,
        resources: texts(each.Resource ?? each.NotResource),
        notResources: each.Resource === undefined && each.NotResource !== undefined,
        principals: principal === undefined || principal === null ? undefined : principalsOf(principal),
        notPrincipals:
          (each.Principal ?? undefined) === undefined && (each.NotPrincipal ?? undefined) !== undefined,
        conditional: each.Condition !== undefined,
        conditions: fields(each.Condition),
        declaredBy,
      },
    ];
  });
}

function principalsOf(principal: unknown): Principals {
  const { AWS, Service } = fields(principal);
  const aws = texts(AWS);
  return { everyone: principal === "*" || aws.includes("*"), aws, services: texts(Service) };
}

/** The statements of an effect that cover an action, for example `lambda:InvokeFunction`. */
export function covering(
  { statements: all }: { readonly statements: readonly PolicyStatement[] },
  effect: "Allow" | "Deny",
  action: string,
): readonly PolicyStatement[] {
  return all.filter((statement) => statement.effect === effect && coversAction(statement, action));
}

/** Whether a statement covers an action. */
export function coversAction({ actions, notActions }: PolicyStatement, action: string): boolean {
  return actions.some((each) => glob(each, action, "i")) !== notActions;
}

/** Whether a statement covers a resource. */
export function coversResource({ resources, notResources }: PolicyStatement, arn: string): boolean {
  return resources.some((each) => glob(each, arn)) !== notResources;
}

const patterns = new Map<string, RegExp>();

/**
 * Whether a pattern of a policy, with `*` and `?`, matches a text. In `${*}`, `${?}` and `${$}` they stand for themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function glob(pattern: string, value: string, flags = ""): boolean {
  const key = `${flags} ${pattern}`;
  const expression = patterns.get(key) ?? compiled(pattern, flags);
  patterns.set(key, expression);
  return expression.test(value);
}

function compiled(pattern: string, flags: string): RegExp {
  const source = pattern.replace(
    /\$\{([*?$])\}|[.+^${}()|[\]\\*?]/g,
    (special, literal: string | undefined) =>
      literal === undefined ? (WILDCARDS[special] ?? `\\${special}`) : `\\${literal}`,
  );
  return new RegExp(`^${source}$`, `${flags}s`);
}

const WILDCARDS: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
