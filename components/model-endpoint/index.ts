export {
  ModelEndpoint,
  type HostedModel,
  type ModelContainer,
  type HostingSettings,
  type ModelEndpointArgs,
  type ProductionVariant,
} from "./model-endpoint";
export { InferenceExecutionMode } from "./inference-execution-mode";
