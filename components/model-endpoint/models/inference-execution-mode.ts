/**
 * How the containers of a model are called.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExecutionConfig.html
 */
export const InferenceExecutionMode = {
  /** An inference pipeline: the request goes to the first container, and each answer to the next container. */
  Serial: "Serial",
  /** Each request names one container by its host name, and only that one is called. */
  Direct: "Direct",
} as const;
export type InferenceExecutionMode = (typeof InferenceExecutionMode)[keyof typeof InferenceExecutionMode];
