import { randomUUID } from "node:crypto";
import * as sagemaker from "../sagemaker";
import { isSame, objectOf, textOf } from "../wire";
import { arnOf, named, nameUpTo, type TypeTable } from "./common";

const TARGET = ["resourceId", "scalableDimension", "serviceNamespace"];

export const sagemakerTypes: TypeTable = {
  [sagemaker.MODEL]: named("sagemaker", "model/", 63, {
    replaceOn: [
      "name",
      "primaryContainer",
      "containers",
      "executionRoleArn",
      "vpcConfig",
      "inferenceExecutionConfig",
      "enableNetworkIsolation",
    ],
    deleted: sagemaker.deleteModel,
  }),
  [sagemaker.CONFIGURATION]: named("sagemaker", "endpoint-config/", 63, {
    replaceOn: [
      "name",
      "productionVariants",
      "shadowProductionVariants",
      "dataCaptureConfig",
      "asyncInferenceConfig",
      "kmsKeyArn",
      "executionRoleArn",
    ],
    created: sagemaker.createConfiguration,
    deleted: sagemaker.deleteConfiguration,
  }),
  [sagemaker.ENDPOINT]: named("sagemaker", "endpoint/", 63, {
    // Within deploymentConfig only the rollback's alarms are ForceNew.
    replacesFor: (state, inputs) =>
      isSame(
        objectOf(state.deploymentConfig).autoRollbackConfiguration,
        objectOf(inputs.deploymentConfig).autoRollbackConfiguration,
      )
        ? []
        : ["deploymentConfig"],
    created: sagemaker.createEndpoint,
    updated: sagemaker.updateEndpoint,
    deleted: sagemaker.deleteEndpoint,
    read: sagemaker.readEndpoint,
  }),
  [sagemaker.SCALABLE_TARGET]: {
    isTagged: true,
    replaceOn: TARGET,
    keeps: ["roleArn"],
    attributes: ({ resourceId }, context) => ({
      id: textOf(resourceId),
      arn: arnOf("application-autoscaling", `scalable-target/${context.random}`, context),
    }),
  },
  "aws:appautoscaling/policy:Policy": {
    autoName: nameUpTo(255),
    replaceOn: ["name", ...TARGET],
    attributes: ({ name }, context) => ({
      id: textOf(name),
      arn: arnOf("autoscaling", `scalingPolicy:${randomUUID()}:policyName/${textOf(name)}`, context),
      alarmArns: [],
    }),
  },
  "aws:appautoscaling/scheduledAction:ScheduledAction": {
    autoName: nameUpTo(255),
    replaceOn: ["name", ...TARGET],
    attributes: ({ name, resourceId }, context) => ({
      id: `${textOf(name)}-sagemaker-${textOf(resourceId)}`,
      arn: arnOf(
        "autoscaling",
        `scheduledAction:${randomUUID()}:scheduledActionName/${textOf(name)}`,
        context,
      ),
    }),
  },
};
