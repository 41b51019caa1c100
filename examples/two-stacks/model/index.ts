// A machine-learning team's stack: one endpoint, of the ids that the platform team's stack exports.
import * as pulumi from "@pulumi/pulumi";
import { ModelEndpoint } from "sagemaker-private-registry";

const config = new pulumi.Config();
const platform = new pulumi.StackReference(config.require("platform"));
const text = (output: string): pulumi.Output<string> =>
  platform.requireOutput(output) as pulumi.Output<string>;
const list = (output: string): pulumi.Output<string[]> =>
  platform.requireOutput(output) as pulumi.Output<string[]>;

const fraud = new ModelEndpoint("fraud", {
  image: pulumi.interpolate`${text("registryHostname")}/ml/fraud@${config.require("digest")}`,
  instanceType: "ml.m5.large",
  executionRoleArn: text("executionRoleArn"),
  subnetIds: list("subnetIds"),
  securityGroupIds: list("securityGroupIds"),
  credentialsProviderArn: text("credentialsProviderArn"),
  preflightFunctionArn: text("preflightFunctionArn"),
  preflightScheduleRoleArn: text("preflightScheduleRoleArn"),
});

export const { endpointName, endpointArn } = fraud;
