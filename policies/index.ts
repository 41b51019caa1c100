import type { ResourceGraph } from "../plan/graph";
import { authorizationServerReachable } from "./rules/authorization-server-reachable";
import { credentialsProvider } from "./rules/credentials-provider";
import { credentialsSecretAccess } from "./rules/credentials-secret-access";
import { dockerHubRoute } from "./rules/docker-hub-route";
import { freeAddresses } from "./rules/free-addresses";
import { imageByDigest } from "./rules/image-by-digest";
import { layerRedirects } from "./rules/layer-redirects";
import { lambdaReachable } from "./rules/lambda-reachable";
import { leastPrivilege } from "./rules/least-privilege";
import { modelEgress } from "./rules/model-egress";
import { networkAcls } from "./rules/network-acls";
import { noServerless } from "./rules/no-serverless";
import { nothingOpen } from "./rules/nothing-open";
import { policiesLetThrough } from "./rules/policies-let-through";
import { registryAdmitsModel } from "./rules/registry-admits-model";
import { registryReachable } from "./rules/registry-reachable";
import { registrySpeaksV2 } from "./rules/registry-speaks-v2";
import { registryTrustedCertificate } from "./rules/registry-trusted-certificate";
import { roleInvokesCredentialsFunction } from "./rules/role-invokes-credentials-function";
import { roleUsableBySageMaker } from "./rules/role-usable-by-sagemaker";
import { s3Reachable } from "./rules/s3-reachable";
import { twoZones } from "./rules/two-zones";
import { vpcAccessMode } from "./rules/vpc-access-mode";
import type { Level, Rule, Verdict } from "./rule";
import { outcomeOf, Severity, severityOf, skipped, type Outcome, type Settings } from "./settings";

export { readFacts, withFacts, type FactProblem, type Facts } from "../plan/facts";
export { readState, StateError } from "../plan/state";
export { Status, type Evidence, type ResourceReference } from "../plan/evidence";
export type { Level, Rule, Verdict } from "./rule";
export { isSeverity, Severity, type Outcome, type Settings } from "./settings";

/** Every requirement, in the order of a pull: the image, the network, the registry, its credentials, its layers. */
export const rules: readonly Rule[] = [
  imageByDigest,
  vpcAccessMode,
  noServerless,
  twoZones,
  freeAddresses,
  registrySpeaksV2,
  registryReachable,
  registryAdmitsModel,
  networkAcls,
  registryTrustedCertificate,
  dockerHubRoute,
  credentialsProvider,
  lambdaReachable,
  roleUsableBySageMaker,
  roleInvokesCredentialsFunction,
  credentialsSecretAccess,
  authorizationServerReachable,
  s3Reachable,
  layerRedirects,
  policiesLetThrough,
  leastPrivilege,
  nothingOpen,
  modelEgress,
];

/** A requirement, and what was found about it. */
export interface Requirement extends Verdict {
  readonly id: string;
  readonly title: string;
  /** Whether a pull fails where it is not met, or it is only advised. */
  readonly level: Level;
  /** What it counts as where it is not met. */
  readonly severity: Severity;
  /** What its status counts as. */
  readonly outcome: Outcome;
}

/**
 * Checks a plan against every requirement.
 * @param settings what requirements count as, and which may be unknown
 */
export function judge(graph: ResourceGraph, settings: Settings = {}): readonly Requirement[] {
  return rules.map((rule) => {
    const { id, title, level = "required" } = rule;
    const severity = settings.severities?.[id] ?? severityOf(level);
    const found = severity === Severity.Off ? skipped() : rule.check(graph);
    return { id, title, level, severity, outcome: outcomeOf(id, found.status, severity, settings), ...found };
  });
}
