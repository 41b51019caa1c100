export { ModelEndpoint } from "./model-endpoint";
export type {
  HostedModel,
  HostingSettings,
  ModelContainer,
  ModelEndpointArgs,
  ProductionVariant,
} from "./args";
export { PreflightSeverity, type PreflightSettings } from "./preflight/preflight-settings";
export { InferenceExecutionMode } from "./models/inference-execution-mode";
export { AsyncNotificationTopic, type AsyncInference } from "./async-inference";
export { CaptureMode, type DataCapture } from "./data-capture";
export { ContainerMode, ModelCacheSetting } from "./models/container-mode";
export type { CoreDump } from "./variants/core-dump";
export { ModelCompressionType, type ModelDataSource } from "./models/model-data";
export { RoutingStrategy } from "./variants/routing-strategy";
export {
  CapacitySizeType,
  TrafficRoutingType,
  type AutoRollbackConfiguration,
  type BlueGreenUpdatePolicy,
  type CapacitySize,
  type DeploymentConfig,
  type RollingUpdatePolicy,
  type TrafficRoutingConfiguration,
} from "./deployment/deployment-config";
export {
  ComparisonOperator,
  EndpointMetric,
  MissingData,
  type EndpointAlarm,
  type EndpointAlarmRule,
} from "./monitoring/monitoring-alarm";
export type { MetricIdentity } from "./monitoring/monitoring-metrics";
export type {
  DashboardRegistry,
  EndpointDashboard,
  EndpointMonitoring,
} from "./monitoring/monitoring-settings";
export {
  AdjustmentType,
  MetricAggregationType,
  ScalingMetric,
  type CustomizedScalingMetric,
  type ScalingAdjustment,
  type ScalingMetricQuery,
  type ScheduledScaling,
  type StepScaling,
  type TargetTracking,
  type VariantScaling,
} from "./scaling/scaling-settings";
