import * as pulumi from "@pulumi/pulumi";
import { lookUpPlacement, policyDocument, type Statement } from "../common";
import type { ExecutionRoleSettings } from "../execution-role";
import type { DashboardRegistry, EndpointMonitoring } from "../model-endpoint";
import { rollbackAlarmName } from "../model-endpoint/deployment";
import type { PrivateInferenceArgs } from "./private-inference-args";

/** What is watched of the endpoint: its dashboard also shows a registry that is made here. */
export function endpointMonitoring(
  { monitoring }: PrivateInferenceArgs,
  host: DashboardRegistry | undefined,
): EndpointMonitoring | undefined {
  const { dashboard } = monitoring ?? {};
  if (dashboard === undefined || dashboard.registry !== undefined || host === undefined) return monitoring;
  const { loadBalancerArn, clusterArn, pullServiceName } = host;
  return {
    ...monitoring,
    dashboard: { ...dashboard, registry: { loadBalancerArn, clusterArn, pullServiceName } },
  };
}

/** What SageMaker does with the models' role beside the pull and the data, where updates are rolled back. */
export type RollbackAccess = pulumi.Output<Statement> | undefined;

/**
 * Leave to look at the alarms that roll updates back: SageMaker does so with the execution role.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export function rollbackAccess(
  { deploymentConfig, endpointName }: PrivateInferenceArgs,
  parent: pulumi.Resource,
): RollbackAccess {
  const rollback = deploymentConfig?.autoRollbackConfiguration;
  if (rollback === undefined || endpointName === undefined) return undefined;
  const { alarmNames = [], alarms = {} } = rollback;
  return pulumi
    .all([pulumi.output(alarmNames), endpointName, lookUpPlacement(parent)])
    .apply(([given, endpoint, { partition, region, accountId }]): Statement => {
      const names = [...given, ...Object.keys(alarms).map((key) => rollbackAlarmName(endpoint, key))];
      return {
        Effect: "Allow",
        Action: "cloudwatch:DescribeAlarms",
        Resource: names.map((name) => `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`),
      };
    });
}

/** The models' role, with leave to look at the alarms. A role that exists is left alone. */
export function executionRole(
  settings: ExecutionRoleSettings | undefined,
  access: RollbackAccess,
): ExecutionRoleSettings | undefined {
  if (access === undefined || settings?.roleArn !== undefined) return settings;
  const additionalPolicyJson = pulumi
    .all([access, settings?.additionalPolicyJson])
    .apply(([statement, additional]) =>
      additional === undefined
        ? JSON.stringify(policyDocument(statement))
        : withStatement(additional, statement),
    );
  return { ...settings, additionalPolicyJson };
}

/** All that SageMaker does with the models' role, as a policy. */
export function requiredPolicy(
  policyJson: pulumi.Output<string>,
  access: RollbackAccess,
): pulumi.Output<string> {
  if (access === undefined) return policyJson;
  return pulumi.all([policyJson, access]).apply(([policy, statement]) => withStatement(policy, statement));
}

/** A policy with one more statement; a text that is no policy as it is, which the role refuses. */
function withStatement(policyJson: string, statement: Statement): string {
  try {
    const policy = JSON.parse(policyJson) as { Statement?: unknown } | null;
    const statements = policy?.Statement;
    if (statements === undefined) return policyJson;
    return JSON.stringify({
      ...policy,
      Statement: [...(Array.isArray(statements) ? (statements as unknown[]) : [statements]), statement],
    });
  } catch {
    return policyJson;
  }
}
