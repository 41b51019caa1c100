// An endpoint that answers asynchronously: requests name an object in S3 and wait in a queue, answers are written to S3, and
// topics are told. Its instances follow the queue, down to none.
import * as pulumi from "@pulumi/pulumi";
import { PrivateInference, ScalingMetric } from "sagemaker-private-registry";

const config = new pulumi.Config();

const statements = new PrivateInference("statements", {
  image: config.require("image"),
  registry: {
    credentialsSecretArn: config.require("credentialsSecretArn"),
    cidrBlocks: config.requireObject<string[]>("registryCidrBlocks"),
  },
  network: {
    vpcId: config.require("vpcId"),
    subnetIds: config.requireObject<string[]>("subnetIds"),
  },
  asyncInference: {
    s3OutputPath: config.require("answers"),
    s3FailurePath: config.require("failures"),
    successTopicArn: config.require("successTopicArn"),
    errorTopicArn: config.require("errorTopicArn"),
    maxConcurrentInvocationsPerInstance: 4,
  },
  executionRole: { inferenceInputs: [config.require("requests")] },
  instanceType: "ml.m5.large",
  scaling: {
    minCapacity: 0,
    maxCapacity: 4,
    targetTracking: {
      backlog: {
        metric: ScalingMetric.ApproximateBacklogSizePerInstance,
        targetValue: 5,
        scaleInCooldown: 600,
      },
    },
  },
});

export const { endpointName, endpointArn, modelSecurityGroupId } = statements;
