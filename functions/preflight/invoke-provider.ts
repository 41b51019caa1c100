import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from "@aws-sdk/client-lambda";
import { parseProviderAnswer, ProblemError } from "../../preflight";
import type { Credentials } from "../../registry-client";
import type { FreshPermissions } from "../shared/fresh-permissions";
import { describeFailure } from "../shared/describe-failure";

/**
 * Requests the credentials as SageMaker does: from the function, through the API of AWS Lambda. SageMaker uses the execution
 * role, this the caller's own.
 * @throws ProblemError without any part of the function's response, unless it is one of this package's messages
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
        `${functionArn} did not respond in time`,
        "Look at the function's log, and at what it waits for: it must be able to reach Secrets Manager",
      );
    }
    throw new ProblemError(`Calling ${functionArn} failed: ${describeFailure(error)}`, remedyOf(error));
  }
  const response = parse(output.Payload);
  if (output.FunctionError === undefined) return parseProviderAnswer(response);
  throw new ProblemError(
    `${functionArn} failed: ${describeError(response)}`,
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

/** Messages of this package's function contain no secret; of other functions only the type of the error is passed on. */
function describeError(response: unknown): string {
  const { errorType, errorMessage } = (response ?? {}) as { errorType?: unknown; errorMessage?: unknown };
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
      return "Set or increase the reserved concurrency of the credentials function: SageMaker's calls are refused as well";
    default:
      return "Check the route to AWS Lambda from the model's subnets, and the endpoint's policy";
  }
}
