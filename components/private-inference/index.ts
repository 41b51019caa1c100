export { PrivateInference } from "./private-inference";
export type { PrivateInferenceArgs } from "./private-inference-args";
