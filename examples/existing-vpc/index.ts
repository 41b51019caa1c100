// A registry of your own and an endpoint in a VPC that exists. What the VPC lacks is requested by name: interface endpoints
// for Lambda and for what the registry's tasks need, and a gateway endpoint for S3. Nothing else is made in it.
import * as pulumi from "@pulumi/pulumi";
import { LambdaRouteKind, PrivateInference } from "sagemaker-private-registry";

const config = new pulumi.Config();

const fraud = new PrivateInference("fraud", {
  newRegistry: {
    domainName: config.require("domainName"),
    validationZoneId: config.require("validationZoneId"),
  },
  publish: {
    archive: new pulumi.asset.FileAsset(config.require("archive")),
    repository: "ml/fraud",
  },
  network: {
    vpcId: config.require("vpcId"),
    subnetIds: config.requireObject<string[]>("subnetIds"),
    lambdaRoute: { kind: LambdaRouteKind.Create },
    interfaceEndpoints: { "ecr.api": true, "ecr.dkr": true, logs: true, secretsmanager: true },
    s3Endpoint: true,
  },
  instanceType: "ml.m5.large",
});

export const { endpointName, endpointArn, pushUrl, pushClientSecurityGroupId } = fraud;
