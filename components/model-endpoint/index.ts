export {
  ModelEndpoint,
  type HostedModel,
  type ModelContainer,
  type ModelEndpointArgs,
  type ProductionVariant,
} from "./model-endpoint";
export { InferenceExecutionMode } from "./inference-execution-mode";
