import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkInputs, input, type Validation } from "../../common";
import * as limits from "../value-checks";

/**
 * Core dumps of a variant's containers, written to S3 with the models' role when the process crashes.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html
 */
export interface CoreDump {
  /** S3 URI below which they are written, for example `s3://bucket/dumps`, at most 512 characters. */
  destinationS3Uri: pulumi.Input<string>;
  /** ARN of the KMS key that encrypts them; required for a shadow variant. Default: your account's AWS managed key for S3. */
  kmsKeyArn?: pulumi.Input<string>;
}

/** Core dumps as SageMaker takes them. */
export type CoreDumpConfig = aws.types.input.sagemaker.EndpointConfigurationProductionVariantCoreDumpConfig;

/**
 * Checks where a variant's core dumps go, and returns that as SageMaker takes it.
 * @param keyRequired whether the provider wants a key, as it does for shadow variants
 */
export function checkCoreDump(
  validation: Validation,
  path: string,
  dump: CoreDump | undefined,
  keyRequired: boolean,
): CoreDumpConfig | undefined {
  if (dump === undefined) return undefined;
  if (keyRequired && dump.kmsKeyArn === undefined) {
    const reason =
      "is missing: give a key, which the AWS provider of Pulumi requires for the core dumps of a shadow variant";
    validation.problem(`${path}.kmsKeyArn`, reason);
  }
  const { destinationS3Uri, kmsKeyArn } = checkInputs(validation, path, dump, {
    destinationS3Uri: input.required(limits.s3Destination("ProductionVariantCoreDumpConfig")),
    kmsKeyArn: input.optional(limits.kmsKeyArn),
  });
  return { destinationS3Uri, kmsKeyId: kmsKeyArn };
}
