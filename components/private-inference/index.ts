export { PrivateInference } from "./private-inference";
export type {
  ImageDelivery,
  InferencePreflight,
  InferenceRegistry,
  PrivateInferenceArgs,
} from "./private-inference-args";
