import {
  DescribeEndpointCommand,
  type DescribeEndpointOutput,
  type SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { type Check, good, inapplicable, type Outcome, problem, suspicion } from "../../preflight";
import { describeFailure } from "../shared/describe-failure";

/** Timeout of the request: without a route to SageMaker's API, for example in a closed VPC, the check is skipped soon. */
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
    title: "No failed endpoint has the endpoint's name",
    severity: "error",
    needs: [],
    async run({ signal }) {
      if (endpointName === undefined) return inapplicable("No endpoint name is provided");
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
        if (isMissing(error)) return good(`There is no endpoint ${endpointName} yet`);
        const why = isAborted(error) ? "no response in time" : describeFailure(error);
        return inapplicable(
          `It cannot be determined from here whether there is an endpoint ${endpointName}: ${why}`,
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
  const cause = reason === undefined ? "" : `: ${reason.slice(0, REASON_LIMIT)}`;
  const seen = `The endpoint ${name} exists, with the status ${status ?? "unknown"}${cause}`;
  switch (status) {
    case "InService":
      return good(seen);
    case "Failed":
      return problem(
        seen,
        `SageMaker allows only to delete a failed endpoint: \`aws sagemaker delete-endpoint --endpoint-name ${name}\`; ` +
          "then `pulumi up` creates it again",
      );
    case "Creating":
    case "Updating":
    case "SystemUpdating":
    case "RollingBack":
    case "Deleting":
      return suspicion(seen, "Wait until that is complete: SageMaker refuses other changes before");
    default:
      return suspicion(seen, "Look at it in SageMaker's console before you change it");
  }
}

/** SageMaker has no error type for this. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && error.name === "ValidationException" && /could not find/i.test(error.message)
  );
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}
