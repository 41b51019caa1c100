import { fields, list } from "../../plan/values";
import { pascalized, tagList, type Properties, type Rendering, type Value } from "./values";

/** SageMaker's models and endpoints. */
export const hosting: Readonly<Record<string, Rendering>> = {
  "aws:sagemaker/model:Model": {
    type: "AWS::SageMaker::Model",
    properties: ({
      name,
      executionRoleArn,
      enableNetworkIsolation,
      primaryContainer,
      containers,
      ...inputs
    }) => ({
      ModelName: name,
      ExecutionRoleArn: executionRoleArn,
      EnableNetworkIsolation: enableNetworkIsolation,
      PrimaryContainer: primaryContainer === undefined ? undefined : container(fields(primaryContainer)),
      Containers: containers === undefined ? undefined : list(containers).map(container),
      InferenceExecutionConfig: pascalized(inputs["inferenceExecutionConfig"]),
      VpcConfig: pascalized(inputs["vpcConfig"]),
      Tags: tagList(inputs["tags"]),
    }),
  },
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": {
    type: "AWS::SageMaker::EndpointConfig",
    properties: ({ name, kmsKeyArn, tags, ...inputs }) => ({
      EndpointConfigName: name,
      KmsKeyId: kmsKeyArn,
      ...(pascalized(inputs) as Properties),
      Tags: tagList(tags),
    }),
  },
  "aws:sagemaker/endpoint:Endpoint": {
    type: "AWS::SageMaker::Endpoint",
    properties: ({ name, endpointConfigName, deploymentConfig, tags }) => ({
      EndpointName: name,
      EndpointConfigName: endpointConfigName,
      DeploymentConfig: pascalized(deploymentConfig),
      Tags: tagList(tags),
    }),
  },
};

/** A container, in which environment variables keep their names. */
function container({ environment, ...rest }: Readonly<Record<string, Value>>): Properties {
  return {
    ...(pascalized(rest) as Properties),
    ...(environment === undefined ? {} : { Environment: environment }),
  };
}
