// Two variants of one endpoint share the requests. An update begins with one new instance of each variant, and the alarms
// that are made here take it back.
import * as pulumi from "@pulumi/pulumi";
import {
  CapacitySizeType,
  EndpointMetric,
  PrivateInference,
  TrafficRoutingType,
} from "sagemaker-private-registry";

const config = new pulumi.Config();

/** The alarms of one variant. */
const alarmsOf = (variant: string) => ({
  [`${variant}-errors`]: { metric: EndpointMetric.Invocation5XXErrors, threshold: 0.05, variant },
  [`${variant}-latency`]: { metric: EndpointMetric.ModelLatency, threshold: 500_000, variant }, // microseconds
});

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
    champion: { containers: [{ image: config.require("championImage") }] },
    challenger: { containers: [{ image: config.require("challengerImage") }] },
  },
  variants: {
    champion: {
      model: "champion",
      instanceType: "ml.m5.large",
      initialInstanceCount: 2,
      initialVariantWeight: 9,
    },
    challenger: {
      model: "challenger",
      instanceType: "ml.m5.large",
      initialInstanceCount: 2,
      initialVariantWeight: 1,
    },
  },
  endpointName: config.require("endpointName"),
  deploymentConfig: {
    blueGreenUpdatePolicy: {
      trafficRoutingConfiguration: {
        type: TrafficRoutingType.Canary,
        canarySize: { type: CapacitySizeType.CapacityPercent, value: 50 },
        // An alarm takes three minutes to fire.
        waitIntervalInSeconds: 600,
      },
      terminationWaitInSeconds: 600,
    },
    autoRollbackConfiguration: { alarms: { ...alarmsOf("champion"), ...alarmsOf("challenger") } },
  },
});

export const { endpointName, endpointArn, modelSecurityGroupId } = fraud;
