// A registry and an endpoint as a security team wants them: a key of your own for all that is stored, access logs and flow logs,
// a year of logs, alarms that notify, network ACLs, and protection against deletion.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { OnDelete, PrivateInference } from "sagemaker-private-registry";
import { createLogBucket } from "./log-bucket";
import { keyPolicy, topicPolicy } from "./policies";
import { restrictSubnets } from "./network-acl";

const config = new pulumi.Config();
const tags = { example: "hardened" };

const account = aws.getCallerIdentityOutput();
const partition = aws.getPartitionOutput();
const region = aws.getRegionOutput();

const key = new aws.kms.Key("registry", {
  description: "Images, secrets, logs and notifications of the private registry",
  enableKeyRotation: true,
  policy: pulumi
    .all([account.accountId, partition.partition, partition.dnsSuffix, region.region])
    .apply(([accountId, name, dnsSuffix, where]) => keyPolicy(accountId, name, dnsSuffix, where)),
  tags,
});
const topic = new aws.sns.Topic("alarms", { kmsMasterKeyId: key.arn, tags });
new aws.sns.TopicPolicy("alarms", {
  arn: topic.arn,
  policy: pulumi.all([topic.arn, account.accountId]).apply(([arn, id]) => topicPolicy(arn, id)),
});
const logs = createLogBucket("access-logs", tags);

const fraud = new PrivateInference("fraud", {
  newRegistry: {
    domainName: config.require("domainName"),
    validationZoneId: config.require("validationZoneId"),
    onDelete: OnDelete.Protect,
    bucketLogsBucketName: logs.bucketName,
    loadBalancerLogsBucketName: logs.bucketName,
    alarmTopicArns: [topic.arn],
    // A loop in a container cannot use up the account's executions, and so keep other functions from running.
    credentialsFunction: { reservedConcurrency: 5 },
    imageMirrorFunction: { reservedConcurrency: 1 },
  },
  publish: {
    archive: new pulumi.asset.FileAsset(config.require("archive")),
    repository: "ml/fraud",
    bucketLogsBucketName: logs.bucketName,
    reservedConcurrency: 1,
  },
  preflight: { reservedConcurrency: 2, alarmTopicArns: [topic.arn] },
  instanceType: "ml.m5.large",
  initialInstanceCount: 2,
  monitoring: {
    alarms: { errors: { metric: "Invocation5XXErrors", threshold: 0.05 } },
    alarmTopicArns: [topic.arn],
  },
  kmsKeyArn: key.arn,
  logRetentionInDays: 365,
  tags,
});

new aws.ec2.FlowLog("network", {
  vpcId: fraud.vpcId,
  trafficType: "ALL",
  logDestinationType: "s3",
  logDestination: logs.bucketArn,
  tags,
});
restrictSubnets("network", fraud.vpcId, fraud.subnetIds, "10.0.0.0/16", tags);

export const { endpointName, endpointArn, pushUrl } = fraud;
