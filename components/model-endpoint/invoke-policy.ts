import { policyDocument, type PolicyDocument } from "../common";

/** What callers of an endpoint may do. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
export const INVOKE_ACTIONS = [
  "sagemaker:InvokeEndpoint",
  "sagemaker:InvokeEndpointAsync",
  "sagemaker:InvokeEndpointWithResponseStream",
] as const;

/** The IAM policy of those who call one endpoint, and nothing else. */
export function invokePolicy(endpointArn: string): PolicyDocument {
  return policyDocument({ Effect: "Allow", Action: INVOKE_ACTIONS, Resource: endpointArn });
}
