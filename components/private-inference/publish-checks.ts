import { openedRepositoryProblem, propertyPathOf, type Validation } from "../common";
import { registryOf } from "./images";
import type { PrivateInferenceArgs } from "./private-inference-args";

/** Checks the delivery of an image into the new registry against the other arguments. */
export function validatePublish(validation: Validation, args: PrivateInferenceArgs): void {
  if (args.publish === undefined) return;
  for (const property of ["image", "models"] as const) {
    if (args[property] !== undefined) {
      validation.problem(
        property,
        "cannot be combined with publish, which delivers the one image: remove one of them",
      );
    }
  }
  const { source, sourceRegistries } = args.publish;
  if (source !== undefined && typeof source !== "string" && sourceRegistries === undefined) {
    validation.problem(
      "publish.sourceRegistries",
      "is missing: publish.source is known only at deployment, so name its registry here",
    );
  }
  if (source === undefined && sourceRegistries !== undefined) {
    validation.problem(
      "publish.sourceRegistries",
      "is about an image of another registry, but publish.source names none: give it, or leave this out",
    );
  }
  const home = typeof source === "string" ? registryOf(source) : undefined;
  for (const registry of Object.keys(sourceRegistries ?? {})) {
    // What is no registry's name the publisher refuses.
    const fullName = registryOf(`${registry}/namespace/repository`);
    if (home === undefined || fullName === undefined || fullName === home) continue;
    validation.problem(
      propertyPathOf("publish.sourceRegistries", registry),
      `is not the registry of publish.source, which is ${home}: name that one, or leave this out`,
    );
  }
  const { repository } = args.publish;
  if (args.newRegistry !== undefined && typeof repository === "string") {
    validation.problem("publish.repository", openedRepositoryProblem(repository));
  }
  if (args.newRegistry === undefined) {
    validation.problem(
      "publish",
      "delivers into a new registry, but newRegistry is not given: push the image yourself and give `image`, " +
        "or use ImagePublisher and PublishedImage for a registry that exists",
    );
  }
}
