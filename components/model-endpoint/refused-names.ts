import { SERVERLESS_REASON } from "./value-checks";

/** What SageMaker's API has and this component does not, with the reason. */
export const REFUSED_NAMES: readonly (readonly [RegExp, string])[] = [
  [/serverless/i, SERVERLESS_REASON],
  [
    /^managedInstanceScaling$/,
    "asks for managed instance scaling, which AWS offers only to endpoints of inference components, and not where a variant names its model: give `scaling`",
  ],
  [
    /^acceleratorType$/,
    "asks for Elastic Inference, which AWS no longer offers: give an instanceType with a GPU",
  ],
  [
    /^(modelPackageName|inferenceSpecificationName)$/,
    "asks for a model package, which cannot say that its image is in a private registry: give the image",
  ],
  [
    /^(instancePools|variantInstanceProvisionTimeoutInSeconds|acceleratorPartitionLayouts|explainerConfig|metricsConfig|crossRegionTrafficConfig|containerMetricsConfig)$/,
    "is a setting of SageMaker's that the AWS provider of Pulumi does not pass on yet: leave it out",
  ],
];
