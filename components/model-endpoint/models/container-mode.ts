/**
 * How many models a container serves.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
 */
export const ContainerMode = {
  /** One model, which is there when the container starts. */
  SingleModel: "SingleModel",
  /** Any number of models below one prefix in S3, each loaded when a request first names it. */
  MultiModel: "MultiModel",
} as const;
export type ContainerMode = (typeof ContainerMode)[keyof typeof ContainerMode];

/**
 * Whether a container that serves many models keeps them loaded.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MultiModelConfig.html
 */
export const ModelCacheSetting = {
  /** Models stay in memory between requests. */
  Enabled: "Enabled",
  /** Models are loaded for each request: for many models that are each called rarely. */
  Disabled: "Disabled",
} as const;
export type ModelCacheSetting = (typeof ModelCacheSetting)[keyof typeof ModelCacheSetting];
