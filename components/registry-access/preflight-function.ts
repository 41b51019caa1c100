import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  createLambdaFunction,
  lookUpPlacement,
  policyDocument,
  roleName,
  serviceTrustPolicy,
  vpcCidrBlocks,
  type Placement,
  type Statement,
  guarded,
} from "../common";
import { Dimension, Metric, METRIC_NAMESPACE } from "../../preflight/metrics";
import type { Plan } from "./checks";
import { logicalNames } from "./preflight-checks";
import { type PreflightPlan } from "./preflight-checks";

/** What a RegistryAccess makes for preflights. */
export interface Preflight {
  readonly functionName: pulumi.Output<string>;
  readonly functionArn: pulumi.Output<string>;
  readonly scheduleRoleArn: pulumi.Output<string> | undefined;
}

/** A preflight takes a few seconds; the rest is for registries that do not answer, and for schedules with many images. */
const TIMEOUT_IN_SECONDS = 300;
/** More memory is a faster processor, for the handshakes and digests. */
const MEMORY_IN_MB = 512;
const SECONDS_PER_DAY = 86_400;

/** What the function stands among. */
export interface PreflightSurroundings {
  readonly subnetIds: pulumi.Output<string[]>;
  /** The models' groups; they resolve when the rules are in force. */
  readonly securityGroupIds: pulumi.Output<string[]>;
  readonly credentialsProviderArn: pulumi.Output<string> | undefined;
}

/** Makes the function in the models' subnets and with the models' groups, and what calls it on a schedule. */
export function createPreflight(
  name: string,
  plan: Plan,
  surroundings: PreflightSurroundings,
  parent: pulumi.Resource,
): Preflight | undefined {
  const { preflight } = plan;
  if (preflight === undefined) return undefined;
  const { subnetIds, securityGroupIds, credentialsProviderArn } = surroundings;
  const lambda = createLambdaFunction(
    logicalNames.function(name),
    {
      bundle: "preflight",
      description: "Performs the pull of an image as SageMaker does, and says what is in its way",
      environment: {
        REGISTRY: plan.registryHostname,
        // A registry at another address is warned of.
        VPC_CIDR_BLOCKS: vpcCidrBlocks(plan.vpcId, parent).apply(guarded((blocks) => blocks.join())),
        ...(credentialsProviderArn === undefined ? {} : { CREDENTIALS_PROVIDER_ARN: credentialsProviderArn }),
        ...(plan.authorizationServer === undefined
          ? {}
          : { AUTHORIZATION_SERVER: authorizationServerSetting(plan.authorizationServer) }),
      },
      statements: (placement) =>
        pulumi.output(credentialsProviderArn).apply(guarded((arn) => preflightStatements(arn, placement))),
      timeoutInSeconds: TIMEOUT_IN_SECONDS,
      memoryInMb: MEMORY_IN_MB,
      settings: {
        vpc: { subnetIds, securityGroupIds },
        architecture: preflight.architecture,
        codeSigningConfigArn: preflight.codeSigningConfigArn,
        reservedConcurrency: preflight.reservedConcurrency,
      },
      vpcId: plan.vpcId,
      common: plan.common,
    },
    parent,
  );
  const { name: functionName, arn: functionArn } = lambda.function;
  if (!preflight.scheduled) return { functionName, functionArn, scheduleRoleArn: undefined };
  createCertificateAlarm(name, plan, preflight, parent);
  return { functionName, functionArn, scheduleRoleArn: createScheduleRole(name, plan, functionArn, parent) };
}

/** The token server that the models' rules allow; its blocks only where nothing else names its addresses. */
function authorizationServerSetting({
  location,
  port,
}: NonNullable<Plan["authorizationServer"]>): pulumi.Output<string> {
  const { cidrBlocks, securityGroupId, clientSecurityGroupIds, prefixListIds, internet } = location;
  const others = [securityGroupId, clientSecurityGroupIds, prefixListIds];
  const blocks = internet || others.some((other) => other !== undefined) ? undefined : cidrBlocks;
  return pulumi.jsonStringify({ port, cidrBlocks: blocks });
}

/**
 * What the preflight may do: ask for the credentials as SageMaker does, and look whether an endpoint that failed is left
 * over. Endpoints that are to be made have no ARN yet.
 */
function preflightStatements(
  credentialsProviderArn: string | undefined,
  { partition, region, accountId }: Pick<Placement, "partition" | "region" | "accountId">,
): Statement[] {
  return [
    ...(credentialsProviderArn === undefined
      ? []
      : [
          {
            Sid: "InvokeCredentialsProvider",
            Effect: "Allow" as const,
            Action: "lambda:InvokeFunction",
            Resource: credentialsProviderArn,
          },
        ]),
    {
      Sid: "DescribeEndpoints",
      Effect: "Allow",
      Action: "sagemaker:DescribeEndpoint",
      Resource: `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/*`,
    },
  ];
}

/**
 * The role that EventBridge Scheduler assumes to call the function. It resolves when the role may do so.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
function createScheduleRole(
  name: string,
  { common }: Plan,
  functionArn: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const role = new aws.iam.Role(
    logicalNames.scheduleRole(name),
    {
      ...roleName(logicalNames.scheduleRole(name)),
      description: "Role of EventBridge Scheduler, which has the pull of an endpoint's images checked",
      assumeRolePolicy: lookUpPlacement(parent).apply(
        guarded(({ accountId }) =>
          JSON.stringify(
            serviceTrustPolicy("scheduler.amazonaws.com", {
              StringEquals: { "aws:SourceAccount": accountId },
            }),
          ),
        ),
      ),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags,
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    logicalNames.schedulePolicy(name),
    {
      role: role.name,
      policy: functionArn.apply(
        guarded((arn) =>
          JSON.stringify(
            policyDocument({
              Sid: "InvokePreflight",
              Effect: "Allow",
              Action: "lambda:InvokeFunction",
              Resource: arn,
            }),
          ),
        ),
      ),
    },
    { parent },
  );
  return pulumi.all([role.arn, policy.urn]).apply(guarded(([arn]) => arn));
}

/** Tells of a certificate that comes to its end, measured by every preflight on a schedule. */
function createCertificateAlarm(
  name: string,
  { registryHostname, common }: Plan,
  { minimumCertificateDays, alarmTopicArns }: NonNullable<PreflightPlan>,
  parent: pulumi.Resource,
): void {
  new aws.cloudwatch.MetricAlarm(
    logicalNames.certificateAlarm(name),
    {
      alarmDescription: pulumi.interpolate`The certificate of ${registryHostname} comes to its end, after which SageMaker pulls no more images`,
      namespace: METRIC_NAMESPACE,
      metricName: Metric.CertificateDaysToExpiry,
      dimensions: { [Dimension.Registry]: registryHostname },
      statistic: "Minimum",
      period: SECONDS_PER_DAY,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: minimumCertificateDays,
      treatMissingData: "missing",
      alarmActions: alarmTopicArns,
      okActions: alarmTopicArns,
      tags: common.tags,
    },
    { parent },
  );
}
