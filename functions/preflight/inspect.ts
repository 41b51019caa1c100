import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { endpointOf, preflight, type PreflightOptions } from "../../preflight";
import { endpointNameCheck } from "./endpoint-name";
import type { PreflightAnswer, PreflightRequest } from "./event";
import { invokeProvider } from "./invoke-provider";
import { lambdaEndpoint } from "./lambda-endpoint";

/** Where the function stands. */
export interface Surroundings {
  readonly lambda: LambdaClient;
  /** Where that client calls AWS Lambda. */
  readonly lambdaUrl: URL;
  readonly sageMaker: SageMakerClient;
  /** The credentials function; anonymous without one. */
  readonly credentialsProviderArn: string | undefined;
  readonly vpcCidrBlocks: readonly string[] | undefined;
  /** For everything, in milliseconds. */
  readonly timeoutMs: number;
}

/** What differs where the registry stands on this machine, as in tests. */
export type Overrides = Pick<
  PreflightOptions,
  "certificateAuthorities" | "lookup" | "allowLoopbackRedirects" | "connectTimeoutMs"
>;

/** Checks one image from where the function stands; never throws for what it finds. */
export function inspect(
  { endpointName, ...request }: PreflightRequest,
  surroundings: Surroundings,
  overrides: Overrides = {},
): Promise<PreflightAnswer> {
  const {
    lambda,
    lambdaUrl,
    sageMaker,
    credentialsProviderArn: arn,
    vpcCidrBlocks,
    timeoutMs,
  } = surroundings;
  const until = AbortSignal.timeout(timeoutMs);
  return preflight(
    {
      ...request,
      timeoutMs,
      ...(vpcCidrBlocks ? { vpcCidrBlocks } : {}),
      ...(arn === undefined ? {} : { getCredentials: () => invokeProvider(lambda, arn, until) }),
      ...overrides,
    },
    [lambdaEndpoint(endpointOf(lambdaUrl)), endpointNameCheck(sageMaker, endpointName)],
  );
}
