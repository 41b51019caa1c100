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
