import * as pulumi from "@pulumi/pulumi";
import { checkInputs, guarded, input, type Validation } from "../../common";
import { givenVariants, type Given } from "../short-form";
import * as limits from "../value-checks";
import type { ProductionVariant } from "../args";
import { checkOperations, instanceCountOf } from "../operations-checks";
import { checkCoreDump } from "./core-dump";
import { volumeProblem } from "./instance-storage";

/** The endpoint that a variant is part of. */
export interface VariantPlacement {
  /** Whether the endpoint has a shadow variant. */
  readonly shadowTest: boolean;
  /** Whether the variant is the shadow variant. */
  readonly shadow: boolean;
}

/** Checks one variant. */
export function checkVariant(
  validation: Validation,
  { path, value }: Given<ProductionVariant>,
  { shadowTest, shadow }: VariantPlacement,
) {
  return checkInputs(validation, path, value, {
    model: input.usedBy(givenVariants),
    instanceType: input.required(shadowTest ? limits.shadowTestInstanceType : limits.instanceType),
    initialInstanceCount: (_, at) =>
      validation.value(at, instanceCountOf({ value }), limits.initialInstanceCount),
    scaling: input.usedBy(checkOperations),
    initialVariantWeight: input.optional(limits.initialVariantWeight),
    volumeSizeInGb: checkVolume,
    modelDataDownloadTimeoutInSeconds: input.optional(limits.timeoutInSeconds),
    containerStartupHealthCheckTimeoutInSeconds: input.optional(limits.timeoutInSeconds),
    inferenceAmiVersion: input.optional(limits.inferenceAmiVersion),
    mlReservationArn: input.optional(limits.mlReservationArn),
    routingStrategy: input.optional(limits.routingStrategy),
    coreDump: (_, at, dump) => checkCoreDump(validation, at, dump, shadow),
    enableSsmAccess: input.optional<boolean>(),
  });
}

/** The size of a variant's volumes, which depends on its instance type. */
function checkVolume(
  validation: Validation,
  path: string,
  volumeSizeInGb: pulumi.Input<number> | undefined,
  { instanceType }: ProductionVariant,
): pulumi.Output<number> | undefined {
  if (volumeSizeInGb === undefined) return undefined;
  const size = validation.value(path, volumeSizeInGb, limits.volumeSizeInGb);
  const type = validation.value(path, instanceType, volumeProblem);
  return pulumi.all([size, type]).apply(guarded(([known]) => known));
}
