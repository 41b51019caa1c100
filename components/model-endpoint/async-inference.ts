import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkInputs, checks, input, type Validation } from "../common";
import * as limits from "./value-checks";

/**
 * A topic whose notifications hold the answer itself, if that has at most 128 KB.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html
 */
export const AsyncNotificationTopic = {
  /** The topic for successful requests (`successTopicArn`). */
  Success: "SUCCESS_NOTIFICATION_TOPIC",
  /** The topic for failed requests (`errorTopicArn`). */
  Error: "ERROR_NOTIFICATION_TOPIC",
} as const;
export type AsyncNotificationTopic = (typeof AsyncNotificationTopic)[keyof typeof AsyncNotificationTopic];

/**
 * Asynchronous inference: requests name an object in S3, wait in a queue, and are answered in S3, with the models' role. AWS
 * does not say whether it goes together with private registries.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
 */
export interface AsyncInference {
  /** S3 URI below which responses are written, for example `s3://bucket/responses`, at most 512 characters. */
  s3OutputPath: pulumi.Input<string>;
  /** S3 URI below which SageMaker writes why a request failed. AWS does not document where it writes otherwise. Default: none. */
  s3FailurePath?: pulumi.Input<string>;
  /** Requests that one instance's container is sent at a time, 1 to 1000. Default: a number that SageMaker chooses. */
  maxConcurrentInvocationsPerInstance?: pulumi.Input<number>;
  /** ARN of the SNS topic to notify of successful requests. Default: none. */
  successTopicArn?: pulumi.Input<string>;
  /** ARN of the SNS topic to notify of failed requests. Default: none. */
  errorTopicArn?: pulumi.Input<string>;
  /** Which of the two topics are told the answer itself, where it has at most 128 KB. Default: none. */
  includeInferenceResponseIn?: pulumi.Input<pulumi.Input<AsyncNotificationTopic>[]>;
  /** ARN of the KMS key that encrypts what is written. Default: the bucket's own encryption. */
  kmsKeyArn?: pulumi.Input<string>;
}

type Definition = aws.types.input.sagemaker.EndpointConfigurationAsyncInferenceConfig;
/** Checks asynchronous inference, and returns it as SageMaker takes it. */
export function checkAsyncInference(
  validation: Validation,
  settings: AsyncInference | undefined,
): Definition | undefined {
  if (settings === undefined) return undefined;
  const { successTopicArn, errorTopicArn, includeInferenceResponseIn } = settings;
  const absent = [
    ...(successTopicArn === undefined ? [AsyncNotificationTopic.Success] : []),
    ...(errorTopicArn === undefined ? [AsyncNotificationTopic.Error] : []),
  ];
  const checked = checkInputs(validation, "asyncInference", settings, {
    maxConcurrentInvocationsPerInstance: input.optional(limits.maxConcurrentInvocations),
    s3OutputPath: input.required(limits.s3Destination("AsyncInferenceOutputConfig")),
    s3FailurePath: input.optional(limits.s3Destination("AsyncInferenceOutputConfig")),
    successTopicArn: input.optional(limits.topicArn),
    errorTopicArn: input.optional(limits.topicArn),
    includeInferenceResponseIn: input.list({
      max: limits.MAX_NOTIFICATION_TOPICS,
      item: namedTopic(absent),
      unique: true,
    }),
    kmsKeyArn: input.optional(limits.kmsKeyArn),
  });
  const { maxConcurrentInvocationsPerInstance } = checked;
  const notifies = [successTopicArn, errorTopicArn, includeInferenceResponseIn].some(
    (each) => each !== undefined,
  );
  return {
    // The provider takes an empty one for 0 requests at a time.
    clientConfig:
      maxConcurrentInvocationsPerInstance === undefined ? undefined : { maxConcurrentInvocationsPerInstance },
    outputConfig: {
      s3OutputPath: checked.s3OutputPath,
      s3FailurePath: checked.s3FailurePath,
      notificationConfig: notifies
        ? {
            successTopic: checked.successTopicArn,
            errorTopic: checked.errorTopicArn,
            includeInferenceResponseIns: checked.includeInferenceResponseIn,
          }
        : undefined,
      kmsKeyId: checked.kmsKeyArn,
    },
  };
}

/** A check that a topic is one of the two, and one of those that are given. */
function namedTopic(absent: readonly AsyncNotificationTopic[]) {
  const known = checks.oneOf<AsyncNotificationTopic>(Object.values(AsyncNotificationTopic));
  return (topic: AsyncNotificationTopic): string | undefined => {
    const reason = known(topic);
    if (reason !== undefined || !absent.includes(topic)) return reason;
    const property = topic === AsyncNotificationTopic.Success ? "successTopicArn" : "errorTopicArn";
    return `is ${JSON.stringify(topic)}, but asyncInference.${property} names no such topic: give it, or leave this out`;
  };
}
