import { fields, list, text } from "../../plan/values";
import { hosting } from "./hosting-types";
import { network } from "./network-types";
import { registry } from "./registry-types";
import { parsed, pascalized, tagList, type Properties, type Rendering, type Value } from "./values";

const kms: Readonly<Record<string, Rendering>> = {
  "aws:kms/key:Key": {
    type: "AWS::KMS::Key",
    properties: ({ description, enableKeyRotation, policy, tags }) => ({
      Description: description,
      EnableKeyRotation: enableKeyRotation,
      KeyPolicy: parsed(policy),
      Tags: tagList(tags),
    }),
  },
  "aws:kms/alias:Alias": {
    type: "AWS::KMS::Alias",
    properties: ({ name, targetKeyId }) => ({ AliasName: name, TargetKeyId: targetKeyId }),
  },
  "aws:sns/topic:Topic": {
    type: "AWS::SNS::Topic",
    properties: ({ name, kmsMasterKeyId, tags }) => ({
      TopicName: name,
      KmsMasterKeyId: kmsMasterKeyId,
      Tags: tagList(tags),
    }),
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicPolicy",
    properties: ({ arn, policy }) => ({ Topics: [arn], PolicyDocument: parsed(policy) }),
  },
};

const identity: Readonly<Record<string, Rendering>> = {
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    properties: ({
      name,
      description,
      assumeRolePolicy,
      path,
      permissionsBoundary,
      managedPolicyArns,
      tags,
    }) => ({
      RoleName: name,
      Description: description,
      AssumeRolePolicyDocument: parsed(assumeRolePolicy),
      Path: path,
      PermissionsBoundary: permissionsBoundary,
      ManagedPolicyArns: managedPolicyArns,
      Tags: tagList(tags),
    }),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::Policy",
    properties: ({ role, policy }) => ({
      PolicyName: "inline",
      Roles: [role],
      PolicyDocument: parsed(policy),
    }),
  },
};

const functions: Readonly<Record<string, Rendering>> = {
  "aws:lambda/function:Function": {
    type: "AWS::Lambda::Function",
    properties: ({ code: _code, codeSigningConfigArn, kmsKeyArn, environment, loggingConfig, ...inputs }) => {
      const { tags, vpcConfig, reservedConcurrentExecutions } = inputs;
      const { logFormat, logGroup } = fields(loggingConfig);
      return {
        // The bundle is no part of a template.
        Code: { S3Bucket: "bundles", S3Key: "function.zip" },
        FunctionName: inputs["name"],
        Description: inputs["description"],
        Architectures: inputs["architectures"],
        Handler: inputs["handler"],
        Runtime: inputs["runtime"],
        Role: inputs["role"],
        MemorySize: inputs["memorySize"],
        Timeout: inputs["timeout"],
        CodeSigningConfigArn: codeSigningConfigArn,
        KmsKeyArn: kmsKeyArn,
        ReservedConcurrentExecutions: reservedConcurrentExecutions,
        // Names of variables are the user's.
        Environment: environment === undefined ? undefined : { Variables: fields(environment)["variables"] },
        LoggingConfig: loggingConfig === undefined ? undefined : { LogFormat: logFormat, LogGroup: logGroup },
        VpcConfig: vpcConfig === undefined ? undefined : pascalized(vpcConfig),
        Tags: tagList(tags),
      };
    },
  },
  "aws:scheduler/schedule:Schedule": {
    type: "AWS::Scheduler::Schedule",
    properties: ({ target, flexibleTimeWindow, kmsKeyArn, ...inputs }) => ({
      Name: inputs["name"],
      Description: inputs["description"],
      ScheduleExpression: inputs["scheduleExpression"],
      KmsKeyArn: kmsKeyArn,
      FlexibleTimeWindow: pascalized(flexibleTimeWindow),
      Target: pascalized(target),
    }),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    type: "AWS::Logs::LogGroup",
    properties: ({ name, retentionInDays, kmsKeyId, tags }) => ({
      LogGroupName: name,
      RetentionInDays: retentionInDays,
      KmsKeyId: kmsKeyId,
      Tags: tagList(tags),
    }),
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "AWS::CloudWatch::Alarm",
    properties: ({ alarmActions, okActions, dimensions, name, ...inputs }) => ({
      AlarmName: name,
      AlarmDescription: inputs["alarmDescription"],
      AlarmActions: alarmActions,
      OKActions: okActions,
      ComparisonOperator: inputs["comparisonOperator"],
      EvaluationPeriods: inputs["evaluationPeriods"],
      DatapointsToAlarm: inputs["datapointsToAlarm"],
      MetricName: inputs["metricName"],
      Namespace: inputs["namespace"],
      Period: inputs["period"],
      Statistic: inputs["statistic"],
      ExtendedStatistic: inputs["extendedStatistic"],
      Threshold: inputs["threshold"],
      TreatMissingData: inputs["treatMissingData"],
      Dimensions: Object.entries(fields(dimensions)).map(([Name, Value]) => ({ Name, Value })),
      Metrics: list(inputs["metricQueries"]).length === 0 ? undefined : pascalized(inputs["metricQueries"]),
    }),
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    type: "AWS::CloudWatch::Dashboard",
    properties: ({ dashboardName, dashboardBody }) => ({
      DashboardName: dashboardName,
      DashboardBody: dashboardBody,
    }),
  },
  "aws:secretsmanager/secret:Secret": {
    type: "AWS::SecretsManager::Secret",
    properties: ({ name, description, kmsKeyId, tags }) => ({
      Name: name,
      Description: description,
      KmsKeyId: kmsKeyId,
      Tags: tagList(tags),
    }),
  },
};

/** Every type that a template has, by the type in Pulumi. */
export const RENDERINGS: Readonly<Record<string, Rendering>> = {
  ...network,
  ...registry,
  ...hosting,
  ...identity,
  ...functions,
  ...kms,
};

/** The types of the package's programs that no template has, and why. */
export const NOT_RENDERED: Readonly<Record<string, string>> = {
  "aws:acm/certificateValidation:CertificateValidation": "CloudFormation waits for the certificate itself",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
    "CloudFormation has no resource for the group of a VPC",
  "aws:lambda/invocation:Invocation": "a call, and no resource",
  "aws:s3/bucketObjectv2:BucketObjectv2": "CloudFormation has no resource for objects",
  "aws:secretsmanager/secretVersion:SecretVersion": "secrets have no place in a template",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "a property of the bucket",
  "aws:s3/bucketLogging:BucketLogging": "a property of the bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "a property of the bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "a property of the bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "a property of the bucket",
  "aws:s3/bucketVersioning:BucketVersioning": "a property of the bucket",
};

/** The value of a property that a resource of another type sets, and the property's name. */
export type Addition = readonly [name: string, value: Value];

/** What the resources beside a bucket add to it. */
export const BUCKET_PARTS: Readonly<Record<string, (inputs: Properties) => Addition>> = {
  "aws:s3/bucketVersioning:BucketVersioning": ({ versioningConfiguration }) => [
    "VersioningConfiguration",
    { Status: fields(versioningConfiguration)["status"] },
  ],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ({ bucket: _bucket, ...block }) => [
    "PublicAccessBlockConfiguration",
    pascalized(block),
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ({ rules }) => [
    "BucketEncryption",
    {
      ServerSideEncryptionConfiguration: list(rules).map((rule) => {
        const by = fields(rule["applyServerSideEncryptionByDefault"]);
        return {
          BucketKeyEnabled: rule["bucketKeyEnabled"],
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: by["sseAlgorithm"],
            KMSMasterKeyID: by["kmsMasterKeyId"],
          },
        };
      }),
    },
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ({ rules }) => [
    "LifecycleConfiguration",
    {
      Rules: list(rules).map((rule) => {
        const days = fields(rule["noncurrentVersionExpiration"])["noncurrentDays"];
        const parts = fields(rule["abortIncompleteMultipartUpload"])["daysAfterInitiation"];
        return {
          Id: rule["id"],
          Status: rule["status"],
          ExpirationInDays: fields(rule["expiration"])["days"],
          NoncurrentVersionExpiration: days === undefined ? undefined : { NoncurrentDays: days },
          AbortIncompleteMultipartUpload: parts === undefined ? undefined : { DaysAfterInitiation: parts },
        };
      }),
    },
  ],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ({ rule }) => [
    "OwnershipControls",
    { Rules: [pascalized(rule)] },
  ],
  "aws:s3/bucketLogging:BucketLogging": ({ targetBucket, targetPrefix }) => [
    "LoggingConfiguration",
    { DestinationBucketName: targetBucket, LogFilePrefix: text(targetPrefix) },
  ],
};
