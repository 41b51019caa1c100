import type { PrivateInferenceArgs } from "../../../components/private-inference";

/** The digest of every image. */
export const digest = `sha256:${"a".repeat(64)}`;
/** The secret with the credentials of a registry that exists. */
export const credentialsSecretArn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf";
/** The image of a registry to be made. */
export const registryImage = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@${digest}`;

/** An endpoint of an image in a registry that exists. */
export const existing: PrivateInferenceArgs = {
  image: `artifactory.bank.example/ml/fraud@${digest}`,
  registry: { credentialsSecretArn, cidrBlocks: ["10.20.0.0/16"] },
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
  instanceType: "ml.m5.large",
};
/** A registry to be made. */
export const newRegistry = {
  domainName: "registry.ml.example.com",
  validationZoneId: "Z0123456789",
  image: registryImage,
};
