export { PrivateInference } from "./private-inference";
export type { InferencePreflight, PrivateInferenceArgs } from "./private-inference-args";
