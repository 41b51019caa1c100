import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deploymentError, lookUpPlacement } from "../../common";

const ENDPOINT_TYPE = "AWS::SageMaker::Endpoint";
/** What Cloud Control answers where it does not know the type, as in a region without it, which no user can change. */
const UNSUPPORTED = /UnsupportedActionException|TypeNotFoundException/;

/** What SageMaker says of an endpoint that exists. */
export interface LiveEndpoint {
  readonly endpointConfigName: string | undefined;
  /** The names of the alarms that roll its deployments back, where they are told. */
  readonly alarmNames: readonly string[] | undefined;
}

/** An endpoint that is known to run the configuration that it was given. */
export interface ServedEndpoint {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
}

/**
 * The endpoint, once it is known to run what it was given. After an update that SageMaker rolled back an endpoint is in
 * service as well, so that the provider takes it for done; and the configuration that is now in use again would be deleted.
 * It is read anew by every preview and deployment, after the endpoint's own update; a preview warns where a deployment
 * fails, because the deployment may be about to repair it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export function verifyLiveConfiguration(
  endpoint: aws.sagemaker.Endpoint,
  configuration: aws.sagemaker.EndpointConfiguration,
  parent: pulumi.Resource,
): ServedEndpoint {
  const { name, arn, endpointConfigName } = endpoint;
  const verified = pulumi
    .all([name, arn, configuration.name, endpointConfigName])
    .apply(async ([endpointName, endpointArn, wanted, told]) => {
      const live = await read(endpointArn, parent);
      if ("failure" in live && !UNSUPPORTED.test(live.failure))
        await pulumi.log.warn(unread(endpointName, live.failure), parent);
      // What the provider read when it had updated the endpoint is the next best.
      const problem = configurationProblem(
        endpointName,
        wanted,
        ("failure" in live ? undefined : live.endpointConfigName) ?? told,
      );
      if (problem === undefined) return;
      if (!pulumi.runtime.isDryRun()) throw deploymentError(problem);
      await pulumi.log.warn(problem, parent);
    });
  // What is known at a preview stays known, also where the configuration is yet to be made.
  if (pulumi.runtime.isDryRun()) return { name, arn };
  const once = (output: pulumi.Output<string>) => pulumi.all([output, verified]).apply(([known]) => known);
  return { name: once(name), arn: once(arn) };
}

/** Says what to do where an endpoint runs another configuration than the one it was given. */
export function configurationProblem(endpointName: string, wanted: string, live: string): string | undefined {
  if (live === wanted) return undefined;
  return (
    `the endpoint ${endpointName} runs the configuration ${live}, and not ${wanted}: SageMaker has rolled the update back, or ` +
    "somebody else has updated the endpoint. It answers with what it ran before. The alarms of deploymentConfig, and " +
    "FailureReason in `aws sagemaker describe-endpoint`, say why. Then run `pulumi up --refresh`, which reads what the endpoint " +
    "runs, and updates it again"
  );
}

const unread = (endpointName: string, reason: string): string =>
  `the configuration that the endpoint ${endpointName} runs cannot be read (${reason}), so that an update that was rolled back may look ` +
  "like a success; where that is refused, allow cloudformation:GetResource, sagemaker:DescribeEndpoint and sagemaker:ListTags";

/**
 * Warns at a preview that the alarms by which deployments are rolled back differ from those of the endpoint that exists: the
 * provider replaces the endpoint for that, and AWS refuses a second one of its name.
 */
export function warnOfChangedAlarms(
  endpointName: pulumi.Output<string> | undefined,
  alarmNames: pulumi.Output<string[]> | undefined,
  parent: pulumi.Resource,
): void {
  if (endpointName === undefined || !pulumi.runtime.isDryRun()) return;
  pulumi
    .all([endpointName, alarmNames ?? [], lookUpPlacement(parent)])
    .apply(async ([name, wanted, { partition, region, accountId }]) => {
      const arn = `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${name.toLowerCase()}`;
      const live = await read(arn, parent);
      const problem = alarmsProblem(name, wanted, "failure" in live ? undefined : live.alarmNames);
      if (problem !== undefined) await pulumi.log.warn(problem, parent);
    });
}

/** Says what to do where the alarms of a rollback are to be changed on an endpoint that exists. */
export function alarmsProblem(
  endpointName: string,
  wanted: readonly string[],
  live: readonly string[] | undefined,
): string | undefined {
  if (live === undefined) return undefined;
  const [before, after] = [[...live].sort(), [...wanted].sort()];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return (
    `deploymentConfig.autoRollbackConfiguration names the alarms ${after.join(", ") || "(none)"}, but the endpoint ${endpointName} ` +
    `has ${before.join(", ") || "(none)"}: the AWS provider would replace the endpoint for that, which AWS refuses while one of this ` +
    "name exists. Change them by `aws sagemaker update-endpoint` to a copy of the endpoint's configuration with the new " +
    "--deployment-config, and then run `pulumi up --refresh`; or give another endpointName, which makes a new endpoint"
  );
}

/** Reads an endpoint, or says why that is not possible: it is not allowed, not supported, or there is none. */
async function read(
  arn: string,
  parent: pulumi.Resource,
): Promise<LiveEndpoint | { readonly failure: string }> {
  try {
    const { properties } = await aws.cloudcontrol.getResource(
      { typeName: ENDPOINT_TYPE, identifier: arn },
      { parent },
    );
    return parseEndpoint(properties) ?? { failure: "the answer names no configuration" };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads what Cloud Control says of an endpoint: JSON by CloudFormation's schema of the type. */
export function parseEndpoint(properties: string): LiveEndpoint | undefined {
  const { EndpointConfigName: configuration, DeploymentConfig: deployment } = objectOf(
    JSON.parse(properties),
  );
  if (typeof configuration !== "string") return undefined;
  return {
    // Some versions of the type tell the configuration by its ARN.
    endpointConfigName: configuration.slice(configuration.lastIndexOf("/") + 1),
    alarmNames: deployment === undefined ? undefined : alarmNamesOf(objectOf(deployment)),
  };
}

function alarmNamesOf(deployment: Readonly<Record<string, unknown>>): readonly string[] {
  const { Alarms: alarms } = objectOf(deployment.AutoRollbackConfiguration);
  return Array.isArray(alarms) ? alarms.map((alarm) => String(objectOf(alarm).AlarmName)) : [];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
