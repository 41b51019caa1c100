import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../common";
import type { ExecutionRoleSettings } from "../execution-role";
import type { DashboardRegistry, EndpointMonitoring } from "../model-endpoint";
import { rollbackAlarmName } from "../model-endpoint/deployment/deployment";
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

/** The alarms that roll updates back, given and made ones, and those that `executionRole` names beside them. */
export function rollbackAlarmNames({
  deploymentConfig,
  endpointName,
  executionRole,
}: PrivateInferenceArgs): ExecutionRoleSettings["rollbackAlarmNames"] {
  const rollback = deploymentConfig?.autoRollbackConfiguration;
  const beside = executionRole?.rollbackAlarmNames;
  if (rollback === undefined || endpointName === undefined) return beside;
  const { alarmNames = [], alarms = {} } = rollback;
  return pulumi
    .all([pulumi.output(alarmNames), endpointName, pulumi.output(beside ?? [])])
    .apply(
      guarded(([given, endpoint, others]) => [
        ...given,
        ...Object.keys(alarms).map((key) => rollbackAlarmName(endpoint, key)),
        ...others,
      ]),
    );
}
