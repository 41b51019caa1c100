import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from "@aws-sdk/client-lambda";
import { parseProviderAnswer, ProblemError } from "../../preflight";
import type { Credentials } from "../../registry-client";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { describeFailure } from "../shared/describe-failure";

/**
 * Gets the credentials as SageMaker does: from the function, called at the API of AWS Lambda. SageMaker does so in the
 * execution role, and this with the caller's own.
 * @throws ProblemError without any part of what the function answered, unless it is one of this package's messages
 */
export async function invokeProvider(
  client: LambdaClient,
  functionArn: string,
  signal: AbortSignal,
  permissions: FreshPermissions,
): Promise<Credentials> {
  let output: InvokeCommandOutput;
  try {
    const command = new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from("{}") });
    output = await permissions.call(() => client.send(command, { abortSignal: signal }), signal);
  } catch (error) {
    if (signal.aborted) {
      throw new ProblemError(
        `${functionArn} did not answer in time`,
        "Look at the function's log, and at what it waits for: it must be able to reach Secrets Manager",
      );
    }
    throw new ProblemError(`Calling ${functionArn} failed: ${describeFailure(error)}`, remedyOf(error));
  }
  const answer = parse(output.Payload);
  if (output.FunctionError === undefined) return parseProviderAnswer(answer);
  throw new ProblemError(
    `${functionArn} failed: ${describeError(answer)}`,
    "Look at the function's log; it must be able to reach Secrets Manager, and its role to read the secret",
  );
}

function parse(payload: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload ?? []).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What our own function says holds no secret; of others only the kind of error is passed on. */
function describeError(answer: unknown): string {
  const { errorType, errorMessage } = (answer ?? {}) as { errorType?: unknown; errorMessage?: unknown };
  const type = typeof errorType === "string" && /^[\w.]{1,80}$/.test(errorType) ? errorType : "an error";
  const message = typeof errorMessage === "string" ? errorMessage : "";
  if (/^(?:Runtime|Sandbox)\./.test(type) || /Task timed out after [\d.]+ seconds$/.test(message)) {
    return message.includes("timed out") ? "it ran out of time" : type;
  }
  const isOwn =
    type === "UnusableSecretError" || /^Reading the secret from Secrets Manager failed: /.test(message);
  return isOwn ? message.slice(0, 1000) : type;
}

function remedyOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  switch (name) {
    case "AccessDeniedException":
      return "Let the role of the preflight function invoke it (lambda:InvokeFunction), and its resource policy in another account";
    case "ResourceNotFoundException":
      return "Check the ARN of the credentials function: it must exist as long as the endpoint does";
    case "TooManyRequestsException":
      return "Reserve concurrency for the credentials function, or raise what is reserved: SageMaker, too, is refused";
    default:
      return "Check the route to AWS Lambda from the model's subnets, and the endpoint's policy";
  }
}
