/**
 * What an image says by a label that its containers can do.
 *
 * Sources: https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html,
 * https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html
 */
export const CAPABILITIES = [
  /** Listens on the port that SAGEMAKER_BIND_TO_PORT names, as each of several containers of a model must. */
  "accept-bind-to-port",
  /** Loads, lists and unloads models by requests, as a container that serves many of them must. */
  "multi-models",
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Whether the text is a capability. */
export function isCapability(text: unknown): text is Capability {
  return CAPABILITIES.some((capability) => capability === text);
}

/** The label by which an image says that it has a capability, with the value `true`. */
export function labelOf(capability: Capability): string {
  return `com.amazonaws.sagemaker.capabilities.${capability}`;
}
