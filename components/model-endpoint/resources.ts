import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { guarded } from "../common";
import { logicalNames } from "./auto-names";
import type { EndpointWatch } from "./deployment/watch";
import { configurationTrigger, deploymentInputs } from "./deployment/deployment";
import { mapValues } from "./checks";
import type { Hosting, NamedHosting, Variant } from "./checked-hosting";
import type { Container } from "./models/check-models";

/** The models, by their names. They are named by Pulumi, so that a new one is made before the old is deleted. */
export function createModels(
  name: string,
  hosting: Hosting,
  parent: pulumi.Resource,
): Record<string, aws.sagemaker.Model> {
  const { common, executionRoleArn } = hosting;
  const vpcConfig = { subnets: hosting.subnetIds, securityGroupIds: hosting.securityGroupIds };
  return mapValues(
    hosting.models,
    ({ containers, inferenceExecutionMode: mode, enableNetworkIsolation }, key) => {
      const definitions = containers.map(containerDefinition);
      return new aws.sagemaker.Model(
        logicalNames.model(name, key),
        {
          executionRoleArn,
          vpcConfig,
          ...(definitions.length === 1 ? { primaryContainer: definitions[0] } : { containers: definitions }),
          inferenceExecutionConfig: mode === undefined ? undefined : { mode },
          enableNetworkIsolation,
          tags: common.tags,
        },
        // Made to be replaced: a component that is protected protects its endpoint.
        { parent, protect: false },
      );
    },
  );
}

/** A container as SageMaker takes it: always with the image configuration that makes it pull through the VPC. */
function containerDefinition({
  credentialsProviderArn,
  preflightFunctionArn: _,
  modelCacheSetting,
  additionalModelDataSources,
  ...definition
}: Container): aws.types.input.sagemaker.ModelContainer {
  return {
    ...propertiesOf<aws.types.input.sagemaker.ModelContainer>()(definition),
    multiModelConfig: modelCacheSetting === undefined ? undefined : { modelCacheSetting },
    additionalModelDataSources: additionalModelDataSources && [...additionalModelDataSources],
    imageConfig: {
      repositoryAccessMode: "Vpc",
      repositoryAuthConfig: credentialsProviderArn?.apply(
        guarded((arn) => (arn === undefined ? undefined : { repositoryCredentialsProviderArn: arn })),
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
  const { common, variants, shadowVariants } = hosting;
  const definitions = (each: Readonly<Record<string, Variant>>) =>
    Object.entries(each).map(([variantName, variant]) =>
      variantDefinition(variantName, variant, models[variant.model]?.name),
    );
  return new aws.sagemaker.EndpointConfiguration(
    logicalNames.configuration(name),
    {
      productionVariants: definitions(variants),
      shadowProductionVariants:
        Object.keys(shadowVariants).length === 0 ? undefined : shadowDefinitions(definitions(shadowVariants)),
      dataCaptureConfig: hosting.dataCapture,
      asyncInferenceConfig: hosting.asyncInference,
      kmsKeyArn: common.kmsKeyArn,
      tags: common.tags,
    },
    { parent, protect: false, replacementTrigger: configurationTrigger(hosting.operations.deployment) },
  );
}

type VariantDefinition = aws.types.input.sagemaker.EndpointConfigurationProductionVariant;
type ShadowDefinition = aws.types.input.sagemaker.EndpointConfigurationShadowProductionVariant;

/** A variant as SageMaker takes it. */
function variantDefinition(
  variantName: string,
  {
    model: _,
    initialVariantWeight,
    volumeSizeInGb,
    mlReservationArn,
    routingStrategy,
    coreDump,
    ...variant
  }: Variant,
  modelName: pulumi.Input<string> | undefined,
): VariantDefinition {
  return {
    ...propertiesOf<VariantDefinition>()(variant),
    variantName,
    modelName,
    // The provider reads a weight back in single precision: with another number it would replace the configuration every time.
    initialVariantWeight: initialVariantWeight?.apply(guarded(Math.fround)),
    volumeSizeInGb,
    capacityReservationConfig:
      mlReservationArn === undefined
        ? undefined
        : // The one preference that there is.
          { capacityReservationPreference: "capacity-reservations-only", mlReservationArn },
    coreDumpConfig: coreDump,
    routingConfigs: routingStrategy === undefined ? undefined : [{ routingStrategy }],
  };
}

/**
 * Returns checked arguments that the provider's resource has by the same names. Another name, of an argument that nobody passes
 * on, does not compile.
 */
function propertiesOf<Target>() {
  return <Values extends object>(
    values: Values & Readonly<Record<Exclude<keyof Values, keyof Target>, never>>,
  ): Values => values;
}

/** Shadow variants are the same but for the type of their core dumps' key, which has been required of them. */
function shadowDefinitions(definitions: readonly VariantDefinition[]): ShadowDefinition[] {
  return definitions as ShadowDefinition[];
}

/**
 * The endpoint. It keeps its name: a new configuration updates it in place.
 * @param alarms those that roll updates back, which must be there before
 */
export function createEndpoint(
  name: string,
  hosting: NamedHosting,
  configuration: aws.sagemaker.EndpointConfiguration,
  alarms: readonly pulumi.Resource[],
  { hooks }: EndpointWatch,
  parent: pulumi.Resource,
): aws.sagemaker.Endpoint {
  const { deployment } = hosting.operations;
  return new aws.sagemaker.Endpoint(
    logicalNames.endpoint(name),
    {
      name: hosting.endpointName,
      endpointConfigName: configuration.name,
      deploymentConfig: deployment && deploymentInputs(deployment),
      tags: hosting.common.tags,
    },
    {
      parent,
      dependsOn: [...alarms],
      // Never without an endpoint: one of the same name is refused by AWS before the old one is gone.
      deleteBeforeReplace: false,
      // An endpoint that exists keeps its name, also where the component is renamed or moved.
      ignoreChanges: hosting.isNameGiven ? [] : ["name"],
      hooks,
    },
  );
}
