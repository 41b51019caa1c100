import * as pulumi from "@pulumi/pulumi";

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
  const zeros = (length: number): string => {
    random = true;
    return "0".repeat(length);
  };
  const text = pattern
    .replaceAll("${organization}", () => pulumi.getOrganization())
    .replaceAll("${project}", () => pulumi.getProject())
    .replaceAll("${stack}", () => pulumi.getStack())
    .replace(/\$\{config\.([^}]+)\}/g, (_, key: string) => new pulumi.Config().get(key) ?? "")
    .replaceAll("${name}", () => logicalName)
    .replace(/\$\{(?:hex|alphanum|string|num)\((\d+)\)\}/g, (_, length: string) => zeros(Number(length)))
    .replaceAll("${uuid}", () => zeros(36));
  return { text, random };
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
