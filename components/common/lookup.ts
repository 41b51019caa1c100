import * as pulumi from "@pulumi/pulumi";
import { deploymentError } from "./deployment-error";
import { guarded } from "./guarded";

/** A lookup of the AWS provider. */
export interface Lookup<Args, Answer> {
  /** Its name in the provider, such as `aws:ec2/getVpc:getVpc`. */
  readonly token: string;
  readonly ask: (args: Args, options: pulumi.InvokeOptions) => Promise<Answer>;
  /** The IAM actions that it requires. */
  readonly actions: readonly string[];
}

type Inputs<Args> = { readonly [Name in keyof Args]: pulumi.Input<Args[Name]> };
/** Members of an answer without which it is of no use. */
type Needed<Answer> = readonly (keyof Answer & string)[];

/**
 * Looks something up as soon as all inputs are known. A lookup that fails ends the deployment with one message: what was looked
 * up, what AWS answered, and the remedy.
 *
 * The SDK's functions for outputs, such as `getVpcOutput`, log one error more for each input that has failed, and Pulumi prints
 * the stack of their own failures.
 */
export function lookUp<Args extends object, Answer>(
  lookup: Lookup<Args, Answer>,
  inputs: Inputs<Args>,
  parent: pulumi.Resource,
  needed: Needed<Answer> = [],
): pulumi.Output<Answer> {
  const one = pulumi.output(inputs).apply(guarded((args) => [args as unknown as Args]));
  const answers = lookUpEach(lookup, one, parent, needed);
  return answers.apply<Answer>(guarded((all) => all[0] as Answer));
}

/** Looks several things up at once; the answers are in the order of the inputs. */
export function lookUpEach<Args extends object, Answer>(
  lookup: Lookup<Args, Answer>,
  inputs: pulumi.Output<Args[]>,
  parent: pulumi.Resource,
  needed: Needed<Answer> = [],
): pulumi.Output<Answer[]> {
  return inputs.apply(
    guarded(async (known): Promise<Answer[]> => {
      const isSecret = await pulumi.isSecret(inputs);
      const answers: Answer[] = [];
      const ask = async (args: Args, index: number): Promise<void> => {
        const shown = isSecret ? "a secret" : JSON.stringify(args);
        const answer: Answer = await answerTo(lookup, args, shown, isSecret, parent);
        answers[index] = withNeeded(lookup.token, answer, shown, needed);
      };
      await Promise.all(known.map(ask));
      return answers;
    }),
  );
}

/** The same at once, for what takes no output. Members of the answer are undefined where the provider has yet to be configured. */
export function lookUpNow<Args extends object, Answer>(
  lookup: Lookup<Args, Answer>,
  args: Args,
  parent: pulumi.Resource,
): Promise<Partial<Answer>> {
  return answerTo(lookup, args, JSON.stringify(args), false, parent);
}

async function answerTo<Args, Answer>(
  lookup: Lookup<Args, Answer>,
  args: Args,
  shown: string,
  isSecret: boolean,
  parent: pulumi.Resource,
): Promise<Answer> {
  try {
    return await whileEngineRuns(lookup.ask(args, { parent }));
  } catch (error) {
    throw deploymentError(lookupProblem(lookup, shown, isSecret ? undefined : reasonOf(error)));
  }
}

function withNeeded<Answer>(token: string, answer: Answer, shown: string, needed: Needed<Answer>): Answer {
  const missing = needed.filter((name) => answer[name] === undefined || answer[name] === null);
  if (missing.length === 0) return answer;
  // In a preview, the engine answers so for a provider whose own configuration is still unknown.
  if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as Answer;
  throw deploymentError(
    `${lookupOf(token, shown)} returned no ${missing.join(" and no ")}. In a unit test with mocks, answer ${token} as AWS does, ` +
      "or use record of sagemaker-private-registry/testing",
  );
}

/**
 * A call of a provider. A call that is open when the engine shuts down, because something else has failed, never settles: its
 * own failure would be reported in addition to the cause.
 */
export async function whileEngineRuns<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isShutdown(error)) return new Promise<never>(() => undefined);
    throw error;
  }
}

/** gRPC's CANCELLED and UNAVAILABLE. https://grpc.io/docs/guides/status-codes/ */
function isShutdown(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === 1 || code === 14;
}

/** The reason of a failed call in one line, without what the engine and the provider put before it. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (
    text
      .replace(/^invocation of \S+ returned an error: /, "")
      .replace(/^invoking \S+: /, "")
      .replace(/^\d+ errors? occurred:/, "")
      // Calls that are refused for one reason differ in it, and each would be reported.
      .replace(/,? RequestID: [^,\s]+/g, "")
      .replace(/\s+(\* )?/g, " ")
      .replace(/[\s.]+$/, "")
      .trimStart()
  );
}

/** How AWS's services say that a call is not allowed. */
const REFUSED = /AccessDenied|Unauthorized|not authorized|StatusCode: 40[13]\b/;

/**
 * The message of a failed lookup, with the remedy.
 * @param shown what was looked up, as the message shows it
 * @param reason the answer; `undefined` where it may show a secret
 */
export function lookupProblem(
  { token, actions }: { readonly token: string; readonly actions: readonly string[] },
  shown: string,
  reason: string | undefined,
): string {
  const lookup = lookupOf(token, shown);
  const answer = reason ?? "the answer may contain the secret and is not shown";
  if (actions.length === 0) {
    return `${lookup} failed: ${answer}. Check the region and the credentials of the AWS provider`;
  }
  const allow = `allow the deploying identity ${actions.join(", ")} (docs/permissions.md)`;
  return REFUSED.test(reason ?? "")
    ? `${lookup} was refused: ${answer}. Remedy: ${allow}`
    : `${lookup} failed: ${answer}. Check that it exists in the account and region of the deployment, and ${allow}`;
}

/** Such as `aws.ec2.getVpc of {"id":"vpc-1"}`, or `aws.getRegion`, which has no arguments. */
function lookupOf(token: string, shown: string): string {
  const [provider = "", module = "", name = ""] = token.split(":");
  const [service = ""] = module.split("/");
  const call = [provider, ...(service === "index" ? [] : [service]), name].join(".");
  return shown === "{}" ? call : `${call} of ${shown}`;
}
