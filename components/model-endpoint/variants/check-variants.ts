import * as pulumi from "@pulumi/pulumi";
import { type Validation, guarded } from "../../common";
import { property } from "../property-path";
import { checkCoreDump } from "./core-dump";
import type { Given } from "../forms";
import type { Variant } from "../checked-hosting";
import { volumeProblem } from "./instance-storage";
import * as limits from "../limits";
import type { ProductionVariant } from "../model-endpoint-args";
import { instanceCountOf } from "../operations";

/** What a variant's place asks of it. */
export interface Place {
  /** Whether its endpoint has a shadow variant. */
  readonly shadowTest: boolean;
  /** Whether it is that one. */
  readonly shadow: boolean;
}

/** Checks one variant. */
export function checkVariant(
  validation: Validation,
  { path, value }: Given<ProductionVariant>,
  { shadowTest, shadow }: Place,
): Omit<Variant, "model"> {
  const at = (name: keyof ProductionVariant): string => property(path, name);
  return {
    instanceType: validation.required(
      at("instanceType"),
      value.instanceType,
      shadowTest ? limits.shadowTestInstanceType : limits.instanceType,
    ),
    initialInstanceCount: validation.value(
      at("initialInstanceCount"),
      instanceCountOf({ value }),
      limits.initialInstanceCount,
    ),
    initialVariantWeight: validation.value(
      at("initialVariantWeight"),
      value.initialVariantWeight,
      limits.initialVariantWeight,
    ),
    volumeSizeInGb: checkVolume(validation, at("volumeSizeInGb"), value),
    modelDataDownloadTimeoutInSeconds: validation.value(
      at("modelDataDownloadTimeoutInSeconds"),
      value.modelDataDownloadTimeoutInSeconds,
      limits.timeoutInSeconds,
    ),
    containerStartupHealthCheckTimeoutInSeconds: validation.value(
      at("containerStartupHealthCheckTimeoutInSeconds"),
      value.containerStartupHealthCheckTimeoutInSeconds,
      limits.timeoutInSeconds,
    ),
    inferenceAmiVersion: validation.value(
      at("inferenceAmiVersion"),
      value.inferenceAmiVersion,
      limits.inferenceAmiVersion,
    ),
    mlReservationArn: validation.value(
      at("mlReservationArn"),
      value.mlReservationArn,
      limits.mlReservationArn,
    ),
    routingStrategy: validation.value(at("routingStrategy"), value.routingStrategy, limits.routingStrategy),
    coreDumpConfig: checkCoreDump(validation, at("coreDump"), value.coreDump, shadow),
    enableSsmAccess: validation.value<boolean>(at("enableSsmAccess"), value.enableSsmAccess),
  };
}

/** The size of a variant's volumes, which depends on its instance type. */
function checkVolume(
  validation: Validation,
  path: string,
  { instanceType, volumeSizeInGb: volumeSizeInGb }: ProductionVariant,
): Variant["volumeSizeInGb"] {
  if (volumeSizeInGb === undefined) return undefined;
  const size = validation.value(path, volumeSizeInGb, limits.volumeSizeInGb);
  const type = validation.value(path, instanceType, volumeProblem);
  return pulumi.all([size, type]).apply(guarded(([known]) => known));
}
