import { propertyPathOf, type Validation } from "../common";
import { MAX_CONTAINERS, MAX_VARIANTS, sageMakerApi } from "./value-checks";
import type { HostedModel, ModelContainer, ModelEndpointArgs, ProductionVariant } from "./args";

/** Something that a user gave, and the path by which messages name it; `""` for the arguments themselves. */
export interface Given<T> {
  readonly path: string;
  readonly value: T;
}

/** One model as the user gave it, in the short form or the long. */
export interface GivenModel extends Given<Omit<HostedModel, "containers">> {
  readonly containers: readonly Given<ModelContainer>[];
}

/** One variant as the user gave it, in the short form or the long, with the name of its model. */
export interface GivenVariant extends Given<ProductionVariant> {
  readonly model: string;
}

/** The name of the model that `image` makes: with `models: { model: … }` in its place nothing changes. */
const ONLY_MODEL = "model";
/** The name of the variant that `instanceType` makes, which is the usual one at AWS. */
const ONLY_VARIANT = "AllTraffic";

/** The models by their names, whether given by `image` or by `models`. */
export function givenModels(args: ModelEndpointArgs, validation: Validation): Record<string, GivenModel> {
  const { image, environment, modelDataUrl, modelDataSource, enableNetworkIsolation, models } = args;
  if (models === undefined) {
    if (image === undefined) {
      validation.problem("image", "is missing: give `image`, or `models` for several models or containers");
      return {};
    }
    const container = { path: "", value: { image, environment, modelDataUrl, modelDataSource } };
    return { [ONLY_MODEL]: { path: "", value: { enableNetworkIsolation }, containers: [container] } };
  }
  const ofContainer = { image, environment, modelDataUrl, modelDataSource };
  refuseBeside(validation, "models", "models.<name>.containers", ofContainer);
  refuseBeside(validation, "models", "models.<name>", { enableNetworkIsolation });
  if (Object.keys(models).length === 0) validation.problem("models", "is empty, but must have a model");

  const given = Object.entries(models).map(([name, model]): [string, GivenModel] => {
    const path = propertyPathOf("models", name);
    return [name, { path, value: model, containers: givenContainers(validation, path, model.containers) }];
  });
  // Not by assignment, which loses the name __proto__ that is to be refused.
  return Object.fromEntries(given);
}

function givenContainers(
  validation: Validation,
  modelPath: string,
  containers: readonly ModelContainer[],
): Given<ModelContainer>[] {
  const path = `${modelPath}.containers`;
  if (containers.length < 1 || containers.length > MAX_CONTAINERS) {
    const reason = `has ${containers.length} containers, but must have 1 to ${MAX_CONTAINERS} (${sageMakerApi("CreateModel")})`;
    validation.problem(path, reason);
  }
  return containers.map((value, index) => ({ path: `${path}[${index}]`, value }));
}

/** The variants by their names, sorted; the production variants whether given by `instanceType` or by `variants`. */
export function givenVariants(
  args: ModelEndpointArgs,
  models: readonly string[],
  validation: Validation,
): { variants: Record<string, GivenVariant>; shadowVariants: Record<string, GivenVariant> } {
  const production = variantsOf(args, validation);
  const shadows = namedVariants("shadowVariants", args.shadowVariants ?? {});
  const modelOf = (variant: string, { path, value }: Given<ProductionVariant>): string => {
    // The only model, or the one of the variant's name.
    const model = value.model ?? (models.length === 1 ? models[0] : models.find((name) => name === variant));
    const known = models.map((name) => JSON.stringify(name)).join(", ");
    const property = path === "" ? "variants" : `${path}.model`;
    if (model === undefined) {
      const reason =
        path === ""
          ? `is missing, but must say which of several models a variant serves: ${known}`
          : `is missing, and no model is named ${JSON.stringify(variant)} as the variant is: give one of the models: ${known}`;
      validation.problem(property, reason);
    } else if (!models.includes(model)) {
      validation.problem(property, `is ${JSON.stringify(model)}, but must be one of the models: ${known}`);
    }
    return model ?? "";
  };
  if (models.length === 0) return { variants: {}, shadowVariants: {} };
  const withModels = (each: readonly NamedVariant[]): Record<string, GivenVariant> =>
    Object.fromEntries(each.map(([name, variant]) => [name, { ...variant, model: modelOf(name, variant) }]));
  const given = { variants: withModels(production), shadowVariants: withModels(shadows) };
  const served = new Set(
    [...Object.values(given.variants), ...Object.values(given.shadowVariants)].map(({ model }) => model),
  );
  if (production.length > 0 && !served.has("")) {
    for (const model of models.filter((name) => !served.has(name))) {
      validation.problem(
        propertyPathOf("models", model),
        "is served by no variant: name it in one, or leave it out",
      );
    }
  }
  return given;
}

type NamedVariant = [string, Given<ProductionVariant>];

function variantsOf(args: ModelEndpointArgs, validation: Validation): NamedVariant[] {
  const { instanceType, initialInstanceCount, scaling, variants } = args;
  if (variants === undefined) {
    if (instanceType === undefined) {
      validation.problem(
        "instanceType",
        "is missing: give `instanceType`, or `variants` for several variants",
      );
      return [];
    }
    return [[ONLY_VARIANT, { path: "", value: { instanceType, initialInstanceCount, scaling } }]];
  }
  refuseBeside(validation, "variants", "variants.<name>", { instanceType, initialInstanceCount, scaling });
  const count = Object.keys(variants).length;
  if (count < 1 || count > MAX_VARIANTS) {
    const reason = `has ${count} variants, but must have 1 to ${MAX_VARIANTS} (${sageMakerApi("CreateEndpointConfig")})`;
    validation.problem("variants", reason);
  }
  return namedVariants("variants", variants);
}

function namedVariants(
  property: string,
  variants: Readonly<Record<string, ProductionVariant>>,
): NamedVariant[] {
  // Sorted, so that variants in another order do not make another configuration.
  const entries = Object.entries(variants).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, value]) => [name, { path: propertyPathOf(property, name), value }]);
}

/** Refuses what belongs to the short form where the long form is given. */
function refuseBeside(
  validation: Validation,
  longForm: string,
  place: string,
  shortForm: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(shortForm)) {
    if (value === undefined) continue;
    validation.problem(
      name,
      `cannot be combined with \`${longForm}\`, which replaces it: move it to ${place}`,
    );
  }
}
