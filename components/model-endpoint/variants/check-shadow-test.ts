import type { Validation } from "../../common";
import { ContainerMode } from "../models/container-mode";
import type { GivenModel, GivenVariant } from "../short-form";
import type { ModelEndpointArgs } from "../args";

const EXCLUSIONS = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html";
const CONFIGURATION =
  "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html";

/** Refuses what AWS does not let an endpoint with a shadow variant have; its instance types are checked elsewhere. */
export function checkShadowTest(
  validation: Validation,
  { shadowVariants, asyncInference }: ModelEndpointArgs,
  models: Readonly<Record<string, GivenModel>>,
  variants: Readonly<Record<string, GivenVariant>>,
  shadows: Readonly<Record<string, GivenVariant>>,
): void {
  if (shadowVariants === undefined) return;
  const count = Object.keys(shadowVariants).length;
  if (count !== 1) {
    validation.problem("shadowVariants", `has ${count} variants, but must have exactly 1 (${CONFIGURATION})`);
  }
  const productionVariants = Object.keys(variants).length;
  if (productionVariants > 1) {
    const reason = `has ${productionVariants} variants, but must have exactly 1 in addition to a shadow variant (${CONFIGURATION})`;
    validation.problem("variants", reason);
  }
  for (const [name, { path }] of Object.entries(shadows)) {
    if (!Object.hasOwn(variants, name)) continue;
    validation.problem(path, "has the name of the production variant: give it another");
  }
  if (asyncInference !== undefined) {
    const reason = `is given, but asynchronous inference has no shadow variants: leave one out (${EXCLUSIONS})`;
    validation.problem("shadowVariants", reason);
  }
  for (const { path, containers } of Object.values(models)) {
    if (containers.length > 1) {
      const reason = `has ${containers.length} containers, but must have 1 on an endpoint with a shadow variant (${EXCLUSIONS})`;
      validation.problem(`${path}.containers`, reason);
    }
    for (const container of containers) {
      if (container.value.mode !== ContainerMode.MultiModel) continue;
      const reason = `is "MultiModel", but must be "SingleModel" on an endpoint with a shadow variant (${EXCLUSIONS})`;
      validation.problem(`${container.path}.mode`, reason);
    }
  }
}
