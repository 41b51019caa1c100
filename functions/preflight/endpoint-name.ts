import {
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  type SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { type Check, good, inapplicable, type Outcome, problem, suspicion } from "../../preflight";
import { describeFailure } from "../shared/describe-failure";

/** For the question and its answer: who has no route to SageMaker's API, as in a closed VPC, is not held up by it. */
const TIMEOUT_MS = 3_000;
const REASON_LIMIT = 500;

/**
 * Whether the endpoint's name is free, or that of an endpoint which can be updated.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html (EndpointStatus)
 */
export function endpointNameCheck(client: SageMakerClient, endpointName: string | undefined): Check {
  return {
    id: "endpoint-name",
    title: "No endpoint that failed is left over under the endpoint's name",
    severity: "error",
    needs: [],
    async run({ signal }) {
      if (endpointName === undefined) return inapplicable("No endpoint is named");
      // Not AbortSignal.timeout: combined with another, it can be collected as garbage before it fires (nodejs/node#57736).
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), TIMEOUT_MS);
      try {
        return judge(
          endpointName,
          await client.send(new DescribeEndpointCommand({ EndpointName: endpointName }), {
            abortSignal: AbortSignal.any([signal, late.signal]),
          }),
        );
      } catch (error) {
        if (isNotThere(error)) return good(`There is no endpoint ${endpointName} yet`);
        const why = isAborted(error) ? "no answer in time" : describeFailure(error);
        return inapplicable(
          `SageMaker does not tell from here whether there is an endpoint ${endpointName}: ${why}`,
        );
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function judge(
  name: string,
  { EndpointStatus: status, FailureReason: reason }: DescribeEndpointOutput,
): Outcome {
  const told = reason === undefined ? "" : `: ${reason.slice(0, REASON_LIMIT)}`;
  const seen = `The endpoint ${name} is there, with the status ${status ?? "that SageMaker does not tell"}${told}`;
  switch (status) {
    case "InService":
      return good(seen);
    case "Failed":
      return problem(
        seen,
        `SageMaker lets an endpoint that failed only be deleted: \`aws sagemaker delete-endpoint --endpoint-name ${name}\`; ` +
          "then `pulumi up` makes it anew",
      );
    case "Creating":
    case "Updating":
    case "SystemUpdating":
    case "RollingBack":
    case "Deleting":
      return suspicion(seen, "Wait until that is over: SageMaker takes no other change of it before");
    default:
      return suspicion(seen, "Look at it in SageMaker's console before it is changed");
  }
}

/** SageMaker has no error of its own for this. */
function isNotThere(error: unknown): boolean {
  return (
    error instanceof Error && error.name === "ValidationException" && /could not find/i.test(error.message)
  );
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}
