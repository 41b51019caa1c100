import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs, Failure } from "../common";
import type { checkAsyncInference } from "./async-inference";
import type { checkDataCapture } from "./data-capture";
import type { ContainerMode, ModelCacheSetting } from "./models/container-mode";
import type { InferenceExecutionMode } from "./models/inference-execution-mode";
import type { AdditionalDataSource, DataSource } from "./models/model-data";
import type { Operations } from "./operations";
import type { Preflight } from "./preflight/preflight-settings";
import type { CoreDumpConfig } from "./variants/core-dump";
import type { RoutingStrategy } from "./variants/routing-strategy";

/** What a ModelEndpoint is made of, checked: outputs that fail where the deployment finds something wrong. */
export interface Hosting {
  readonly common: CommonArgs;
  readonly executionRoleArn: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly securityGroupIds: pulumi.Output<string[]>;
  readonly waitForNetworkInterfaces: boolean;
  readonly models: Readonly<Record<string, Model>>;
  /** The production variants: those that answer. */
  readonly variants: Readonly<Record<string, Variant>>;
  readonly shadowVariants: Readonly<Record<string, Variant>>;
  /** As SageMaker takes it. */
  readonly dataCapture: ReturnType<typeof checkDataCapture>;
  /** As SageMaker takes it. */
  readonly asyncInference: ReturnType<typeof checkAsyncInference>;
  /** As the user gives it. */
  readonly endpointName: pulumi.Output<string> | undefined;
  readonly preflight: Preflight;
  readonly operations: Operations;
  /** Makes errors about what only the deployment finds to be wrong. */
  readonly failure: Failure;
}

/** A Hosting whose endpoint has a name. */
export interface NamedHosting extends Hosting {
  readonly endpointName: pulumi.Output<string>;
  /** Whether the user gives the name. */
  readonly isNameGiven: boolean;
}

/** One model, checked. */
export interface Model {
  readonly containers: readonly Container[];
  readonly inferenceExecutionMode: InferenceExecutionMode | undefined;
  readonly enableNetworkIsolation: pulumi.Output<boolean> | undefined;
}

/** One container, checked. */
export interface Container {
  readonly image: pulumi.Output<string>;
  readonly environment: pulumi.Output<Record<string, string>> | undefined;
  readonly mode: ContainerMode | undefined;
  readonly modelCacheSetting: pulumi.Output<ModelCacheSetting> | undefined;
  readonly modelDataUrl: pulumi.Output<string> | undefined;
  /** As SageMaker takes it. */
  readonly modelDataSource: DataSource | undefined;
  /** As SageMaker takes them. */
  readonly additionalModelDataSources: readonly AdditionalDataSource[] | undefined;
  readonly containerHostname: pulumi.Output<string> | undefined;
  readonly credentialsProviderArn: pulumi.Output<string | undefined> | undefined;
  /** The function that pulls the image beforehand; none where the image is taken as it is. */
  readonly preflightFunctionArn: pulumi.Output<string> | undefined;
}

/** One variant, checked. */
export interface Variant {
  readonly model: string;
  readonly instanceType: pulumi.Output<string>;
  readonly initialInstanceCount: pulumi.Output<number>;
  readonly initialVariantWeight: pulumi.Output<number> | undefined;
  readonly volumeSizeInGb: pulumi.Output<number> | undefined;
  readonly modelDataDownloadTimeoutInSeconds: pulumi.Output<number> | undefined;
  readonly containerStartupHealthCheckTimeoutInSeconds: pulumi.Output<number> | undefined;
  readonly inferenceAmiVersion: pulumi.Output<string> | undefined;
  readonly mlReservationArn: pulumi.Output<string> | undefined;
  readonly routingStrategy: pulumi.Output<RoutingStrategy> | undefined;
  /** As SageMaker takes it. */
  readonly coreDumpConfig: CoreDumpConfig | undefined;
  readonly enableSsmAccess: pulumi.Output<boolean> | undefined;
}
