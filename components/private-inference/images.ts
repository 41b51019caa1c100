import * as pulumi from "@pulumi/pulumi";
import { InvalidReferenceError, parseReference } from "../../registry-client/images/reference";
import { checks, openedRepositoryProblem, propertyPathOf, type Failure, guarded } from "../common";
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
    model.containers.map((container, index) => ({
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

/** The known images that are in another registry than the first, or than the expected one. */
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

/** The images of a new registry that are known now, and what is wrong with the names of their repositories. */
export function openedRepositories(
  containers: readonly GivenContainer[],
): { path: string; reason: string | undefined }[] {
  return containers.flatMap(({ path, container: { image } }) =>
    typeof image === "string" && registryOf(image) !== undefined
      ? [{ path, reason: openedRepositoryProblem(parseReference(image).repository) }]
      : [],
  );
}

/**
 * The name of the one registry that contains all images.
 * @param failure makes the error that the deployment ends with where an image that was not known before names none, or another
 */
export function commonRegistry(
  containers: readonly GivenContainer[],
  failure: Failure,
): pulumi.Output<string> {
  return pulumi.all(containers.map(({ container }) => container.image)).apply(
    guarded((images) => {
      const registries = images.map((image, index) =>
        knownRegistry(containers[index]?.path ?? "image", image, failure),
      );
      const [registry = ""] = registries;
      const stray = registries.findIndex((each) => each !== registry);
      if (stray < 0) return registry;
      const strayPath = containers[stray]?.path ?? "image";
      throw failure(
        strayPath,
        `is in ${registries[stray] ?? ""}, but all images must be in one registry, as the first in ${registry}`,
      );
    }),
  );
}

/** The registry of an image that has become known, which SageMaker must be able to pull from. */
function knownRegistry(path: string, image: string, failure: Failure): string {
  try {
    const { registry } = parseReference(image);
    const reason = checks.registryHostname(registry);
    if (reason === undefined) return registry;
    throw failure(path, `is in a registry whose name ${reason}`);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    // The endpoint says more, unless the image is a secret.
    throw failure(path, `is no image reference: its ${error.part} is refused`);
  }
}
