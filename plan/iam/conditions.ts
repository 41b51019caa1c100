import { glob } from "./permissions";
import { fields, texts } from "../values";

/**
 * What is known of a request, by the keys of conditions in lower case, as `aws:sourcevpce`: `null` for a key that the
 * request does not carry. Of a key that is not here nothing is known.
 */
export type RequestContext = Readonly<Record<string, string | null>>;

/**
 * Whether the conditions of a statement hold for a request; `undefined` where that is not known.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(
  conditions: Readonly<Record<string, unknown>>,
  context: RequestContext,
): boolean | undefined {
  const answers = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(fields(keys)).map(([key, values]) => holds(operator, key, values, context)),
  );
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function holds(operator: string, key: string, values: unknown, context: RequestContext): boolean | undefined {
  const name = operator.replace(/IfExists$/, "");
  const actual = context[key.toLowerCase()];
  if (actual === undefined) return undefined;
  const wanted = texts(Array.isArray(values) ? values.map(String) : String(values));
  if (name === "Null") return wanted.includes(String(actual === null));
  const test = TESTS[name];
  if (test === undefined) return undefined;
  // A key that is missing matches no value, and so every negated condition.
  if (actual === null) return operator.endsWith("IfExists") || test.negated;
  return wanted.some((each) => test.matches(each, actual)) !== test.negated;
}

interface Test {
  readonly negated: boolean;
  matches(wanted: string, actual: string): boolean;
}

const equal = (wanted: string, actual: string): boolean => wanted === actual;
const equalInAnyCase = (wanted: string, actual: string): boolean =>
  wanted.toLowerCase() === actual.toLowerCase();
const like = (wanted: string, actual: string): boolean => glob(wanted, actual);

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: { negated: false, matches: equal },
  StringNotEquals: { negated: true, matches: equal },
  StringEqualsIgnoreCase: { negated: false, matches: equalInAnyCase },
  StringNotEqualsIgnoreCase: { negated: true, matches: equalInAnyCase },
  StringLike: { negated: false, matches: like },
  StringNotLike: { negated: true, matches: like },
  ArnEquals: { negated: false, matches: like },
  ArnNotEquals: { negated: true, matches: like },
  ArnLike: { negated: false, matches: like },
  ArnNotLike: { negated: true, matches: like },
  Bool: { negated: false, matches: equalInAnyCase },
};
