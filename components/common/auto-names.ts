import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

/** How `pulumi:autonaming` names resources. https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration */
interface Naming {
  readonly mode?: "default" | "verbatim" | "disabled";
  readonly pattern?: string;
}
interface ProviderNaming extends Naming {
  readonly resources?: Readonly<Record<string, Naming>>;
}
interface AutoNaming extends Naming {
  readonly providers?: Readonly<Record<string, ProviderNaming>>;
}

/** A name such as Pulumi will make, with zeros for what is random in it. */
export interface SampleName {
  readonly text: string;
  readonly random: boolean;
}

/** How Pulumi makes a physical name out of a logical one unless `pulumi:autonaming` says otherwise. */
export const DEFAULT_NAME_PATTERN = "${name}-${hex(7)}";

const FUNCTION = "aws:lambda/function:Function";
/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const MAX_FUNCTION_NAME = 64;

/**
 * Says what is wrong with the name that a Lambda function will have, if anything is. One that would be too long is
 * shortened, but not where `pulumi:autonaming` says how names are made.
 */
export function functionNameProblem(logicalName: string): string | undefined {
  const name = sampleName(FUNCTION, logicalName)?.text;
  if (name === undefined) return undefined;
  if (!/^[a-zA-Z0-9-_]+$/.test(name)) {
    return `${becomes(name)}, but must be of letters, digits, hyphens and underscores: rename the component`;
  }
  const pattern = customPattern(FUNCTION);
  if (pattern === undefined || name.length <= MAX_FUNCTION_NAME) return undefined;
  const remedy = `give the component a name that is ${name.length - MAX_FUNCTION_NAME} characters shorter, or`;
  return (
    `${becomes(name)} with ${name.length} characters through ${pattern} in pulumi:autonaming, but must have at most ` +
    `${MAX_FUNCTION_NAME}: ${remedy} set a shorter pattern`
  );
}

const becomes = (name: string): string =>
  `becomes part of the name of a Lambda function, which is ${JSON.stringify(name)}`;

/** A name such as Pulumi will make for a resource; `undefined` where it makes none. */
export function sampleName(type: string, logicalName: string): SampleName | undefined {
  const { mode, pattern = DEFAULT_NAME_PATTERN } = namingOf(type);
  if (mode === "disabled") return undefined;
  if (mode === "verbatim") return { text: logicalName, random: false };
  let random = false;
  const text = fill(pattern, logicalName, (_kind, length) => {
    random = true;
    return "0".repeat(length);
  });
  return { text, random };
}

/**
 * A name of the form that Pulumi gives a resource, but the same at every preview and deployment: it has digits of the seed's
 * hash where Pulumi's has random ones. Where Pulumi makes no names, it has Pulumi's default form.
 * @param seed identifies what is named, such as its URN
 */
export function derivedName(type: string, logicalName: string, seed: string): string {
  const { mode, pattern = DEFAULT_NAME_PATTERN } = namingOf(type);
  if (mode === "verbatim") return logicalName;
  const digits = createHash("sha512").update(seed).digest("hex");
  return fill(pattern, logicalName, (kind, length) => IN_PLACE_OF_RANDOM[kind](digits).slice(0, length));
}

/** What the random parts of a pattern are called, with the texts that hexadecimal digits become there. */
const IN_PLACE_OF_RANDOM = {
  hex: (digits: string): string => digits,
  alphanum: (digits: string): string => digits,
  string: (digits: string): string => digits.replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit))),
  num: (digits: string): string => BigInt(`0x${digits}`).toString(),
  uuid: (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5"),
} as const;

type RandomKind = keyof typeof IN_PLACE_OF_RANDOM;

/** Fills in a pattern of names. */
function fill(
  pattern: string,
  logicalName: string,
  random: (kind: RandomKind, length: number) => string,
): string {
  return pattern
    .replaceAll("${organization}", () => pulumi.getOrganization())
    .replaceAll("${project}", () => pulumi.getProject())
    .replaceAll("${stack}", () => pulumi.getStack())
    .replace(/\$\{config\.([^}]+)\}/g, (_, key: string) => new pulumi.Config().get(key) ?? "")
    .replaceAll("${name}", () => logicalName)
    .replace(/\$\{(hex|alphanum|string|num)\((\d+)\)\}/g, (_, kind: RandomKind, length: string) =>
      random(kind, Number(length)),
    )
    .replaceAll("${uuid}", () => random("uuid", 36));
}

/** The pattern that `pulumi:autonaming` has for a type of resource; `undefined` where Pulumi names it in its own way. */
export function customPattern(type: string): string | undefined {
  const { mode, pattern } = namingOf(type);
  return mode === undefined || mode === "default" ? pattern : mode;
}

/** How a type of resource is named: the most specific part of the configuration that says so decides. */
function namingOf(type: string): Naming {
  const naming = new pulumi.Config("pulumi").getObject<AutoNaming>("autonaming");
  const provider = naming?.providers?.aws;
  const says = (each: Naming | undefined): boolean => each?.mode !== undefined || each?.pattern !== undefined;
  return [provider?.resources?.[type], provider, naming].find(says) ?? {};
}
