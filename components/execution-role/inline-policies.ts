const QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

/** The most characters, white space not counted, of all inline policies of a role together. */
export const INLINE_POLICIES_LIMIT = 10_240;

/** Says what to do where a role's inline policies are longer than IAM takes. */
export function inlinePoliciesProblem(policies: readonly string[]): string | undefined {
  const characters = policies.join("").replace(/\s/g, "").length;
  return characters <= INLINE_POLICIES_LIMIT
    ? undefined
    : `makes the role's policies ${characters} characters long, but IAM takes at most ${INLINE_POLICIES_LIMIT}: ` +
        `name a prefix in place of many objects, or grant some of it in a policy of your own by managedPolicyArns (${QUOTAS})`;
}

/** Says what is wrong with a text that should be an IAM policy. */
export function policyJsonProblem(text: string): string | undefined {
  const problem = 'must be an IAM policy as JSON, {"Version": "2012-10-17", "Statement": […]}';
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    return `${problem}: ${(error as Error).message}`;
  }
  const isPolicy = typeof policy === "object" && policy !== null && "Statement" in policy;
  return isPolicy ? undefined : problem;
}
