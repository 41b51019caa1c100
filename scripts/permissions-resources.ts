// The IAM actions that the AWS provider needs for each type of resource that the components make.
import { API_TAGS, on, type ResourcePermissions, TAGGED, WITH_KEY } from "./permissions-actions";
import { NETWORK_RESOURCES } from "./permissions-network";

const SAGEMAKER_TAGS = { [TAGGED]: "AddTags DeleteTags" };
const DATA_KEY = "kms:Decrypt kms:GenerateDataKey";

/** The permissions by type token. */
export const RESOURCES: Readonly<Record<string, ResourcePermissions>> = {
  ...NETWORK_RESOURCES,
  "aws:appautoscaling/policy:Policy": on("application-autoscaling", {
    create: "PutScalingPolicy cloudwatch:PutMetricAlarm",
    read: "DescribeScalingPolicies cloudwatch:DescribeAlarms",
    delete: "DeleteScalingPolicy cloudwatch:DeleteAlarms",
  }),
  "aws:appautoscaling/scheduledAction:ScheduledAction": on("application-autoscaling", {
    create: "PutScheduledAction",
    read: "DescribeScheduledActions",
    delete: "DeleteScheduledAction",
  }),
  "aws:appautoscaling/target:Target": on("application-autoscaling", {
    create: "RegisterScalableTarget",
    read: "DescribeScalableTargets ListTagsForResource",
    delete: "DeregisterScalableTarget",
    when: API_TAGS,
  }),
  "aws:cloudwatch/dashboard:Dashboard": on("cloudwatch", {
    create: "PutDashboard",
    read: "GetDashboard",
    delete: "DeleteDashboards",
  }),
  "aws:cloudwatch/logGroup:LogGroup": on("logs", {
    create: "CreateLogGroup PutRetentionPolicy",
    read: "DescribeLogGroups ListTagsForResource",
    update: "DeleteRetentionPolicy",
    delete: "DeleteLogGroup",
    when: { ...API_TAGS, [WITH_KEY]: "AssociateKmsKey DisassociateKmsKey" },
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": on("cloudwatch", {
    create: "PutMetricAlarm",
    read: "DescribeAlarms ListTagsForResource",
    delete: "DeleteAlarms",
    when: API_TAGS,
  }),
  "aws:ecr/repository:Repository": on("ecr", {
    create: "CreateRepository",
    read: "DescribeRepositories ListTagsForResource",
    update: "PutImageScanningConfiguration PutImageTagMutability",
    delete: "DeleteRepository",
    when: { ...API_TAGS, [WITH_KEY]: "kms:CreateGrant kms:DescribeKey kms:RetireGrant" },
  }),
  "aws:ecs/cluster:Cluster": on("ecs", {
    create: "CreateCluster",
    read: "DescribeClusters",
    update: "UpdateCluster",
    delete: "DeleteCluster",
    when: API_TAGS,
  }),
  "aws:ecs/service:Service": on("ecs", {
    create: "CreateService",
    read: "DescribeServices ListServiceDeployments DescribeServiceDeployments",
    update: "UpdateService",
    delete: "DeleteService",
    when: API_TAGS,
  }),
  "aws:ecs/taskDefinition:TaskDefinition": on("ecs", {
    create: "RegisterTaskDefinition",
    read: "DescribeTaskDefinition",
    delete: "DeregisterTaskDefinition",
    passRoleTo: "ecs-tasks.amazonaws.com",
    when: API_TAGS,
  }),
  "aws:iam/role:Role": on("iam", {
    create: "CreateRole",
    read: "GetRole ListRolePolicies ListAttachedRolePolicies",
    update: "UpdateRoleDescription UpdateAssumeRolePolicy",
    delete: "DeleteRole ListInstanceProfilesForRole",
    when: {
      [TAGGED]: "TagRole UntagRole",
      "with `permissionsBoundaryArn`": "PutRolePermissionsBoundary DeleteRolePermissionsBoundary",
    },
  }),
  "aws:iam/rolePolicy:RolePolicy": on("iam", {
    create: "PutRolePolicy",
    read: "GetRolePolicy",
    delete: "DeleteRolePolicy",
  }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": on("iam", {
    create: "AttachRolePolicy",
    read: "ListAttachedRolePolicies",
    delete: "DetachRolePolicy",
  }),
  "aws:lambda/function:Function": on("lambda", {
    create: "CreateFunction",
    read: "GetFunction ListVersionsByFunction GetFunctionCodeSigningConfig",
    update: "UpdateFunctionCode UpdateFunctionConfiguration",
    delete: "DeleteFunction",
    passRoleTo: "lambda.amazonaws.com",
    when: {
      // Without ListTags the function is returned without its tags, which then seem to be gone.
      [TAGGED]: "ListTags TagResource UntagResource",
      "in a VPC":
        "ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:GetSecurityGroupsForVpc ec2:DescribeNetworkInterfaces",
      "with `codeSigningConfigArn`":
        "GetCodeSigningConfig PutFunctionCodeSigningConfig DeleteFunctionCodeSigningConfig",
      "with `reservedConcurrency`": "PutFunctionConcurrency DeleteFunctionConcurrency",
      [WITH_KEY]: "kms:CreateGrant kms:Encrypt kms:Decrypt",
    },
  }),
  "aws:lambda/invocation:Invocation": on("lambda", { create: "InvokeFunction" }),
  "aws:s3/bucket:Bucket": on("s3", {
    create: "CreateBucket",
    read:
      "ListBucket GetBucketLocation GetBucketPolicy GetBucketAcl GetBucketCORS GetBucketWebsite GetBucketVersioning " +
      "GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration " +
      "GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration GetBucketTagging ListTagsForResource",
    delete: "DeleteBucket",
    when: {
      [TAGGED]: "PutBucketTagging TagResource UntagResource",
      "deleted with what it holds": "ListBucketVersions DeleteObject DeleteObjectVersion",
    },
  }),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": on("s3", {
    create: "PutLifecycleConfiguration",
    read: "GetLifecycleConfiguration",
  }),
  "aws:s3/bucketLogging:BucketLogging": on("s3", { create: "PutBucketLogging", read: "GetBucketLogging" }),
  "aws:s3/bucketObjectv2:BucketObjectv2": on("s3", {
    create: "PutObject AbortMultipartUpload",
    read: "GetObject ListBucket GetObjectTagging",
    delete: "ListBucketVersions DeleteObject DeleteObjectVersion",
    when: { [TAGGED]: "PutObjectTagging DeleteObjectTagging", [WITH_KEY]: DATA_KEY },
  }),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": on("s3", {
    create: "PutBucketOwnershipControls",
    read: "GetBucketOwnershipControls",
  }),
  "aws:s3/bucketPolicy:BucketPolicy": on("s3", {
    create: "PutBucketPolicy",
    read: "GetBucketPolicy",
    delete: "DeleteBucketPolicy",
  }),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": on("s3", {
    create: "PutBucketPublicAccessBlock",
    read: "GetBucketPublicAccessBlock",
  }),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": on("s3", {
    create: "PutEncryptionConfiguration",
    read: "GetEncryptionConfiguration",
  }),
  "aws:s3/bucketVersioning:BucketVersioning": on("s3", {
    create: "PutBucketVersioning",
    read: "GetBucketVersioning",
  }),
  "aws:sagemaker/endpoint:Endpoint": on("sagemaker", {
    create: "CreateEndpoint",
    read: "DescribeEndpoint ListTags",
    update: "UpdateEndpoint",
    delete: "DeleteEndpoint",
    when: { ...SAGEMAKER_TAGS, [WITH_KEY]: "kms:CreateGrant kms:DescribeKey" },
  }),
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": on("sagemaker", {
    create: "CreateEndpointConfig",
    read: "DescribeEndpointConfig ListTags",
    delete: "DeleteEndpointConfig",
    when: SAGEMAKER_TAGS,
  }),
  "aws:sagemaker/model:Model": on("sagemaker", {
    create: "CreateModel",
    read: "DescribeModel ListTags",
    delete: "DeleteModel",
    passRoleTo: "sagemaker.amazonaws.com",
    when: SAGEMAKER_TAGS,
  }),
  "aws:scheduler/schedule:Schedule": on("scheduler", {
    create: "CreateSchedule",
    read: "GetSchedule",
    update: "UpdateSchedule",
    delete: "DeleteSchedule",
    passRoleTo: "scheduler.amazonaws.com",
  }),
  "aws:secretsmanager/secret:Secret": on("secretsmanager", {
    create: "CreateSecret",
    read: "DescribeSecret GetResourcePolicy",
    update: "UpdateSecret",
    delete: "DeleteSecret",
    when: { ...API_TAGS, [WITH_KEY]: DATA_KEY },
  }),
  "aws:secretsmanager/secretVersion:SecretVersion": on("secretsmanager", {
    create: "PutSecretValue",
    read: "GetSecretValue DescribeSecret",
    update: "UpdateSecretVersionStage",
    when: { [WITH_KEY]: DATA_KEY },
  }),
  // Made in the Pulumi program's own process: no call of AWS.
  "random:index/randomBytes:RandomBytes": on("", {}),
  "random:index/randomPassword:RandomPassword": on("", {}),
};
