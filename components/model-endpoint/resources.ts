import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logicalNames } from "./auto-names";
import { mapValues, type Container, type Hosting } from "./hosting";
import { volumeKey } from "./instance-storage";

/** The models, by their names. They are named by Pulumi, so that a new one is made before the old is deleted. */
export function createModels(
  name: string,
  hosting: Hosting,
  parent: pulumi.Resource,
): Record<string, aws.sagemaker.Model> {
  const { common, executionRoleArn } = hosting;
  const vpcConfig = { subnets: hosting.subnetIds, securityGroupIds: hosting.securityGroupIds };
  return mapValues(hosting.models, ({ containers, inferenceExecutionMode: mode }, key) => {
    const definitions = containers.map(containerDefinition);
    return new aws.sagemaker.Model(
      logicalNames.model(name, key),
      {
        executionRoleArn,
        vpcConfig,
        ...(definitions.length === 1 ? { primaryContainer: definitions[0] } : { containers: definitions }),
        inferenceExecutionConfig: mode === undefined ? undefined : { mode },
        tags: common.tags,
      },
      { parent },
    );
  });
}

/** A container as SageMaker takes it: always with the image configuration that makes it pull through the VPC. */
function containerDefinition({
  credentialsProviderArn,
  preflightFunctionArn: _,
  ...definition
}: Container): aws.types.input.sagemaker.ModelContainer {
  return {
    ...definition,
    imageConfig: {
      repositoryAccessMode: "Vpc",
      repositoryAuthConfig: credentialsProviderArn?.apply((arn) =>
        arn === undefined ? undefined : { repositoryCredentialsProviderArn: arn },
      ),
    },
  };
}

/** The endpoint configuration, which is never deleted while the endpoint uses it. */
export function createConfiguration(
  name: string,
  hosting: Hosting,
  models: Readonly<Record<string, aws.sagemaker.Model>>,
  parent: pulumi.Resource,
): aws.sagemaker.EndpointConfiguration {
  const { common, variants } = hosting;
  return new aws.sagemaker.EndpointConfiguration(
    logicalNames.configuration(name),
    {
      productionVariants: Object.entries(variants).map(
        ([variantName, { model, volumeSizeInGB, ...variant }]) => ({
          variantName,
          modelName: models[model]?.name,
          volumeSizeInGb: volumeSizeInGB,
          ...variant,
        }),
      ),
      kmsKeyArn: volumeKeyOf(hosting, parent),
      tags: common.tags,
    },
    { parent },
  );
}

function volumeKeyOf(
  { common: { kmsKeyArn }, variants }: Hosting,
  parent: pulumi.Resource,
): pulumi.Output<string | undefined> | undefined {
  if (kmsKeyArn === undefined) return undefined;
  const instanceTypes = pulumi.all(Object.values(variants).map(({ instanceType }) => instanceType));
  return pulumi
    .all([kmsKeyArn, instanceTypes])
    .apply(([key, types]) => volumeKey(key, types, (message) => void pulumi.log.warn(message, parent)));
}

/** The endpoint. It keeps its name: a new configuration updates it in place. */
export function createEndpoint(
  name: string,
  hosting: Hosting,
  configuration: aws.sagemaker.EndpointConfiguration,
  parent: pulumi.Resource,
): aws.sagemaker.Endpoint {
  return new aws.sagemaker.Endpoint(
    logicalNames.endpoint(name),
    { name: hosting.endpointName, endpointConfigName: configuration.name, tags: hosting.common.tags },
    { parent },
  );
}
