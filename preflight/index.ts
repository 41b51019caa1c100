/**
 * Performs a pull as AWS documents that SageMaker does, check by check, and says what is in its way. Knows nothing of
 * AWS's APIs or Pulumi: who calls it gets the credentials, and may add checks.
 */
export { isCidrBlock, kindOf } from "./addresses";
export { CAPABILITIES, type Capability, isCapability } from "./capabilities";
export {
  type Check,
  type CheckResult,
  good,
  inapplicable,
  type Outcome,
  problem,
  ProblemError,
  type Status,
  suspicion,
} from "./check";
export { isSeverity, Severity } from "./severity";
export { CHECK_IDS, type CheckId, isCheckId } from "./check-ids";
export { CHECKS } from "./checks";
export { addressesOf, type Endpoint, endpointOf, shakeHands, TimeoutError } from "./connect";
export { Context, type PreflightOptions } from "./context";
export { codeOf } from "./error-code";
export { parseProviderAnswer } from "./provider-response";
export { preflight, type PreflightReport } from "./run";
