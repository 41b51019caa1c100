// A private Docker registry of your own, one image delivered into it, and a SageMaker endpoint that serves the image:
// in a new VPC without a way to the internet. `pulumi destroy` takes all of it away again.
import * as pulumi from "@pulumi/pulumi";
import { OnDelete, PrivateInference } from "sagemaker-private-registry";

const config = new pulumi.Config();

const demo = new PrivateInference("demo", {
  newRegistry: {
    domainName: config.require("domainName"),
    // The public zone of the domain: only the record that proves the certificate's owner goes into it.
    validationZoneId: config.require("validationZoneId"),
    onDelete: OnDelete.Delete,
    secretRecoveryWindowInDays: 0,
  },
  publish: {
    // What `docker save` wrote.
    archive: new pulumi.asset.FileAsset(config.require("archive")),
    repository: "ml/demo",
  },
  instanceType: config.require("instanceType"),
  tags: { example: "quickstart" },
});

export const { endpointName, endpointArn, imageReferences, registryHostname } = demo;
