import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { createPolicies } from "./policies";

export { createPolicies } from "./policies";

/**
 * Serves the requirements as a Pulumi policy pack. A process serves one pack.
 * @param name the pack's name. Default: `sagemaker-private-registry`
 * @param config enforcement levels and configuration by policy, for example `--policy-pack-config` takes them
 */
export function createPolicyPack(name = "sagemaker-private-registry", config?: PolicyPackConfig): PolicyPack {
  return new PolicyPack(name, { policies: createPolicies() }, config);
}
