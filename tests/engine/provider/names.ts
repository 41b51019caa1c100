// Automatic names. Bridged providers make them in Check, so that a preview knows them, and keep the name that a resource has.
import { createHash, randomBytes } from "node:crypto";
import { AwsError } from "./errors";
import type { Properties } from "./wire";

const RANDOM_DIGITS = 7;

/** Which property of a resource type is named automatically, and how long a name may be. */
export interface AutoName {
  readonly property: string;
  readonly maxLength: number;
}

/** What `pulumi:autonaming` of the stack asks for. */
export interface AutonamingOptions {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

export interface NamingRequest {
  readonly rule: AutoName;
  /** Name of the resource in the program. */
  readonly name: string;
  readonly inputs: Properties;
  /** Inputs of the resource that exists; empty for a new one, also for one that replaces another. */
  readonly oldInputs: Properties;
  /** What the engine gives so that a plan and its update make the same name. */
  readonly seed: Uint8Array;
  readonly autonaming: AutonamingOptions | undefined;
}

/** Where the names of properties that have automatic values are kept, as in bridged providers. */
export const DEFAULTS = "__defaults";

/** The inputs, with an automatic name where the program gives none. */
export function withName(request: NamingRequest): Properties {
  const { inputs, oldInputs } = request;
  const { property } = request.rule;
  if (inputs[property] !== undefined || inputs[`${property}Prefix`] !== undefined) {
    return { ...inputs, [DEFAULTS]: [] };
  }
  const kept = isAutoNamed(oldInputs, property) ? oldInputs[property] : undefined;
  return { ...inputs, [property]: kept ?? newName(request), [DEFAULTS]: [property] };
}

/** The inputs, with the name that the provider makes of a prefix when it creates the resource. */
export function withNameOfPrefix({ property }: AutoName, inputs: Properties, random: string): Properties {
  const prefix = inputs[`${property}Prefix`];
  return typeof prefix === "string" ? { ...inputs, [property]: `${prefix}${random}` } : inputs;
}

export const isAutoNamed = (inputs: Properties, property: string): boolean => {
  const defaults = inputs[DEFAULTS];
  return Array.isArray(defaults) && defaults.includes(property);
};

function newName({ rule, name, seed, autonaming }: NamingRequest): string {
  if (autonaming?.mode === "disable") {
    throw new AwsError("automatic naming is disabled but no explicit name was provided");
  }
  if (autonaming?.mode === "enforce") return autonaming.proposedName;
  const random = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(RANDOM_DIGITS);
  const made = autonaming?.proposedName ?? `${name}-${random.toString("hex").slice(0, RANDOM_DIGITS)}`;
  if (made.length > rule.maxLength) {
    throw new AwsError(`calculated name '${made}' exceeds maximum length of ${rule.maxLength}`);
  }
  return made;
}
