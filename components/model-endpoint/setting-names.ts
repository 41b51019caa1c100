import * as pulumi from "@pulumi/pulumi";
import { propertyPathOf, type Validation } from "../common";
import { checkNames, type Names } from "./argument-names";
import type {
  AutoRollbackConfiguration,
  BlueGreenUpdatePolicy,
  CapacitySize,
  DeploymentConfig,
  RollingUpdatePolicy,
  TrafficRoutingConfiguration,
} from "./deployment-config";
import type { DashboardRegistry, EndpointDashboard, EndpointMonitoring } from "./monitoring-settings";
import type { EndpointAlarm, EndpointAlarmRule } from "./monitoring-alarm";
import type {
  CustomizedScalingMetric,
  ScalingAdjustment,
  ScalingMetricQuery,
  ScheduledScaling,
  StepScaling,
  TargetTracking,
  VariantScaling,
} from "./scaling-settings";

/** The properties of something, and of what hangs below some of them: in a list, in a map (`each`), or by itself. */
interface Shape {
  readonly names: Readonly<Record<string, true>>;
  readonly parts?: Readonly<Record<string, Shape>>;
  readonly each?: Readonly<Record<string, Shape>>;
}

const RULE: Names<EndpointAlarmRule> = {
  metric: true,
  threshold: true,
  statistic: true,
  comparisonOperator: true,
  period: true,
  evaluationPeriods: true,
  datapointsToAlarm: true,
  treatMissingData: true,
};
const rule: Shape = { names: RULE };
const alarm: Shape = { names: { ...RULE, variant: true } satisfies Names<EndpointAlarm> };
const size: Shape = { names: { type: true, value: true } satisfies Names<CapacitySize> };
const routing: Shape = {
  names: {
    type: true,
    canarySize: true,
    linearStepSize: true,
    waitIntervalInSeconds: true,
  } satisfies Names<TrafficRoutingConfiguration>,
  parts: { canarySize: size, linearStepSize: size },
};
const blueGreen: Shape = {
  names: {
    trafficRoutingConfiguration: true,
    terminationWaitInSeconds: true,
    maximumExecutionTimeoutInSeconds: true,
  } satisfies Names<BlueGreenUpdatePolicy>,
  parts: { trafficRoutingConfiguration: routing },
};
const rolling: Shape = {
  names: {
    maximumBatchSize: true,
    rollbackMaximumBatchSize: true,
    waitIntervalInSeconds: true,
    maximumExecutionTimeoutInSeconds: true,
  } satisfies Names<RollingUpdatePolicy>,
  parts: { maximumBatchSize: size, rollbackMaximumBatchSize: size },
};
const rollback: Shape = {
  names: { alarmNames: true, alarms: true } satisfies Names<AutoRollbackConfiguration>,
  each: { alarms: alarm },
};

/** What `deploymentConfig` holds. */
export const DEPLOYMENT_CONFIG: Shape = {
  names: {
    blueGreenUpdatePolicy: true,
    rollingUpdatePolicy: true,
    autoRollbackConfiguration: true,
  } satisfies Names<DeploymentConfig>,
  parts: {
    blueGreenUpdatePolicy: blueGreen,
    rollingUpdatePolicy: rolling,
    autoRollbackConfiguration: rollback,
  },
};

const METRIC = { namespace: true, metricName: true, statistic: true, unit: true, dimensions: true } as const;
const query: Shape = {
  names: { ...METRIC, id: true, expression: true } satisfies Names<ScalingMetricQuery>,
};
const customized: Shape = {
  names: { ...METRIC, queries: true } satisfies Names<CustomizedScalingMetric>,
  each: { queries: query },
};
const tracking: Shape = {
  names: {
    metric: true,
    customizedMetric: true,
    targetValue: true,
    requestsPerSecond: true,
    safetyFactor: true,
    scaleInCooldown: true,
    scaleOutCooldown: true,
    disableScaleIn: true,
  } satisfies Names<TargetTracking>,
  parts: { customizedMetric: customized },
};
const adjustment: Shape = {
  names: {
    metricIntervalLowerBound: true,
    metricIntervalUpperBound: true,
    scalingAdjustment: true,
  } satisfies Names<ScalingAdjustment>,
};
const step: Shape = {
  names: {
    alarm: true,
    adjustmentType: true,
    stepAdjustments: true,
    metricAggregationType: true,
    cooldown: true,
    minAdjustmentMagnitude: true,
  } satisfies Names<StepScaling>,
  parts: { alarm: rule },
  each: { stepAdjustments: adjustment },
};
const scheduled: Shape = {
  names: {
    schedule: true,
    timezone: true,
    startTime: true,
    endTime: true,
    minCapacity: true,
    maxCapacity: true,
  } satisfies Names<ScheduledScaling>,
};

/** What a variant's `scaling` holds. */
export const SCALING: Shape = {
  names: {
    minCapacity: true,
    maxCapacity: true,
    targetTracking: true,
    stepScaling: true,
    scheduledActions: true,
  } satisfies Names<VariantScaling>,
  each: { targetTracking: tracking, stepScaling: step, scheduledActions: scheduled },
};

const registry: Shape = {
  names: {
    loadBalancerArn: true,
    clusterArn: true,
    pullServiceName: true,
  } satisfies Names<DashboardRegistry>,
};

/** What `monitoring` holds. */
export const MONITORING: Shape = {
  names: { alarms: true, alarmTopicArns: true, dashboard: true } satisfies Names<EndpointMonitoring>,
  parts: {
    dashboard: {
      names: { dashboardName: true, registry: true } satisfies Names<EndpointDashboard>,
      parts: { registry },
    },
  },
  each: { alarms: alarm },
};

/** Refuses properties that there are not, at any depth; what only the deployment knows is left alone. */
export function checkSettingNames(validation: Validation, path: string, value: unknown, shape: Shape): void {
  if (!isObject(value)) return;
  checkNames(validation, path, value, shape.names);
  for (const [name, part] of Object.entries(shape.parts ?? {})) {
    checkSettingNames(validation, propertyPathOf(path, name), value[name], part);
  }
  for (const [name, part] of Object.entries(shape.each ?? {})) {
    const held = value[name];
    if (!isObject(held)) continue;
    for (const [key, each] of Object.entries(held)) {
      const below = propertyPathOf(path, name);
      const at = Array.isArray(held) ? `${below}[${key}]` : propertyPathOf(below, key);
      checkSettingNames(validation, at, each, part);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !pulumi.Output.isInstance(value) &&
    !(value instanceof Promise)
  );
}
