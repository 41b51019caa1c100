import * as pulumi from "@pulumi/pulumi";
import { lookUpPlacement, policyDocument } from "../common";
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

/**
 * The models' role, which may look at the alarms that roll updates back: SageMaker does so with the execution role. A role
 * that exists is left alone.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 */
export function executionRole(
  { executionRole: settings, deploymentConfig, endpointName }: PrivateInferenceArgs,
  parent: pulumi.Resource,
): ExecutionRoleSettings | undefined {
  const rollback = deploymentConfig?.autoRollbackConfiguration;
  if (rollback === undefined || endpointName === undefined || settings?.roleArn !== undefined)
    return settings;
  const { alarmNames = [], alarms = {} } = rollback;
  const additionalPolicyJson = pulumi
    .all([pulumi.output(alarmNames), endpointName, lookUpPlacement(parent), settings?.additionalPolicyJson])
    .apply(([given, endpoint, { partition, region, accountId }, additional]) => {
      const names = [...given, ...Object.keys(alarms).map((key) => rollbackAlarmName(endpoint, key))];
      const statement = {
        Effect: "Allow",
        Action: "cloudwatch:DescribeAlarms",
        Resource: names.map((name) => `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`),
      } as const;
      return additional === undefined
        ? JSON.stringify(policyDocument(statement))
        : withStatement(additional, statement);
    });
  return { ...settings, additionalPolicyJson };
}

/** A policy with one more statement; a text that is no policy as it is, which the role refuses. */
function withStatement(policyJson: string, statement: object): string {
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
