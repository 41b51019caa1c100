// One model of three containers, an inference pipeline: a request goes to the first, each answer to the next, and the last
// one's answer to the caller.
import * as pulumi from "@pulumi/pulumi";
import { PrivateInference } from "sagemaker-private-registry";

const config = new pulumi.Config();

const fraud = new PrivateInference("fraud", {
  registry: {
    credentialsSecretArn: config.require("credentialsSecretArn"),
    cidrBlocks: config.requireObject<string[]>("registryCidrBlocks"),
  },
  network: {
    vpcId: config.require("vpcId"),
    subnetIds: config.requireObject<string[]>("subnetIds"),
  },
  models: {
    pipeline: {
      containers: [
        { image: config.require("featuresImage"), containerHostname: "features" },
        { image: config.require("scoresImage"), containerHostname: "scores" },
        { image: config.require("reasonsImage"), containerHostname: "reasons" },
      ],
    },
  },
  instanceType: "ml.m5.large",
});

export const { endpointName, endpointArn, modelSecurityGroupId } = fraud;
