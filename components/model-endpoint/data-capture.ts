import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkInputs, checks, guarded, input, type Check, type Validation } from "../common";
import * as limits from "./value-checks";

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
   * S3 URI below which they are written, for example `s3://bucket/captured`, at most 512 characters: there they lie under the
   * names of endpoint and variant, and by the hour.
   */
  destinationS3Uri: pulumi.Input<string>;
  /** The percentage of requests that is captured, 0 to 100. */
  initialSamplingPercentage: pulumi.Input<number>;
  /** What of them is captured, at most two of `Input` and `Output`, or `InputAndOutput` alone. Default: `Input` and `Output`. */
  captureModes?: pulumi.Input<pulumi.Input<CaptureMode>[]>;
  /** ARN of the KMS key that encrypts what is written. Default: the bucket's own encryption. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Content types, up to 10, that are captured as CSV; others are captured in base64. Default: none. */
  csvContentTypes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Content types, up to 10, that are captured as JSON; others are captured in base64. Default: none. */
  jsonContentTypes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether requests or responses are captured. Default: `true`. */
  enableCapture?: pulumi.Input<boolean>;
}

type Definition = aws.types.input.sagemaker.EndpointConfigurationDataCaptureConfig;

/** Checks what is captured, and returns it as SageMaker takes it. */
export function checkDataCapture(
  validation: Validation,
  capture: DataCapture | undefined,
): Definition | undefined {
  if (capture === undefined) return undefined;
  const contentTypes = { min: 1, max: limits.MAX_CONTENT_TYPES, item: limits.contentType, unique: true };
  const checked = checkInputs(validation, "dataCapture", capture, {
    captureModes: (_, at, modes = [CaptureMode.InputOnly, CaptureMode.OutputOnly]) =>
      validation.value(at, modes as pulumi.Input<CaptureMode[]>, captureModes),
    destinationS3Uri: input.required(limits.s3Destination("DataCaptureConfig")),
    initialSamplingPercentage: input.required(limits.samplingPercentage),
    // The provider takes an absent value for false, and nothing would be captured.
    enableCapture: input.withDefault<boolean>(true),
    kmsKeyArn: input.optional(limits.kmsKeyArn),
    csvContentTypes: input.list(contentTypes),
    jsonContentTypes: input.list(contentTypes),
  });
  const { csvContentTypes, jsonContentTypes } = checked;
  return {
    destinationS3Uri: checked.destinationS3Uri,
    initialSamplingPercentage: checked.initialSamplingPercentage,
    captureOptions: checked.captureModes.apply(
      guarded((known) => [known].flat().map((captureMode) => ({ captureMode }))),
    ),
    enableCapture: checked.enableCapture,
    kmsKeyId: checked.kmsKeyArn,
    captureContentTypeHeader:
      csvContentTypes === undefined && jsonContentTypes === undefined
        ? undefined
        : { csvContentTypes, jsonContentTypes },
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
