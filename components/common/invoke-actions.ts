/**
 * What callers of SageMaker endpoints may do, in all forms of a call.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 */
export const INVOKE_ACTIONS = [
  "sagemaker:InvokeEndpoint",
  "sagemaker:InvokeEndpointAsync",
  "sagemaker:InvokeEndpointWithBidirectionalStream",
  "sagemaker:InvokeEndpointWithResponseStream",
] as const;
