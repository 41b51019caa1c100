import * as pulumi from "@pulumi/pulumi";
import { checks, isKnown, type Validation, guarded } from "../../common";
import { checkModelData } from "./check-model-data";
import { ContainerMode } from "./container-mode";
import type { Given, GivenModel } from "../forms";
import type { Container, Model } from "../checked-hosting";
import { InferenceExecutionMode } from "./inference-execution-mode";
import { image, imageToPin } from "../image-reference";
import * as limits from "../limits";
import type { ModelContainer } from "../model-endpoint-args";
import { property } from "../property-path";

const CONTAINER_DEFINITION = limits.sageMakerApi("ContainerDefinition");

/** The functions that serve every container of the same registry. */
type RegistryFunctions = Pick<Container, "credentialsProviderArn" | "preflightFunctionArn">;

/** Checks one model; its containers are served by the functions given, unless they name others. */
export function checkModel(
  validation: Validation,
  { path, value, containers }: GivenModel,
  functions: RegistryFunctions,
): Model {
  checkPipeline(validation, path, value.inferenceExecutionMode, containers);
  checkMultiModelContainers(validation, containers);
  const environments = checkEnvironments(validation, path, containers);
  const hostnames = checkHostnames(validation, path, containers);
  return {
    inferenceExecutionMode: value.inferenceExecutionMode,
    enableNetworkIsolation: validation.value<boolean>(
      property(path, "enableNetworkIsolation"),
      value.enableNetworkIsolation,
    ),
    containers: containers.map(({ path: at, value: container }, index) => ({
      ...registryFunctions(validation, { path: at, value: container }, functions),
      environment: environments[index],
      ...checkModelData(validation, { path: at, value: container }),
      containerHostname: hostnames[index],
    })),
  };
}

/**
 * The image of a container, and the functions of its registry. A container with a credentials function of its own lies in
 * another registry, which the endpoint's preflight function does not know.
 */
function registryFunctions(
  validation: Validation,
  { path, value: container }: Given<ModelContainer>,
  functions: RegistryFunctions,
): Pick<Container, "image" | "credentialsProviderArn" | "preflightFunctionArn"> {
  const { credentialsProviderArn, preflightFunctionArn } = path === "" ? {} : container;
  const own = {
    credentialsProviderArn: validation.optional(
      property(path, "credentialsProviderArn"),
      credentialsProviderArn,
      limits.credentialsProviderArn,
    ),
    preflightFunctionArn: validation.value(
      property(path, "preflightFunctionArn"),
      preflightFunctionArn,
      checks.functionArn,
    ),
  };
  const preflight =
    own.preflightFunctionArn ??
    (credentialsProviderArn === undefined ? functions.preflightFunctionArn : undefined);
  return {
    image: validation.required(
      property(path, "image"),
      container.image,
      preflight === undefined ? image : imageToPin,
    ),
    credentialsProviderArn: own.credentialsProviderArn ?? functions.credentialsProviderArn,
    preflightFunctionArn: preflight,
  };
}

/** How a model with several containers calls them and tells them apart. */
function checkPipeline(
  validation: Validation,
  path: string,
  mode: InferenceExecutionMode | undefined,
  containers: readonly Given<ModelContainer>[],
): void {
  if (path === "") return;
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
  if (count < 2) return;
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
