import * as pulumi from "@pulumi/pulumi";
import type { ImagePublisherArgs } from "../../../components/image-publisher";

export const secret = (name: string): string =>
  `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`;
export const key = (name: string): string => `arn:aws:kms:eu-west-1:123456789012:key/${name}`;

/** A publisher that takes images out of archives alone. */
export const base: ImagePublisherArgs = {
  pushUrl: "https://registry.example.com:8443",
  pushCredentialsSecretArn: secret("push"),
  vpcId: "vpc-1",
  subnetIds: ["subnet-a"],
  pushClientSecurityGroupIds: ["sg-push"],
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
};

/** Registries of every kind: read without credentials, with the usual keys of a secret, and with other ones. */
export const sourceRegistries: ImagePublisherArgs["sourceRegistries"] = {
  "docker.io": {},
  "ghcr.io": { credentialsSecretArn: pulumi.output(secret("ghcr")) },
  "harbor.example.com:8443": {
    credentialsSecretArn: secret("harbor"),
    usernameKey: "robot",
    passwordKey: "token",
    credentialsKmsKeyArn: key("harbor"),
  },
};
