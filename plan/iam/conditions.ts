import * as ipaddr from "ipaddr.js";
import { all, any, truthOf, not, allOrNone, type Truth } from "../truth";
import { fields } from "../values";
import { glob } from "./statements";

/**
 * What is known of a request, by the keys of conditions in lower case, for example `aws:sourcevpce`: `null` for a key that the
 * request does not carry, a list for a value that is one of several. Of a key that is not here nothing is known.
 */
export type RequestContext = Readonly<Record<string, string | null | readonly string[]>>;

/**
 * Whether the conditions of a statement hold for a request.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(
  conditions: Readonly<Record<string, unknown>>,
  context: RequestContext,
): Truth {
  return all(
    Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(fields(keys)).map(([key, values]) => holds(operator, key, values, context)),
    ),
  );
}

function holds(operator: string, key: string, values: unknown, context: RequestContext): Truth {
  const [, set, name = "", optional] =
    /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const actual = context[key.toLowerCase()];
  if (actual === undefined) return "unknown";
  const wanted = (Array.isArray(values) ? (values as unknown[]) : [values]).map(String);
  if (name === "Null") return truthOf(wanted.includes(String(actual === null)));
  const test = TESTS[name];
  if (test === undefined) return "unknown";
  if (actual === null) {
    // A key that is missing matches no value, and so every negated condition.
    if (set === "ForAllValues:") return "yes";
    return truthOf(set !== "ForAnyValue:" && (optional !== undefined || test.negated));
  }
  const possible = typeof actual === "string" ? [actual] : actual;
  return allOrNone(
    possible.map((value) => {
      const matches = any(wanted.map((each) => matching(test, each, value, context)));
      return test.negated ? not(matches) : matches;
    }),
  );
}

function matching(test: Test, wanted: string, actual: string, context: RequestContext): Truth {
  const resolved = withVariables(wanted, context);
  return resolved === undefined ? "unknown" : test.matches(resolved, actual);
}

/**
 * A text of a policy with its variables, for example `${aws:PrincipalAccount}`, resolved; `undefined` where one is unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(pattern: string, context: RequestContext): string | undefined {
  let isKnown = true;
  const resolved = pattern.replace(/\$\{([a-z0-9-]+:[^}]+)\}/gi, (_variable, name: string) => {
    const value = context[name.toLowerCase()];
    if (typeof value === "string") return value;
    isKnown = false;
    return "";
  });
  return isKnown ? resolved : undefined;
}

interface Test {
  readonly negated: boolean;
  matches(wanted: string, actual: string): Truth;
}

const equal = (wanted: string, actual: string): Truth => truthOf(wanted === actual);
const equalInAnyCase = (wanted: string, actual: string): Truth =>
  truthOf(wanted.toLowerCase() === actual.toLowerCase());
const like = (wanted: string, actual: string): Truth => truthOf(glob(wanted, actual));

/** Each part of an ARN is compared with its own pattern; the last one may contain colons. */
const arnLike = (wanted: string, actual: string): Truth => {
  const [patterns, parts] = [wanted, actual].map((arn) => {
    const all = arn.split(":");
    return [...all.slice(0, 5), all.slice(5).join(":")];
  }) as [string[], string[]];
  if (wanted.split(":").length < 6) return like(wanted, actual);
  return truthOf(patterns.every((pattern, index) => glob(pattern, parts[index] ?? "")));
};

const inBlock = (wanted: string, actual: string): Truth => {
  const block = wanted.includes("/") ? wanted : `${wanted}/${wanted.includes(":") ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(block) || !ipaddr.isValid(actual)) return "unknown";
  const address = ipaddr.parse(actual);
  const [network, length] = ipaddr.parseCIDR(block);
  if (address instanceof ipaddr.IPv4 && network instanceof ipaddr.IPv4)
    return truthOf(address.match(network, length));
  if (address instanceof ipaddr.IPv6 && network instanceof ipaddr.IPv6)
    return truthOf(address.match(network, length));
  return "no";
};

/** Both operators of a comparison, the second of which is negated. */
const pair = (names: readonly [string, string], matches: Test["matches"]): Record<string, Test> => ({
  [names[0]]: { negated: false, matches },
  [names[1]]: { negated: true, matches },
});

const TESTS: Readonly<Record<string, Test>> = {
  ...pair(["StringEquals", "StringNotEquals"], equal),
  ...pair(["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"], equalInAnyCase),
  ...pair(["StringLike", "StringNotLike"], like),
  ...pair(["ArnEquals", "ArnNotEquals"], arnLike),
  ...pair(["ArnLike", "ArnNotLike"], arnLike),
  ...pair(["IpAddress", "NotIpAddress"], inBlock),
  Bool: { negated: false, matches: equalInAnyCase },
};
