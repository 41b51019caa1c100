import type * as pulumi from "@pulumi/pulumi";
import type { TagArgs } from "../common";
import type { AsyncInference } from "./async-inference";
import type { ContainerMode, ModelCacheSetting } from "./models/container-mode";
import type { CoreDump } from "./variants/core-dump";
import type { DataCapture } from "./data-capture";
import type { DeploymentConfig } from "./deployment/deployment-config";
import type { InferenceExecutionMode } from "./models/inference-execution-mode";
import type { ModelDataSource } from "./models/model-data";
import type { EndpointMonitoring } from "./monitoring/monitoring-settings";
import type { PreflightSettings } from "./preflight/preflight-settings";
import type { RoutingStrategy } from "./variants/routing-strategy";
import type { VariantScaling } from "./scaling/scaling-settings";

/**
 * What an endpoint serves, and on what: the arguments that say nothing of network, role and registry.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export interface HostingSettings {
  /**
   * The image of the endpoint's one model, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255
   * characters; or by a tag, where there is a preflight, which finds the digest that the tag has when the deployment runs.
   * Either this or `models` is required.
   */
  image?: pulumi.Input<string>;
  /** Environment of the one model's container, at most 100 variables and no secrets. Default: goes with `image`, empty. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The one model's data, the https or s3 URL of one .tar.gz file in this region. Default: goes with `image`, none. */
  modelDataUrl?: pulumi.Input<string>;
  /** The one model's data in S3, packed or not, instead of `modelDataUrl`. Default: goes with `image`, none. */
  modelDataSource?: ModelDataSource;
  /** Whether the container has no network access and no credentials. Only with `image`. Default: `false`. */
  enableNetworkIsolation?: pulumi.Input<boolean>;
  /**
   * The models that the endpoint serves, each by a name of its own that does not change. Default: one model named `model`,
   * made of `image`.
   */
  models?: Record<string, HostedModel>;

  /** Instance type of the endpoint's one variant, for example `ml.m5.large`. Either this or `variants` is required. */
  instanceType?: pulumi.Input<string>;
  /**
   * Instances that the one variant starts with, at least 1; goes with `instanceType`. Default: 1, or what `scaling` leaves at
   * least.
   */
  initialInstanceCount?: pulumi.Input<number>;
  /** How the number of the one variant's instances follows its load. Default: goes with `instanceType`, no scaling. */
  scaling?: VariantScaling;
  /** The endpoint's variants, 1 to 10, each by its name. Default: one variant named `AllTraffic`, made of `instanceType`. */
  variants?: Record<string, ProductionVariant>;
  /**
   * A shadow variant by its name. It receives copies of the requests of the one production variant; its responses are not
   * returned to callers. Exactly one, not in addition to several variants, several containers in a model, models of mode `MultiModel`,
   * asynchronous inference or `ml.inf1` instances. Default: none.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests.html
   */
  shadowVariants?: Record<string, ProductionVariant>;

  /** Capture of requests and responses in S3. Default: none. */
  dataCapture?: DataCapture;
  /** Asynchronous inference; the endpoint then accepts asynchronous requests only. Default: real-time inference. */
  asyncInference?: AsyncInference;

  /** How updates of the endpoint are rolled out, and rolled back. Default: blue/green all at once, without a rollback. */
  deploymentConfig?: DeploymentConfig;
  /** What is watched of the endpoint, and who is told. Default: nothing. */
  monitoring?: EndpointMonitoring;

  /**
   * Name of the endpoint, which callers use: 1 to 63 letters, digits and hyphens. Default: the component's name, `-endpoint-` and
   * seven digits of a hash of organization, project, stack and the component's place in it, so that a preview knows it and each
   * stack has its own; an endpoint that exists keeps the name that it has. Another name means another endpoint. A deployment that
   * would create an endpoint of a name that exists fails before it asks SageMaker for one, and its preview warns.
   */
  endpointName?: pulumi.Input<string>;
}

/**
 * The arguments of a ModelEndpoint.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html
 */
export interface ModelEndpointArgs extends TagArgs, HostingSettings {
  /**
   * ARN of the KMS key that encrypts the instances' volumes. The local storage that some instance types have instead of a
   * volume is encrypted by their hardware, not by this key. The key's policy must admit the execution role. Default: AWS's own
   * key.
   * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
   */
  kmsKeyArn?: pulumi.Input<string>;
  /** ARN of the role that SageMaker assumes for the models; it must be allowed to invoke the credentials function. */
  executionRoleArn: pulumi.Input<string>;
  /**
   * Ids of the subnets of the models' network interfaces, from which images are pulled: 2 to 16, in at least two
   * availability zones.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of the models' security groups: 1 to 4, or 5 without `waitForNetworkInterfaces`; admitted by the registry on port 443. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether a deletion waits until SageMaker has deleted the models' network interfaces. Default: true. SageMaker needs the
   * role, the groups and the subnets for it, some minutes longer than the endpoint exists. What makes the deletion wait is a
   * security group without rules, which the models carry in addition to yours. With `false` none is created: keep the role,
   * the groups and the subnets until the interfaces are gone.
   * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html
   */
  waitForNetworkInterfaces?: boolean;
  /**
   * ARN of the Lambda function that returns the registry's credentials to SageMaker. Default: none, for a registry without
   * authentication.
   */
  credentialsProviderArn?: pulumi.Input<string | undefined>;
  /**
   * ARN of the function that pulls the images as SageMaker does before any model is made of them, `preflightFunctionArn` of a
   * RegistryAccess that makes one. Without it images must be specified by digest. An output whose value is undefined is
   * refused. Default: none.
   */
  preflightFunctionArn?: pulumi.Input<string | undefined>;
  /**
   * ARN of the role by which EventBridge Scheduler calls that function, `preflightScheduleRoleArn` of a RegistryAccess that
   * makes one: with it every image that the endpoint serves is checked on a schedule, and an alarm tells of one that can no
   * longer be pulled. Leave it out where the RegistryAccess makes none. Default: no schedule.
   */
  preflightScheduleRoleArn?: pulumi.Input<string | undefined>;
  /**
   * Severities of the preflight's checks, and how often it is repeated. Default: hourly, with the default severity of each
   * check.
   */
  preflight?: PreflightSettings;
}

/** One model: the containers that answer a request. */
export interface HostedModel {
  /**
   * The model's containers, 1 to 15; more than one are an inference pipeline, in this order, unless `inferenceExecutionMode` is
   * `Direct`. Each of several listens on the port that `SAGEMAKER_BIND_TO_PORT` names, and its image says so with the label
   * `com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true`.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipeline-real-time.html
   */
  containers: ModelContainer[];
  /**
   * How two and more containers are called, `Serial` (one after the other) or `Direct` (the caller names one). AWS names
   * inference pipelines as models that may have images of private registries, and is silent on `Direct`. Default: `Serial`.
   * https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-multicontainer-private-registry.html
   */
  inferenceExecutionMode?: InferenceExecutionMode;
  /**
   * Whether the model's containers are cut off from every network, and from credentials. AWS does not say whether it goes
   * together with images of private registries. Default: `false`.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
   */
  enableNetworkIsolation?: pulumi.Input<boolean>;
}

/**
 * One container of a model.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
 */
export interface ModelContainer {
  /**
   * The container's image, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255 characters; or by a tag,
   * where there is a preflight for it.
   */
  image: pulumi.Input<string>;
  /**
   * The container's environment: at most 100 variables, names and values of at most 1024 bytes, 32 KiB in all containers of
   * the model, and no secrets. Default: empty.
   */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * The container's model data, the https or s3 URL of one .tar.gz file in this region; or, required with the mode
   * `MultiModel`, the S3 URI of the prefix below which such files lie, for example `s3://bucket/models/`. Default: none.
   */
  modelDataUrl?: pulumi.Input<string>;
  /**
   * The container's model data in S3, packed or not, instead of `modelDataUrl`, and not with the mode `MultiModel`. Default:
   * none.
   */
  modelDataSource?: ModelDataSource;
  /**
   * Further model data, up to 5 sources, each by the name of its channel: 1 to 64 letters, digits, dots, hyphens and
   * underscores. The container finds each below `/opt/ml/additional-model-data-sources`. Default: none.
   */
  additionalModelDataSources?: Record<string, ModelDataSource>;
  /**
   * How many models the container serves, `SingleModel` or `MultiModel`, with the models that are below `modelDataUrl`. At
   * most one container of a model serves many, and its image must have the label
   * `com.amazonaws.sagemaker.capabilities.multi-models=true`. Default: `SingleModel`.
   */
  mode?: ContainerMode;
  /** Whether a container of mode `MultiModel` keeps models in memory. Default: `Enabled`. */
  modelCacheSetting?: pulumi.Input<ModelCacheSetting>;
  /**
   * The container's name within its model, at most 63 letters, digits and hyphens; either all containers of a model have one
   * or none. Required for `Direct`. Default: none.
   */
  containerHostname?: pulumi.Input<string>;
  /** ARN of the credentials function of this container's registry. Default: the endpoint's `credentialsProviderArn`. */
  credentialsProviderArn?: pulumi.Input<string | undefined>;
  /**
   * ARN of the preflight function of this container's registry. Schedules are for the endpoint's function alone. Default: the
   * endpoint's, or none for a container with a credentials function of its own.
   */
  preflightFunctionArn?: pulumi.Input<string | undefined>;
}

/**
 * One production variant: instances that serve one model and take a share of the requests.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
export interface ProductionVariant {
  /** Name of the model in `models` that the variant serves. Default: the only model, or the one that has the variant's name. */
  model?: string;
  /** The variant's instance type, for example `ml.m5.large`. */
  instanceType: pulumi.Input<string>;
  /** Instances that the variant starts with, at least 1. Default: 1, or what `scaling` leaves at least. */
  initialInstanceCount?: pulumi.Input<number>;
  /** How the number of the variant's instances follows its load. Default: no scaling. */
  scaling?: VariantScaling;
  /**
   * The variant's share of the requests, relative to the sum of all production variants' weights; with 0 it gets none. Of a
   * shadow variant it is the share of the requests that are copied to it, relative to the production variant's weight: all
   * requests where the two are equal, as in AWS's guide, half of them with 0.5 and 1. Default: 1.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html
   */
  initialVariantWeight?: pulumi.Input<number>;
  /**
   * Size of each instance's storage volume in GB, 1 to 512, for the image and the model data. Instances with local storage
   * take none. Default: what AWS gives the type.
   */
  volumeSizeInGb?: pulumi.Input<number>;
  /** Seconds that the download of the model data may take, 60 to 3600. Default: what AWS gives. */
  modelDataDownloadTimeoutInSeconds?: pulumi.Input<number>;
  /** Timeout in seconds for a container's response to `/ping`, 60 to 3600. Default: that of AWS. */
  containerStartupHealthCheckTimeoutInSeconds?: pulumi.Input<number>;
  /**
   * Version of the image that AWS starts the instances from, for example `al2-ami-sagemaker-inference-gpu-3-1`. Default: AWS's
   * choice.
   */
  inferenceAmiVersion?: pulumi.Input<string>;
  /** ARN of the ML capacity reservation that alone the instances are started in. Default: without reservation. */
  mlReservationArn?: pulumi.Input<string>;
  /** How requests are spread over the variant's instances. Default: AWS's choice, `Random`. */
  routingStrategy?: pulumi.Input<RoutingStrategy>;
  /** Core dumps of the variant's containers, written to S3. Default: none. */
  coreDump?: CoreDump;
  /**
   * Whether AWS Systems Manager may open a session in the variant's containers, which AWS must have allowed your account.
   * Default: it may not.
   */
  enableSsmAccess?: pulumi.Input<boolean>;
}
