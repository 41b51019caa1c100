import { LambdaClient } from "@aws-sdk/client-lambda";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { isCidrBlock } from "../../preflight";
import { parseAuthorizationServer } from "./authorization-server";
import type { PreflightResult, ScheduledPreflightResult } from "../contract";
import { parseEvent, type PreflightRequest } from "./event";
import { checkImage } from "./check-image";
import { metricLine } from "./metric-line";
import { runSchedule } from "./schedule";
import { type LambdaContext, setting } from "../shared/lambda";

/**
 * The function that pulls an image as SageMaker does, in the model's subnets and with the model's security groups, and
 * reports what fails.
 *
 * Environment: REGISTRY, the registry's `host[:port]` as in image references: credentials are sent to no other, whatever
 * the event says; CREDENTIALS_PROVIDER_ARN, the credentials function, where the registry requires credentials;
 * VPC_CIDR_BLOCKS, those of the model's VPC, separated by commas, to warn of a registry outside of it;
 * AUTHORIZATION_SERVER, the port and CIDR blocks of the token server that the deployment is configured for, as JSON.
 *
 * Event and result: `PreflightEvent` and `PreflightResult`, of a deployment; `ScheduledPreflightEvent` and `ScheduledPreflightResult`, of a
 * schedule, which alone writes metrics. It fails for an invalid event, never for a failed check.
 */

/** Time left when the function stops by itself. */
const RESERVE_MILLISECONDS = 3_000;
/** Timeout of one image, which takes a few seconds: a preview does not wait for the function's own timeout. */
const IMAGE_MILLISECONDS = 120_000;
const CONNECTION_TIMEOUT_MILLISECONDS = 5_000;
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const SAGEMAKER_CONNECTION_TIMEOUT_MILLISECONDS = 2_000;

const registry = setting("REGISTRY");
const credentialsProviderArn = process.env["CREDENTIALS_PROVIDER_ARN"] || undefined;
const authorizationServer = parseAuthorizationServer(process.env["AUTHORIZATION_SERVER"]);
const vpcCidrBlocks = cidrBlocks(process.env["VPC_CIDR_BLOCKS"]);

const lambda = new LambdaClient({
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MILLISECONDS,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    throwOnRequestTimeout: true,
  },
});

/** For one check, which is skipped where there is no route to SageMaker's API. */
const sageMaker = new SageMakerClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: SAGEMAKER_CONNECTION_TIMEOUT_MILLISECONDS },
});

/** Checks one image, or those of an endpoint. */
export async function handler(
  event: unknown,
  context: LambdaContext,
): Promise<PreflightResult | ScheduledPreflightResult> {
  const request = parseEvent(event, registry);
  const timeoutMs = Math.max(1_000, context.getRemainingTimeInMillis() - RESERVE_MILLISECONDS);
  if (!("images" in request)) return checkAndLog(request, timeoutMs);
  const { result, measurements } = await runSchedule(request, checkAndLog, timeoutMs);
  emit(metricLine({ registry, ...measurements }, Date.now()));
  return result;
}

async function checkAndLog(request: PreflightRequest, timeoutMs: number): Promise<PreflightResult> {
  const report = await checkImage(request, {
    lambda,
    lambdaUrl: await lambdaUrl(),
    sageMaker,
    credentialsProviderArn,
    vpcCidrBlocks,
    ...(authorizationServer ? { authorizationServer } : {}),
    timeoutMs: Math.min(timeoutMs, IMAGE_MILLISECONDS),
  });
  console.log(JSON.stringify(report));
  return report;
}

/**
 * Writes a line to the log unchanged. With the log format JSON, `console.log` would wrap it in an object, in which CloudWatch
 * finds no metrics. Lambda logs a line without a level as INFO.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
function emit(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** URL at which the SDK, and SageMaker, call AWS Lambda in this Region. */
async function lambdaUrl(): Promise<URL> {
  const configured = process.env["AWS_ENDPOINT_URL_LAMBDA"];
  if (configured) return new URL(configured);
  const { endpointProvider, region } = lambda.config;
  return endpointProvider({ Region: await region(), UseDualStack: false, UseFIPS: false }).url;
}

function cidrBlocks(text: string | undefined): readonly string[] | undefined {
  const blocks = (text ?? "").split(",").flatMap((block) => (block.trim() === "" ? [] : [block.trim()]));
  const wrong = blocks.find((block) => !isCidrBlock(block));
  if (wrong !== undefined) {
    throw new Error(
      `The environment variable VPC_CIDR_BLOCKS contains ${JSON.stringify(wrong)}, which is not a CIDR block.`,
    );
  }
  return blocks.length === 0 ? undefined : blocks;
}
