import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { endpointOf, preflight, type PreflightOptions } from "../../preflight";
import { FreshPermissions } from "../shared/fresh-permissions";
import { endpointNameCheck } from "./endpoint-name";
import type { PreflightResult } from "../contract";
import type { PreflightRequest } from "./event";
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
  /** The token server that the deployment is configured for, if any. */
  readonly authorizationServer?: NonNullable<PreflightOptions["authorizationServer"]>;
  /** For everything, in milliseconds. */
  readonly timeoutMs: number;
}

/** What differs where the registry stands on this machine, as in tests. */
export type Overrides = Pick<
  PreflightOptions,
  "certificateAuthorities" | "lookup" | "allowLoopbackRedirects" | "connectTimeoutMs"
>;

/** A quarter of this is waited for the permission to invoke the credentials function, where it is a moment old. */
const PERMISSIONS_MILLISECONDS = 60_000;

/** Checks one image from where the function stands; never throws for what it finds. */
export function inspect(
  { endpointName, ...request }: PreflightRequest,
  surroundings: Surroundings,
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
  } = surroundings;
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
