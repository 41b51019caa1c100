import * as pulumi from "@pulumi/pulumi";
import { InvalidReferenceError, parseReference } from "../../registry-client/reference";
import { inputError, propertyPathOf } from "../common";
import type { HostingSettings, ModelContainer } from "../model-endpoint";

/** A container of the endpoint's models, with the property by which the user gave it. */
export interface GivenContainer {
  readonly path: string;
  readonly container: Pick<ModelContainer, "image" | "credentialsProviderArn">;
}

/** The containers of all models, in whichever form they are given. */
export function givenContainers(args: HostingSettings): GivenContainer[] {
  if (args.image !== undefined) {
    return [{ path: "image", container: { image: args.image } }];
  }
  return Object.entries(args.models ?? {}).flatMap(([name, model]) =>
    (Array.isArray(model.containers) ? model.containers : []).map((container, index) => ({
      path: `${propertyPathOf("models", name)}.containers[${index}].image`,
      container,
    })),
  );
}

/** The registry that a reference names; `undefined` for a text that is no reference, which others report. */
export function registryOf(image: string): string | undefined {
  try {
    return parseReference(image).registry;
  } catch (error) {
    if (error instanceof InvalidReferenceError) return undefined;
    throw error;
  }
}

/** The images that are known now and lie in another registry than the first, or than the expected one. */
export function strayImages(
  containers: readonly GivenContainer[],
  expected?: string,
): { path: string; image: string; registry: string; expected: string }[] {
  const known = containers.flatMap(({ path, container: { image } }) => {
    const registry = typeof image === "string" ? registryOf(image) : undefined;
    return registry === undefined ? [] : [{ path, image: image as string, registry }];
  });
  const home = expected ?? known[0]?.registry;
  return home === undefined
    ? []
    : known.filter(({ registry }) => registry !== home).map((each) => ({ ...each, expected: home }));
}

/**
 * The name of the one registry that all images lie in.
 * @throws InputPropertyError at deployment where they lie in several
 */
export function commonRegistry(containers: readonly GivenContainer[]): pulumi.Output<string> {
  return pulumi.all(containers.map(({ container }) => container.image)).apply((images) => {
    const registries = [...new Set(images.map((image) => registryOf(image) ?? image))];
    const [registry = ""] = registries;
    if (registries.length <= 1) return registry;
    throw inputError(
      containers[0]?.path ?? "image",
      `the images lie in ${registries.join(" and ")}, but must all lie in the registry of \`registry\``,
    );
  });
}
