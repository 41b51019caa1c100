import { LambdaClient } from "@aws-sdk/client-lambda";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { isCidrBlock } from "../../preflight";
import { parseAuthorizationServer } from "./authorization-server";
import type { PreflightResult, ScheduledPreflightResult } from "../contract";
import { parseEvent, type PreflightRequest } from "./event";
import { inspect } from "./inspect";
import { metricLine } from "./metric-line";
import { runSchedule } from "./schedule";
import { type LambdaContext, setting } from "../shared/lambda";

/**
 * The function that performs a pull as SageMaker does, in the model's subnets and with the model's security groups, and
 * says what is in its way.
 *
 * Environment: REGISTRY, the registry's `host[:port]` as in image references: credentials are sent to no other, whatever
 * the event says; CREDENTIALS_PROVIDER_ARN, the credentials function, where the registry asks for credentials;
 * VPC_CIDR_BLOCKS, those of the model's VPC, separated by commas, where a registry elsewhere is to be warned of;
 * AUTHORIZATION_SERVER, the port and CIDR blocks of the token server that the deployment is configured for, as JSON.
 *
 * Event and answer: `PreflightEvent` and `PreflightResult`, of a deployment; `ScheduledEvent` and `ScheduledAnswer`, of a
 * schedule, which alone makes metrics. It fails for an event that is not valid, never for what it finds.
 */

/** What is left of the function's time when it stops by itself. */
const RESERVE_MILLISECONDS = 3_000;
/** For one image, which takes a few seconds: a preview is not to hang for as long as the function may run. */
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

/** Only one check asks it, and only where there is a route to it. */
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
  if (!("images" in request)) return checkImage(request, timeoutMs);
  const { result, measurements } = await runSchedule(request, checkImage, timeoutMs);
  emit(metricLine({ registry, ...measurements }, Date.now()));
  return result;
}

async function checkImage(request: PreflightRequest, timeoutMs: number): Promise<PreflightResult> {
  const report = await inspect(request, {
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
 * Writes a line into the log as it is. `console.log` would make it the message of an object of its own, where the log
 * format is JSON, in which CloudWatch looks for no metrics. Lambda takes a line without a level for one of level INFO.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
function emit(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Where the SDK, and SageMaker, call AWS Lambda in this region. */
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
      `The environment variable VPC_CIDR_BLOCKS has ${JSON.stringify(wrong)}, which is no CIDR block.`,
    );
  }
  return blocks.length === 0 ? undefined : blocks;
}
