import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { endpointOf, preflight, type PreflightOptions } from "../../preflight";
import { FreshPermissions } from "../shared/fresh-permissions";
import { endpointNameCheck } from "./endpoint-name";
import type { PreflightResult } from "../contract";
import type { PreflightRequest } from "./event";
import { invokeProvider } from "./invoke-provider";
import { lambdaEndpoint } from "./lambda-endpoint";

/** Clients and settings of the function. */
export interface PreflightEnvironment {
  readonly lambda: LambdaClient;
  /** URL at which that client calls AWS Lambda. */
  readonly lambdaUrl: URL;
  readonly sageMaker: SageMakerClient;
  /** ARN of the credentials function. Default: none, anonymous access. */
  readonly credentialsProviderArn: string | undefined;
  readonly vpcCidrBlocks: readonly string[] | undefined;
  /** The token server that the deployment is configured for, if any. */
  readonly authorizationServer?: NonNullable<PreflightOptions["authorizationServer"]>;
  /** Timeout of all checks, in milliseconds. */
  readonly timeoutMs: number;
}

/** Options for a registry on this machine, for example in tests. */
export type Overrides = Pick<
  PreflightOptions,
  "certificateAuthorities" | "lookup" | "allowLoopbackRedirects" | "connectTimeoutMs"
>;

/** A quarter of this is the wait for a new permission to invoke the credentials function. */
const PERMISSIONS_MILLISECONDS = 60_000;

/** Checks one image from the function's subnets; never throws for a failed check. */
export function checkImage(
  { endpointName, ...request }: PreflightRequest,
  environment: PreflightEnvironment,
  overrides: Overrides = {},
): Promise<PreflightResult> {
  const {
    lambda,
    lambdaUrl,
    sageMaker,
    credentialsProviderArn: arn,
    vpcCidrBlocks,
    authorizationServer,
    timeoutMs,
  } = environment;
  const until = AbortSignal.timeout(timeoutMs);
  const permissions = new FreshPermissions(Date.now() + Math.min(timeoutMs, PERMISSIONS_MILLISECONDS));
  return preflight(
    {
      ...request,
      timeoutMs,
      ...(vpcCidrBlocks ? { vpcCidrBlocks } : {}),
      ...(authorizationServer ? { authorizationServer } : {}),
      ...(arn === undefined ? {} : { getCredentials: () => invokeProvider(lambda, arn, until, permissions) }),
      ...overrides,
    },
    [lambdaEndpoint(endpointOf(lambdaUrl)), endpointNameCheck(sageMaker, endpointName)],
  );
}
