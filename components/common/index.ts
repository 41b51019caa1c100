export {
  DEFAULT_LOG_RETENTION_IN_DAYS,
  type CommonArgs,
  type CommonRoleArgs,
  type TagArgs,
} from "./common-args";
export * as checks from "./checks";
export {
  ArgumentsError,
  Problems,
  sourcedProblems,
  type Check,
  type ListRule,
  type Problem,
} from "./problems";
export { type Failure, type Part, Validation } from "./validation";
export { checkArguments, checkInputs, type InputCheck } from "./input-checks";
export * as input from "./input-checks";
export { checkOptionalItems } from "./optional-items";
export { checkedArguments, laterOutputs, type LaterOutputs, type OutputsOf, type PartPaths } from "./parts";
export { isKnown, propertyPathOf } from "./values";
export {
  lookUpPlacement,
  lookUpSubnets,
  onePerZone,
  onePerZoneOf,
  verifySubnets,
  vpcCidrBlocks,
  zoneProblem,
  type EndpointService,
  type Placement,
} from "./lookups";
export { adviceOnZones, chooseZones, lacking, placedInstances, placedTasks, type Zone } from "./zones";
export { policyDocument, serviceTrustPolicy, type PolicyDocument, type Statement } from "./policy-document";
export { roleName, scheduleName } from "./physical-names";
export {
  checkFunctionSettings,
  FUNCTION_CHECKS,
  FunctionArchitecture,
  MAX_FUNCTION_SECURITY_GROUPS,
  type FunctionPlacement,
  type FunctionSettings,
} from "./function-settings";
export {
  createInterfaceGroup,
  INTERFACE_GROUP_TIMEOUTS,
  resourcesBehind,
  type DependsOn,
} from "./interface-group";
export { COPY_IMAGE_BUNDLE, copyImageInput, parseCopyResult } from "./copy-image";
export { createLambdaFunction, type LambdaFunction } from "./lambda-function";
export { createPrivateBucket, denyWithoutTls, expireLeftovers } from "./private-bucket";
export { DEFAULT_NAME_PATTERN, derivedName, functionNameProblem, sampleName } from "./auto-names";
export {
  closedCommon,
  closedKeyPart,
  closedTags,
  notOpened,
  openedDefaultTagProblem,
  openedNameProblem,
  openedRepositoryProblem,
  refuseOpenedTags,
  warnOfOpenedArn,
  type OpenedType,
} from "./managed-policy";
export { readSecret } from "./read-secret";
export { verifyPrivateDns } from "./private-dns";
export { beforeHook, type HookArgs } from "./hooks";
export { itemIfPresent, valueIfKnown } from "./known-outputs";
export { deploymentError } from "./deployment-error";
export { guarded } from "./guarded";
export { LOOKUPS } from "./known-lookups";
export { lookUp, lookUpEach, lookUpNow, reasonOf, whileEngineRuns } from "./lookup";
export { platformOf } from "./platform";
export { INVOKE_ACTIONS } from "./invoke-actions";
