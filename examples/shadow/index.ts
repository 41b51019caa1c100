// A new version under the load of the old one: the shadow variant is sent copies of requests, nobody gets its answers, and
// both variants' answers are written to S3.
import * as pulumi from "@pulumi/pulumi";
import { CaptureMode, PrivateInference } from "sagemaker-private-registry";

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
    production: { containers: [{ image: config.require("image") }] },
    shadow: { containers: [{ image: config.require("shadowImage") }] },
  },
  variants: {
    production: { model: "production", instanceType: "ml.m5.large", initialVariantWeight: 1 },
  },
  shadowVariants: {
    shadow: { model: "shadow", instanceType: "ml.m5.large", initialVariantWeight: 1 },
  },
  dataCapture: {
    destinationS3Uri: config.require("captured"),
    initialSamplingPercentage: 100,
    captureModes: [CaptureMode.InputOnly, CaptureMode.OutputOnly],
    jsonContentTypes: ["application/json"],
  },
});

export const { endpointName, endpointArn, modelSecurityGroupId } = fraud;
