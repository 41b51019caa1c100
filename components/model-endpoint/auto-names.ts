import * as pulumi from "@pulumi/pulumi";
import { checks, type Validation } from "../common";

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
interface SampleName {
  readonly text: string;
  readonly random: boolean;
}

const MODEL = "aws:sagemaker/model:Model";
const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
const DEFAULT_PATTERN = "${name}-${hex(7)}";

/** The logical names of what a ModelEndpoint makes: they are part of every URN, and never change. */
export const logicalNames = {
  model: (component: string, model: string): string => `${component}-${model}`,
  configuration: (component: string): string => `${component}-config`,
  endpoint: (component: string): string => `${component}-endpoint`,
};

/**
 * Checks that the names which Pulumi will make out of the component's fit SageMaker's limits, and that the names of
 * what is replaced differ each time.
 */
export function checkNames(
  component: string,
  models: Readonly<Record<string, { readonly path: string }>>,
  endpointNameGiven: boolean,
  validation: Validation,
): void {
  const names: [string, string, string][] = [
    ...(endpointNameGiven
      ? []
      : [["name", ENDPOINT, logicalNames.endpoint(component)] as [string, string, string]]),
    ["name", CONFIGURATION, logicalNames.configuration(component)],
    ...Object.entries(models).map(([model, { path }]): [string, string, string] => [
      path === "" ? "name" : path,
      MODEL,
      logicalNames.model(component, model),
    ]),
  ];
  const naming = new pulumi.Config("pulumi").getObject<AutoNaming>("autonaming");
  for (const [path, type, logicalName] of names) {
    const sample = sampleName(naming, type, logicalName);
    if (sample === undefined) continue;
    const kind = type.split(":").pop() ?? type;
    const problem = checks.sageMakerName(sample.text);
    if (problem !== undefined) {
      const length = sample.text.length;
      const reason = `makes the name of the ${kind}, which ${problem} (it has ${length} characters)`;
      validation.problem(path, reason);
      // The others would say the same once more.
      if (path === "name") return;
    } else if (!sample.random && type !== ENDPOINT) {
      const reason = `makes the name of the ${kind}, ${JSON.stringify(sample.text)}, without a random part, as pulumi:autonaming has it, so that a change could neither be made beside what is in use nor reach the endpoint: set pulumi:autonaming.providers.aws.resources["${type}"].pattern to one such as ${DEFAULT_PATTERN}`;
      validation.problem(path, reason);
    }
  }
}

/** A name such as Pulumi will make for a resource; `undefined` where it makes none. */
function sampleName(
  naming: AutoNaming | undefined,
  type: string,
  logicalName: string,
): SampleName | undefined {
  const provider = naming?.providers?.aws;
  const { mode, pattern = DEFAULT_PATTERN } = provider?.resources?.[type] ?? provider ?? naming ?? {};
  if (mode === "disabled") return undefined;
  if (mode === "verbatim") return { text: logicalName, random: false };
  let random = false;
  const zeros = (length: number): string => {
    random = true;
    return "0".repeat(length);
  };
  const text = pattern
    .replaceAll("${name}", logicalName)
    .replaceAll("${org}", () => pulumi.getOrganization())
    .replaceAll("${project}", () => pulumi.getProject())
    .replaceAll("${stack}", () => pulumi.getStack())
    .replace(/\$\{config\.([^}]+)\}/g, (_, key: string) => new pulumi.Config().get(key) ?? "")
    .replace(/\$\{(?:hex|alphanum|string|num)\((\d+)\)\}/g, (_, length: string) => zeros(Number(length)))
    .replaceAll("${uuid}", () => zeros(36));
  return { text, random };
}
