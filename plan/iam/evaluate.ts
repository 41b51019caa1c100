import { all, any, truthOf, not, type Truth } from "../truth";
import { conditionsHold, withVariables, type RequestContext } from "./conditions";
import { coversAction, glob, type PolicyStatement, type Principals } from "./statements";

/** A request to AWS, as policies see it. */
export interface Request {
  /** The action, for example `lambda:InvokeFunction`. */
  readonly action: string;
  /** The ARN of what it is done to; `undefined` for an action on no resource, and in trust policies. */
  readonly resource?: string;
  /** The ARN of the role or the name of the service that makes the request; `undefined` where it is unknown. */
  readonly principal?: string;
  readonly context: RequestContext;
}

/** What the statements of a policy say of a request. */
export interface Evaluation {
  readonly denied: Truth;
  readonly allowed: Truth;
  /** The statement that decides: the one that denies, or else the one that allows, or may do so. */
  readonly by: PolicyStatement | undefined;
}

/**
 * Evaluates statements as IAM does: a statement that denies wins, and what none allows is not allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(statements: readonly PolicyStatement[], request: Request): Evaluation {
  const of = (effect: string): { answer: Truth; by: PolicyStatement | undefined } => {
    const answers = statements
      .filter((statement) => statement.effect === effect)
      .map((statement) => ({ statement, answer: matchesRequest(statement, request) }));
    const answer = any(answers.map((each) => each.answer));
    return { answer, by: answers.find((each) => each.answer === answer && answer !== "no")?.statement };
  };
  const [deny, allow] = [of("Deny"), of("Allow")];
  const decidedByDeny = deny.answer === "yes" || (deny.answer === "unknown" && allow.answer !== "no");
  return { denied: deny.answer, allowed: allow.answer, by: decidedByDeny ? deny.by : allow.by };
}

/** Whether a policy of statements lets a request through. */
export function isAllowed({ denied, allowed }: Evaluation): Truth {
  return all([not(denied), allowed]);
}

/** Whether a statement is about a request. */
function matchesRequest(statement: PolicyStatement, request: Request): Truth {
  if (!coversAction(statement, request.action)) return "no";
  return all([
    matchesResource(statement, request),
    matchesPrincipal(statement, request.principal),
    conditionsHold(statement.conditions, request.context),
  ]);
}

function matchesResource({ resources, notResources }: PolicyStatement, request: Request): Truth {
  // Trust policies name no resource.
  if (resources.length === 0) return truthOf(!notResources);
  const { resource = "*", context } = request;
  const covered = any(
    resources.map((each) => {
      const pattern = withVariables(each, context);
      return pattern === undefined ? "unknown" : truthOf(glob(pattern, resource));
    }),
  );
  return notResources ? not(covered) : covered;
}

function matchesPrincipal(
  { principals, notPrincipals }: PolicyStatement,
  principal: string | undefined,
): Truth {
  if (principals === undefined) return "yes";
  return notPrincipals ? isExcluded(principals, principal) : isIncluded(principals, principal);
}

function isIncluded(principals: Principals, principal: string | undefined): Truth {
  if (principals.everyone) return "yes";
  if (principal === undefined) return "unknown";
  if (principals.services.includes(principal)) return "yes";
  return principals.aws.some((each) => namesOf(principal).includes(each))
    ? "yes"
    : isSession(principals, principal);
}

/** A session of a role has a name that nobody knows before. */
function isSession({ aws }: Principals, principal: string): Truth {
  const role = principal.split("/").pop() ?? "";
  return aws.some((each) => each.includes(`:assumed-role/${role}/`)) ? "unknown" : "no";
}

/**
 * A statement with `NotPrincipal` is about those whom it does not name; of a role it must name the account, too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExcluded(principals: Principals, principal: string | undefined): Truth {
  if (principals.everyone) return "no";
  if (principal === undefined) return "unknown";
  if (principals.services.includes(principal)) return "no";
  const [arn = "", ...account] = namesOf(principal);
  const hasRole = principals.aws.includes(arn);
  const hasAccount = principals.aws.some((each) => account.includes(each));
  if (hasRole && hasAccount) return "no";
  return hasRole || hasAccount || isSession(principals, principal) === "unknown" ? "unknown" : "yes";
}

/** How policies name a role: by its ARN, or as part of its account. */
function namesOf(arn: string): readonly string[] {
  const [, partition = "", , , account = ""] = arn.split(":");
  return [arn, account, `arn:${partition}:iam::${account}:root`];
}
