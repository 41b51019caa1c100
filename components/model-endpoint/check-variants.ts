import type { Validation } from "../common";
import type { Given } from "./forms";
import { property } from "./check-models";
import type { Variant } from "./hosting";
import * as limits from "./limits";
import type { ProductionVariant } from "./model-endpoint-args";

const DEFAULT_INSTANCE_COUNT = 1;

/** Checks one variant. */
export function checkVariant(
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
    volumeSizeInGB: validation.value(
      property(path, "volumeSizeInGB"),
      value.volumeSizeInGB,
      limits.volumeSizeInGB,
    ),
    containerStartupHealthCheckTimeoutInSeconds: validation.value(
      property(path, "containerStartupHealthCheckTimeoutInSeconds"),
      value.containerStartupHealthCheckTimeoutInSeconds,
      limits.startupTimeoutInSeconds,
    ),
  };
}
