import * as pulumi from "@pulumi/pulumi";
import { propertyPathOf, type Validation } from "../common";
import { SERVERLESS_REASON } from "./limits";
import type {
  HostedModel,
  ModelContainer,
  ModelEndpointArgs,
  ProductionVariant,
} from "./model-endpoint-args";

/** The names of all properties of something that a user gives. */
export type Names<T> = Readonly<Record<keyof T, true>>;

const ARGUMENTS: Names<ModelEndpointArgs> = {
  executionRoleArn: true,
  subnetIds: true,
  securityGroupIds: true,
  credentialsProviderArn: true,
  preflightFunctionArn: true,
  preflightScheduleRoleArn: true,
  preflight: true,
  image: true,
  environment: true,
  modelDataUrl: true,
  modelDataSource: true,
  enableNetworkIsolation: true,
  models: true,
  instanceType: true,
  initialInstanceCount: true,
  scaling: true,
  variants: true,
  shadowVariants: true,
  dataCapture: true,
  asyncInference: true,
  deploymentConfig: true,
  monitoring: true,
  endpointName: true,
  tags: true,
  kmsKeyArn: true,
};
/** What a model has. */
export const MODEL: Names<HostedModel> = {
  containers: true,
  inferenceExecutionMode: true,
  enableNetworkIsolation: true,
};
/** What a container has. */
export const CONTAINER: Names<ModelContainer> = {
  image: true,
  environment: true,
  modelDataUrl: true,
  modelDataSource: true,
  additionalModelDataSources: true,
  mode: true,
  modelCacheSetting: true,
  containerHostname: true,
  credentialsProviderArn: true,
  preflightFunctionArn: true,
};
/** What a variant has. */
export const VARIANT: Names<ProductionVariant> = {
  model: true,
  instanceType: true,
  initialInstanceCount: true,
  scaling: true,
  initialVariantWeight: true,
  volumeSizeInGB: true,
  modelDataDownloadTimeoutInSeconds: true,
  containerStartupHealthCheckTimeoutInSeconds: true,
  inferenceAmiVersion: true,
  mlReservationArn: true,
  routingStrategy: true,
  coreDump: true,
  enableSsmAccess: true,
};

/** What SageMaker's API has and this component does not, with the reason. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/serverless/i, SERVERLESS_REASON],
  [
    /^managedInstanceScaling$/,
    "asks for managed instance scaling, which AWS offers only to endpoints of inference components, and not where a variant names its model: give `scaling`",
  ],
  [
    /^acceleratorType$/,
    "asks for Elastic Inference, which AWS no longer offers: give an instanceType with a GPU",
  ],
  [
    /^(modelPackageName|inferenceSpecificationName)$/,
    "asks for a model package, which cannot say that its image lies in a private registry: give the image",
  ],
  [
    /^(instancePools|variantInstanceProvisionTimeoutInSeconds|acceleratorPartitionLayouts|explainerConfig|metricsConfig|crossRegionTrafficConfig|containerMetricsConfig)$/,
    "is a setting of SageMaker's that the AWS provider of Pulumi does not pass on yet: leave it out",
  ],
];

/** Refuses properties that there are not: from a program without types they would be ignored in silence. */
export function checkArgumentNames(args: ModelEndpointArgs, validation: Validation): void {
  checkNames(validation, "", args, ARGUMENTS);
}

/** Refuses properties of something given at `path` that there are not. */
export function checkNames(
  validation: Validation,
  path: string,
  value: object,
  known: Readonly<Record<string, true>>,
): void {
  for (const [name, given] of Object.entries(value)) {
    if (given === undefined || Object.hasOwn(known, name)) continue;
    const refused = REFUSED.find(([pattern]) => pattern.test(name));
    const reason = refused?.[1] ?? `is not known here; known are: ${Object.keys(known).join(", ")}`;
    validation.problem(propertyPathOf(path, name), reason);
  }
}

/** Whether a value that decides what is made is known when the program runs, as its type has it. */
export function isPlain(validation: Validation, path: string, value: unknown): boolean {
  if (typeof value === "object" && value !== null && !pulumi.Output.isInstance(value)) return true;
  validation.problem(
    path,
    "must be known when the program runs, because it decides what is made: only what it holds may be an output",
  );
  return false;
}
