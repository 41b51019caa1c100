import { INVOKE_ACTIONS, policyDocument, type PolicyDocument } from "../common";

/** The IAM policy of those who call one endpoint, and nothing else. */
export function invokePolicy(endpointArn: string): PolicyDocument {
  return policyDocument({ Effect: "Allow", Action: INVOKE_ACTIONS, Resource: endpointArn });
}
