export { ModelEndpoint } from "./model-endpoint";
export type {
  HostedModel,
  HostingSettings,
  ModelContainer,
  ModelEndpointArgs,
  ProductionVariant,
} from "./model-endpoint-args";
export { PreflightSeverity, type PreflightSettings } from "./preflight-settings";
export { InferenceExecutionMode } from "./inference-execution-mode";
export { AsyncNotificationTopic, type AsyncInference } from "./async-inference";
export { CaptureMode, type DataCapture } from "./data-capture";
export { ContainerMode, ModelCacheSetting } from "./container-mode";
export type { CoreDump } from "./core-dump";
export { ModelCompressionType, type ModelDataSource } from "./model-data";
export { RoutingStrategy } from "./routing-strategy";
export {
  CapacitySizeType,
  TrafficRoutingType,
  type AutoRollbackConfiguration,
  type BlueGreenUpdatePolicy,
  type CapacitySize,
  type DeploymentConfig,
  type RollingUpdatePolicy,
  type TrafficRoutingConfiguration,
} from "./deployment-config";
export {
  ComparisonOperator,
  EndpointMetric,
  MissingData,
  type EndpointAlarm,
  type EndpointAlarmRule,
} from "./monitoring-alarm";
export type { MetricIdentity } from "./monitoring-metrics";
export type { DashboardRegistry, EndpointDashboard, EndpointMonitoring } from "./monitoring-settings";
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
} from "./scaling-settings";
