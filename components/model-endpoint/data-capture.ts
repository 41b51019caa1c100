import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checks, type Check, type Validation, guarded } from "../common";
import * as limits from "./limits";

/**
 * What of a request is captured.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureOption.html
 */
export const CaptureMode = {
  /** What the caller sends. */
  InputOnly: "Input",
  /** What the model answers. */
  OutputOnly: "Output",
  /** Both, as one option. */
  InputAndOutput: "InputAndOutput",
} as const;
export type CaptureMode = (typeof CaptureMode)[keyof typeof CaptureMode];

/**
 * Requests and answers that are written to S3, with the models' role.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export interface DataCapture {
  /**
   * S3 URI below which they are written, as `s3://bucket/captured`, at most 512 characters: there they lie under the names of
   * endpoint and variant, and by the hour.
   */
  destinationS3Uri: pulumi.Input<string>;
  /** The percentage of requests that is captured, 0 to 100. */
  initialSamplingPercentage: pulumi.Input<number>;
  /** What of them is captured, at most two of `Input` and `Output`, or `InputAndOutput` alone; `Input` and `Output` by default. */
  captureModes?: pulumi.Input<pulumi.Input<CaptureMode>[]>;
  /** ARN of the KMS key that encrypts what is written; the bucket's own encryption by default. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Content types, up to 10, that are captured as CSV; others are captured in base64, none by default. */
  csvContentTypes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Content types, up to 10, that are captured as JSON; others are captured in base64, none by default. */
  jsonContentTypes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether capturing goes on; it does by default. */
  enableCapture?: pulumi.Input<boolean>;
}

type Definition = aws.types.input.sagemaker.EndpointConfigurationDataCaptureConfig;

/** Checks what is captured, and returns it as SageMaker takes it. */
export function checkDataCapture(
  validation: Validation,
  capture: DataCapture | undefined,
): Definition | undefined {
  if (capture === undefined) return undefined;
  const modes = validation.value(
    "dataCapture.captureModes",
    (capture.captureModes ?? [CaptureMode.InputOnly, CaptureMode.OutputOnly]) as pulumi.Input<CaptureMode[]>,
    captureModes,
  );
  return {
    destinationS3Uri: validation.required(
      "dataCapture.destinationS3Uri",
      capture.destinationS3Uri,
      limits.s3Destination("DataCaptureConfig"),
    ),
    initialSamplingPercentage: validation.required(
      "dataCapture.initialSamplingPercentage",
      capture.initialSamplingPercentage,
      limits.samplingPercentage,
    ),
    captureOptions: modes.apply(guarded((known) => [known].flat().map((captureMode) => ({ captureMode })))),
    // The provider takes an absent value for false, and nothing would be captured.
    enableCapture: validation.value("dataCapture.enableCapture", capture.enableCapture ?? true),
    kmsKeyId: validation.value("dataCapture.kmsKeyArn", capture.kmsKeyArn, limits.kmsKeyArn),
    captureContentTypeHeader: checkContentTypes(validation, capture),
  };
}

function checkContentTypes(
  validation: Validation,
  { csvContentTypes, jsonContentTypes }: DataCapture,
): Definition["captureContentTypeHeader"] {
  if (csvContentTypes === undefined && jsonContentTypes === undefined) return undefined;
  const rule = { min: 1, max: limits.MAX_CONTENT_TYPES, item: limits.contentType, unique: true };
  return {
    csvContentTypes: validation.list("dataCapture.csvContentTypes", csvContentTypes, rule),
    jsonContentTypes: validation.list("dataCapture.jsonContentTypes", jsonContentTypes, rule),
  };
}

/** A check of what is captured. */
export const captureModes: Check<readonly CaptureMode[]> = checks.sourced(
  limits.sageMakerApi("CaptureOption"),
  (given) => {
    // From a program without types it may be no list.
    const modes = [given].flat();
    const both: readonly CaptureMode[] = [CaptureMode.InputOnly, CaptureMode.OutputOnly];
    const alone = modes.length === 1 && modes[0] === CaptureMode.InputAndOutput;
    const some = modes.length > 0 && new Set(modes).size === modes.length;
    return Array.isArray(given) && (alone || (some && modes.every((mode) => both.includes(mode))))
      ? undefined
      : checks.mismatch(given, 'one or both of "Input" and "Output", or "InputAndOutput" alone');
  },
);
