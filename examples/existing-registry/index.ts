// A registry that the company has (Artifactory, Harbor, Nexus, GitLab), reached over the company's network from a VPC that
// exists. Nothing is made in the VPC but the models' security group.
import * as pulumi from "@pulumi/pulumi";
import { PrivateInference } from "sagemaker-private-registry";

const config = new pulumi.Config();

const fraud = new PrivateInference("fraud", {
  // The registry's name comes from here.
  image: config.require("image"),
  registry: {
    credentialsSecretArn: config.require("credentialsSecretArn"),
    cidrBlocks: config.requireObject<string[]>("registryCidrBlocks"),
  },
  network: {
    vpcId: config.require("vpcId"),
    subnetIds: config.requireObject<string[]>("subnetIds"),
  },
  instanceType: "ml.m5.large",
});

export const { endpointName, endpointArn, modelSecurityGroupId } = fraud;
