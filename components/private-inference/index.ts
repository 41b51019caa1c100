export { PrivateInference } from "./private-inference";
export type { ImageDelivery, InferencePreflight, PrivateInferenceArgs } from "./private-inference-args";
