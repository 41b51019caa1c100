import * as pulumi from "@pulumi/pulumi";
import { checks, isKnown, Validation, type CommonArgs, type ListRule } from "../common";
import { checkNames } from "./auto-names";
import { checkArgumentNames, givenModels, givenVariants, type Given, type GivenModel } from "./forms";
import { InferenceExecutionMode } from "./inference-execution-mode";
import * as limits from "./limits";
import type { ModelContainer, ModelEndpointArgs, ProductionVariant } from "./model-endpoint";

/** What a ModelEndpoint is made of, checked: outputs that fail where the deployment finds something wrong. */
export interface Hosting {
  readonly common: CommonArgs;
  readonly executionRoleArn: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly securityGroupIds: pulumi.Output<string[]>;
  readonly models: Readonly<Record<string, Model>>;
  readonly variants: Readonly<Record<string, Variant>>;
  readonly endpointName: pulumi.Output<string> | undefined;
}

/** One model, checked. */
export interface Model {
  readonly containers: readonly Container[];
  readonly inferenceExecutionMode: InferenceExecutionMode | undefined;
}

/** One container, checked. */
export interface Container {
  readonly image: pulumi.Output<string>;
  readonly environment: pulumi.Output<Record<string, string>> | undefined;
  readonly modelDataUrl: pulumi.Output<string> | undefined;
  readonly containerHostname: pulumi.Output<string> | undefined;
  readonly credentialsProviderArn: pulumi.Output<string | undefined> | undefined;
}

/** One variant, checked. */
export interface Variant {
  readonly model: string;
  readonly instanceType: pulumi.Output<string>;
  readonly initialInstanceCount: pulumi.Output<number>;
  readonly initialVariantWeight: pulumi.Output<number> | undefined;
}

const DEFAULT_INSTANCE_COUNT = 1;

/**
 * Checks the arguments, in whichever form they are given.
 * @throws pulumi.InputPropertiesError naming every problem
 */
export function checkHosting(name: string, args: ModelEndpointArgs): Hosting {
  const validation = new Validation(`ModelEndpoint ${JSON.stringify(name)}`);
  checkArgumentNames(args, validation);
  const models = givenModels(args, validation);
  const variants = givenVariants(args, Object.keys(models), validation);
  checkNames(name, models, args.endpointName !== undefined, validation);
  for (const variant of Object.keys(variants)) {
    validation.problem(variants[variant]?.path ?? variant, checks.sageMakerName(variant));
  }
  const credentialsProviderArn = validation.value(
    "credentialsProviderArn",
    args.credentialsProviderArn,
    limits.credentialsProviderArn,
  );
  const hosting: Hosting = {
    common: validation.common(args),
    executionRoleArn: validation.required("executionRoleArn", args.executionRoleArn, limits.executionRoleArn),
    subnetIds: checkIds(validation, "subnetIds", args.subnetIds, {
      min: limits.MIN_SUBNETS,
      max: limits.MAX_SUBNETS,
      item: limits.subnetId,
      remedy: "SageMaker wants at least two subnets, in different availability zones",
    }),
    securityGroupIds: checkIds(validation, "securityGroupIds", args.securityGroupIds, {
      min: 1,
      max: limits.MAX_SECURITY_GROUPS,
      item: limits.securityGroupId,
      remedy: "they are the limits of a SageMaker model",
    }),
    models: mapValues(models, (model) => checkModel(validation, model, credentialsProviderArn)),
    variants: mapValues(variants, (variant) => ({
      model: variant.model,
      ...checkVariant(validation, variant),
    })),
    endpointName: validation.value("endpointName", args.endpointName, checks.sageMakerName),
  };
  validation.throwIfInvalid();
  return hosting;
}

/** An object with the same keys and with values made of the given ones. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

function checkModel(
  validation: Validation,
  { path, value, containers }: GivenModel,
  credentialsProviderArn: pulumi.Output<string | undefined> | undefined,
): Model {
  checkPipeline(validation, path, value.inferenceExecutionMode, containers);
  const environments = checkEnvironments(validation, path, containers);
  return {
    inferenceExecutionMode: value.inferenceExecutionMode,
    containers: containers.map(({ path: at, value: container }, index) => ({
      image: checkImage(validation, property(at, "image"), container.image),
      environment: environments[index],
      modelDataUrl: validation.value(
        property(at, "modelDataUrl"),
        container.modelDataUrl,
        limits.modelDataUrl,
      ),
      containerHostname: validation.value(
        property(at, "containerHostname"),
        container.containerHostname,
        limits.containerHostname,
      ),
      credentialsProviderArn:
        at === "" || container.credentialsProviderArn === undefined
          ? credentialsProviderArn
          : validation.value(
              property(at, "credentialsProviderArn"),
              container.credentialsProviderArn,
              limits.credentialsProviderArn,
            ),
    })),
  };
}

/** The image that a model is made of: always by digest. A reference by tag would be resolved here. */
function checkImage(
  validation: Validation,
  path: string,
  image: pulumi.Input<string>,
): pulumi.Output<string> {
  return validation.required(path, image, limits.image);
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
    const only = "applies to two or more containers, and the model has one: leave it out";
    const reason =
      checks.oneOf(Object.values(InferenceExecutionMode))(mode) ?? (count < 2 ? only : undefined);
    validation.problem(`${path}.inferenceExecutionMode`, reason);
  }
  const named = containers.filter(({ value }) => value.containerHostname !== undefined);
  if (count === 1 && named.length === 1) {
    const reason = "is ignored by SageMaker where a model has one container: leave it out";
    validation.problem(`${path}.containers[0].containerHostname`, reason);
  }
  if (count < 2) return;
  const why =
    mode === InferenceExecutionMode.Direct
      ? "is missing: with Direct every container is called by its host name"
      : named.length > 0
        ? "is missing: either all containers of a model have a host name, or none"
        : undefined;
  for (const container of containers) {
    if (container.value.containerHostname === undefined) {
      validation.problem(`${container.path}.containerHostname`, why);
    }
  }
  const seen = new Map<unknown, string>();
  for (const { path: at, value } of named) {
    const first = seen.get(value.containerHostname);
    if (first === undefined) seen.set(value.containerHostname, at);
    else validation.problem(`${at}.containerHostname`, `is the same as ${first}.containerHostname`);
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
  return checked.map((environment, index) => environment && gated.apply((all) => all[index] ?? {}));
}

function checkVariant(
  validation: Validation,
  { path, value }: Given<ProductionVariant>,
): Omit<Variant, "model"> {
  return {
    instanceType: validation.required(
      property(path, "instanceType"),
      value.instanceType,
      limits.instanceType,
    ),
    initialInstanceCount: validation.value(
      property(path, "initialInstanceCount"),
      value.initialInstanceCount ?? DEFAULT_INSTANCE_COUNT,
      limits.initialInstanceCount,
    ),
    initialVariantWeight: validation.value(
      property(path, "initialVariantWeight"),
      value.initialVariantWeight,
      limits.initialVariantWeight,
    ),
  };
}

/** Checks a list that is required: none at all counts as an empty one. */
function checkIds(
  validation: Validation,
  propertyPath: string,
  ids: pulumi.Input<pulumi.Input<string>[]> | undefined,
  rule: ListRule<string>,
): pulumi.Output<string[]> {
  const given =
    ids === undefined || Array.isArray(ids)
      ? (ids ?? [])
      : pulumi.output<string[] | undefined>(ids as pulumi.Input<string[]>).apply((known) => known ?? []);
  return validation.list(propertyPath, given, { ...rule, unique: true });
}

function property(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
