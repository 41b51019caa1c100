import type { EndpointId } from "./questions";

/** What is deployed. */
export interface EvidenceSettings {
  /** The registry's host name; the one that redirects gets `redirects.` before it. */
  readonly domainName: string;
  /** Id of the public zone for the records that validate their certificates. */
  readonly validationZoneId: string;
  /** SageMaker's instance type of every endpoint. */
  readonly instanceType: string;
  /** A VPC that exists, in which nothing is made but security groups and what lies behind them; a closed one by default. */
  readonly vpc?: { readonly vpcId: string; readonly subnetIds: readonly string[] };
  readonly endpoints: readonly EndpointId[];
  /** What tells the endpoints of this stack from those of others in the account. */
  readonly runId: string;
  /** The image as an archive, and what is in it. */
  readonly image: EvidenceImage;
}

/** The archive of the kit's image. */
export interface EvidenceImage {
  readonly path: string;
  /** Digest of the manifest of one platform. */
  readonly manifestDigest: string;
  /** Digest of an index that holds that manifest and nothing else. */
  readonly indexDigest: string;
}

/** Settings that are missing, or not of their form. */
export class SettingsError extends Error {}

/** Keys of the configuration, with what each is about. */
export const CONFIGURATION = {
  domainName: "the registry's host name, below a public zone of yours",
  validationZoneId: "the id of that public Route 53 zone",
  instanceType: "the instance type of the endpoints (default: ml.m5.large)",
  vpcId: "a VPC that exists, with a way to the internet (default: a new, closed one)",
  subnetIds: "its subnets, two or more in different zones, with commas",
} as const;
export type ConfigurationKey = keyof typeof CONFIGURATION;

const DEFAULT_INSTANCE_TYPE = "ml.m5.large";

/**
 * Reads the settings out of a stack's configuration.
 * @throws SettingsError naming all that is wrong
 */
export function readSettings(
  configuration: Readonly<Partial<Record<ConfigurationKey, string>>>,
): Omit<EvidenceSettings, "endpoints" | "image" | "runId"> {
  const { domainName, validationZoneId, instanceType = DEFAULT_INSTANCE_TYPE, vpcId } = configuration;
  const subnetIds = (configuration.subnetIds ?? "")
    .split(/[\s,"[\]]+/u)
    .filter((subnetId) => subnetId !== "");
  const problems = (["domainName", "validationZoneId"] as const)
    .filter((key) => configuration[key] === undefined)
    .map((key) => `${key} is missing: give --config ${key}=<${CONFIGURATION[key]}>`);
  if ((vpcId === undefined) !== (subnetIds.length === 0)) {
    problems.push("vpcId and subnetIds go together: give both, or neither for a new VPC");
  }
  if (problems.length > 0 || domainName === undefined || validationZoneId === undefined) {
    throw new SettingsError(problems.join("\n"));
  }
  return {
    domainName,
    validationZoneId,
    instanceType,
    ...(vpcId === undefined ? {} : { vpc: { vpcId, subnetIds } }),
  };
}
