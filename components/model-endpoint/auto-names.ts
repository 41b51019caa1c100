import { checks, DEFAULT_NAME_PATTERN, derivedName, sampleName, type Validation } from "../common";

const MODEL = "aws:sagemaker/model:Model";
const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
/** The type of endpoints, by which `pulumi:autonaming` names them. */
export const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
const MAX_NAME = 63;

/** The logical names of what a ModelEndpoint makes: they are part of every URN, and never change. */
export const logicalNames = {
  model: (component: string, model: string): string => `${component}-${model}`,
  configuration: (component: string): string => `${component}-config`,
  endpoint: (component: string): string => `${component}-endpoint`,
};

/**
 * Checks that the names which are made out of the component's fit SageMaker's limits, and that the names of
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
  for (const [path, type, logicalName] of names) {
    // An endpoint has a name also where Pulumi makes none, and never needs a second one.
    const sample =
      type === ENDPOINT
        ? { text: sampleName(type, logicalName)?.text ?? derivedName(type, logicalName, ""), random: true }
        : sampleName(type, logicalName);
    if (sample === undefined) continue;
    const kind = type.split(":").pop() ?? type;
    const problem = checks.sageMakerName(sample.text);
    if (problem !== undefined) {
      const excess = sample.text.length - MAX_NAME;
      const remedy =
        excess <= 0
          ? "give a name of these characters"
          : path === "name"
            ? `give the component a name of at most ${component.length - excess} characters`
            : `give the model a name that is ${excess} characters shorter`;
      validation.problem(path, `makes the name of the ${kind}, which ${problem}: ${remedy}`);
      // The others would say the same once more.
      if (path === "name") return;
    } else if (!sample.random) {
      const reason = `makes the name of the ${kind}, ${JSON.stringify(sample.text)}, without a random part, as pulumi:autonaming has it, so that a change could neither be made beside what is in use nor reach the endpoint: set pulumi:autonaming.providers.aws.resources["${type}"].pattern to one such as ${DEFAULT_NAME_PATTERN}`;
      validation.problem(path, reason);
    }
  }
}
