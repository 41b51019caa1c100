import * as pulumi from "@pulumi/pulumi";
import { checkInputs, checks, guarded, input, isKnown, type Validation } from "../../common";
import { checkMode } from "./check-model-data";
import { ContainerMode, ModelCacheSetting } from "./container-mode";
import type { Given, GivenModel } from "../short-form";
import { InferenceExecutionMode } from "./inference-execution-mode";
import { image, imageToPin } from "../image-reference";
import * as limits from "../value-checks";
import { checkAdditionalModelDataSources, checkModelDataSource } from "./model-data";
import type { ModelContainer } from "../args";
import { property } from "../property-path";

const CONTAINER_DEFINITION = limits.sageMakerApi("ContainerDefinition");

/** The functions that serve every container of the same registry. */
interface RegistryFunctions {
  readonly credentialsProviderArn: pulumi.Output<string | undefined> | undefined;
  readonly preflightFunctionArn: pulumi.Output<string> | undefined;
}

/** One model, checked. */
export type Model = ReturnType<typeof checkModel>;

/** One container, checked. */
export type Container = Model["containers"][number];

/** Checks one model; its containers are served by the functions given, unless they name others. */
export function checkModel(
  validation: Validation,
  { path, value, containers }: GivenModel,
  functions: RegistryFunctions,
) {
  checkMultiModelContainers(validation, containers);
  const environments = checkEnvironments(validation, path, containers);
  const hostnames = checkHostnames(validation, path, containers);
  return {
    ...checkInputs(validation, path, value, {
      inferenceExecutionMode: (_, __, mode) => checkPipeline(validation, path, mode, containers),
      enableNetworkIsolation: input.optional<boolean>(),
    }),
    containers: containers.map((container, index) => ({
      ...checkContainer(validation, container, functions),
      environment: environments[index],
      containerHostname: hostnames[index],
    })),
  };
}

/**
 * Checks one container. The image of a container with a credentials function of its own is in another registry, which the endpoint's
 * preflight function does not know.
 */
function checkContainer(
  validation: Validation,
  { path, value: container }: Given<ModelContainer>,
  functions: RegistryFunctions,
) {
  checkMode(validation, { path, value: container });
  const preflightFunctionArn =
    container.preflightFunctionArn ??
    (container.credentialsProviderArn === undefined ? functions.preflightFunctionArn : undefined);
  const checked = checkInputs(validation, path, container, {
    image: input.required(preflightFunctionArn === undefined ? image : imageToPin),
    environment: input.usedBy(checkEnvironments),
    modelDataUrl: input.optional(
      container.mode === ContainerMode.MultiModel ? limits.modelDataPrefix : limits.modelDataUrl,
    ),
    modelDataSource: checkModelDataSource,
    additionalModelDataSources: checkAdditionalModelDataSources,
    mode: input.plain(checks.sourced(CONTAINER_DEFINITION, checks.oneOf(Object.values(ContainerMode)))),
    modelCacheSetting: input.optional(
      checks.sourced(
        limits.sageMakerApi("MultiModelConfig"),
        checks.oneOf<ModelCacheSetting>(Object.values(ModelCacheSetting)),
      ),
    ),
    containerHostname: input.usedBy(checkHostnames),
    credentialsProviderArn: input.optionalOutput(limits.credentialsProviderArn),
    preflightFunctionArn: input.optional(checks.functionArn),
  });
  return {
    ...checked,
    credentialsProviderArn: checked.credentialsProviderArn ?? functions.credentialsProviderArn,
    /** The function that pulls the image beforehand; none where the image is taken as it is. */
    preflightFunctionArn:
      checked.preflightFunctionArn ?? (preflightFunctionArn as pulumi.Output<string> | undefined),
  };
}

/** How a model with several containers calls them and tells them apart. */
function checkPipeline(
  validation: Validation,
  path: string,
  mode: InferenceExecutionMode | undefined,
  containers: readonly Given<ModelContainer>[],
): InferenceExecutionMode | undefined {
  if (path === "") return mode;
  const count = containers.length;
  if (mode !== undefined) {
    const only = `is ${JSON.stringify(mode)}, but applies to two or more containers, and the model has ${count}: leave it out`;
    const check = checks.sourced<InferenceExecutionMode>(
      limits.sageMakerApi("InferenceExecutionConfig"),
      (value) => checks.oneOf(Object.values(InferenceExecutionMode))(value) ?? (count < 2 ? only : undefined),
    );
    validation.problem(`${path}.inferenceExecutionMode`, check(mode));
  }
  const named = containers.filter(({ value }) => value.containerHostname !== undefined);
  if (count === 1 && named.length === 1) {
    const reason = `is ignored by SageMaker where a model has one container: leave it out (${CONTAINER_DEFINITION})`;
    validation.problem(`${path}.containers[0].containerHostname`, reason);
  }
  if (count < 2) return mode;
  const why =
    mode === InferenceExecutionMode.Direct
      ? `is missing: with Direct every container is called by its host name (${limits.sageMakerGuide("multi-container-create")})`
      : named.length > 0
        ? `is missing: either all containers of a model have a host name, or none (${CONTAINER_DEFINITION})`
        : undefined;
  for (const container of containers) {
    if (container.value.containerHostname === undefined) {
      validation.problem(`${container.path}.containerHostname`, why);
    }
  }
  return mode;
}

/** The containers' host names, of which no two may be the same. */
function checkHostnames(
  validation: Validation,
  path: string,
  containers: readonly Given<ModelContainer>[],
): (pulumi.Output<string> | undefined)[] {
  const checked = containers.map(({ path: at, value }) =>
    validation.value(property(at, "containerHostname"), value.containerHostname, limits.containerHostname),
  );
  const given = containers.map(({ value }) => value.containerHostname);
  given.forEach((hostname, index) => {
    const first = isKnown(hostname) ? given.indexOf(hostname) : index;
    if (hostname === undefined || first === index) return;
    const reason = `is the same as ${containers[first]?.path ?? ""}.containerHostname, but tells the container from the others: give another (${CONTAINER_DEFINITION})`;
    validation.problem(property(containers[index]?.path ?? "", "containerHostname"), reason);
  });
  if (isKnown(given)) return checked;
  const gated = validation.value(
    `${path}.containers`,
    pulumi.all(checked.map((hostname) => pulumi.output(hostname))),
    (known) => {
      const twice = known.find((each, index) => each !== undefined && known.indexOf(each) < index);
      if (twice === undefined) return undefined;
      return `has the containerHostname ${JSON.stringify(twice)} twice, but it tells a container from the others: give another (${CONTAINER_DEFINITION})`;
    },
  );
  return checked.map((hostname, index) => hostname && gated.apply(guarded((all) => all[index] as string)));
}

/** At most one container of a model may serve many. */
function checkMultiModelContainers(
  validation: Validation,
  containers: readonly Given<ModelContainer>[],
): void {
  const [first, ...more] = containers.filter(({ value }) => value.mode === ContainerMode.MultiModel);
  for (const { path } of more) {
    const reason = `is "MultiModel", as that of ${first?.path ?? ""} is, but at most one container of a model may be: make it "SingleModel", or give it a model of its own (${limits.sageMakerGuide("multi-model-endpoints")})`;
    validation.problem(`${path}.mode`, reason);
  }
}

/** The environments of a model's containers, which are limited one by one and together. */
function checkEnvironments(
  validation: Validation,
  path: string,
  containers: readonly Given<ModelContainer>[],
): (pulumi.Output<Record<string, string>> | undefined)[] {
  const checked = containers.map(({ path: at, value }) =>
    validation.record<string>(property(at, "environment"), value.environment, {
      max: limits.MAX_ENVIRONMENT_VARIABLES,
      key: limits.environmentName,
      item: limits.environmentValue,
    }),
  );
  const together = path === "" ? "environment" : `${path}.containers`;
  const given = containers.map(({ value }) => value.environment ?? {});
  if (isKnown(given)) {
    validation.problem(together, limits.environments(given as Record<string, string>[]));
    return checked;
  }
  const gated = validation.value(
    together,
    pulumi.all(checked.map((environment) => environment ?? {})) as pulumi.Output<Record<string, string>[]>,
    limits.environments,
  );
  return checked.map((environment, index) => environment && gated.apply(guarded((all) => all[index] ?? {})));
}
