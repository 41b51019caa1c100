import type * as pulumi from "@pulumi/pulumi";

/**
 * The arguments of every component of this package.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
export interface TagArgs {
  /**
   * Tags for every resource that can carry them, at most 50, with keys that do not begin with `aws:`. Components that make
   * functions, buckets or secrets refuse `SageMaker=true`, by which AmazonSageMakerFullAccess opens secrets to others.
   * Default: none.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The arguments of the components that make a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export interface CommonRoleArgs extends TagArgs {
  /** ARN of the IAM policy that bounds the permissions of every role the component makes. Default: no boundary. */
  permissionsBoundaryArn?: pulumi.Input<string>;
  /** Path of every role the component makes, which begins and ends with a slash. Default: `/`. */
  rolePath?: pulumi.Input<string>;
}

/**
 * The arguments of the components that make roles, and that store something.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export interface CommonArgs extends CommonRoleArgs {
  /**
   * ARN of the KMS key that encrypts what the component stores (secrets, logs, objects). The key's policy must let CloudWatch
   * Logs use it in this region, or no log group is made with it. Default: AWS-managed encryption.
   */
  kmsKeyArn?: pulumi.Input<string>;
  /** Days for which the component's log groups keep events, one of the values that CloudWatch Logs allows. Default: 30. */
  logRetentionInDays?: pulumi.Input<number>;
}

/** Days for which log groups keep events unless `logRetentionInDays` says otherwise. */
export const DEFAULT_LOG_RETENTION_IN_DAYS = 30;
