// The example of each component in docs/api/. A test compiles them.

/** A program by the component that it is an example of. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  CredentialsProvider: `
import { CredentialsProvider } from "sagemaker-private-registry";

const provider = new CredentialsProvider("artifactory", { credentialsSecretArn });
export const { functionArn, functionRoleArn } = provider;
`,
  ExecutionRole: `
import { ExecutionRole } from "sagemaker-private-registry";

const role = new ExecutionRole("fraud", {
  credentialsProviderArns: ["arn:aws:lambda:eu-west-1:123456789012:function:artifactory-credentials"],
  modelData: ["s3://models/fraud/"],
});
export const { roleArn } = role;
`,
  ImagePublisher: `
import { ImagePublisher, RegistryHost } from "sagemaker-private-registry";

const registry = new RegistryHost("ml", { vpcId, subnetIds, domainName: "registry.ml.example.com", validationZoneId });
const publisher = new ImagePublisher("ml", {
  vpcId,
  subnetIds,
  pushUrl: registry.pushUrl,
  pushCredentialsSecretArn: registry.pushCredentialsSecretArn,
  pushClientSecurityGroupIds: [registry.pushClientSecurityGroupId],
});
export const { functionName } = publisher;
`,
  ModelEndpoint: `
import { ExecutionRole, ModelEndpoint, RegistryAccess } from "sagemaker-private-registry";

const access = new RegistryAccess("artifactory", {
  vpcId,
  subnetIds,
  registryHostname: "artifactory.bank.example",
  cidrBlocks: ["10.20.0.0/16"],
  credentialsSecretArn,
});
const role = new ExecutionRole("fraud", {
  credentialsProviderArns: [access.credentialsProviderArn.apply((arn) => arn ?? "")],
});
const fraud = new ModelEndpoint("fraud", {
  image: "artifactory.bank.example/ml/fraud@sha256:…",
  instanceType: "ml.m5.large",
  executionRoleArn: role.roleArn,
  subnetIds: access.subnetIds,
  securityGroupIds: access.securityGroupIds,
  credentialsProviderArn: access.credentialsProviderArn,
  preflightFunctionArn: access.preflightFunctionArn,
});
export const { endpointName } = fraud;
`,
  PrivateInference: `
import { PrivateInference } from "sagemaker-private-registry";

const fraud = new PrivateInference("fraud", {
  image: "artifactory.bank.example/ml/fraud@sha256:…",
  registry: { credentialsSecretArn, cidrBlocks: ["10.20.0.0/16"] },
  network: { vpcId, subnetIds },
  instanceType: "ml.m5.large",
});
export const { endpointName, endpointArn } = fraud;
`,
  PublishedImage: `
import * as pulumi from "@pulumi/pulumi";
import { PublishedImage } from "sagemaker-private-registry";

declare const publisher: import("sagemaker-private-registry").ImagePublisher;
const fraud = new PublishedImage("fraud", {
  functionName: publisher.functionName,
  bucketName: publisher.bucketName,
  registryHostname: publisher.registryHostname,
  archive: new pulumi.asset.FileAsset("fraud.tar"),
  repository: "ml/fraud",
});
export const { reference } = fraud;
`,
  RegistryAccess: `
import { RegistryAccess } from "sagemaker-private-registry";

const access = new RegistryAccess("artifactory", {
  vpcId,
  subnetIds,
  registryHostname: "artifactory.bank.example",
  cidrBlocks: ["10.20.0.0/16"],
  credentialsSecretArn,
});
export const { securityGroupIds, credentialsProviderArn } = access;
`,
  RegistryHost: `
import { RegistryHost } from "sagemaker-private-registry";

const registry = new RegistryHost("ml", {
  vpcId,
  subnetIds,
  domainName: "registry.ml.example.com",
  validationZoneId, // a public zone: only the certificate's validation record is made in it
});
export const { url, pushUrl, pullClientSecurityGroupId } = registry;
`,
  RegistryNetwork: `
import { RegistryNetwork } from "sagemaker-private-registry";

const network = new RegistryNetwork("ml", { availabilityZoneCount: 2 });
export const { vpcId: id, subnetIds: subnets, endpointSecurityGroupId } = network;
`,
};
