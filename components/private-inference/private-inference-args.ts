import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs, FunctionArchitecture, FunctionSettings } from "../common";
import type { ExecutionRoleSettings } from "../execution-role";
import type { ImageToPublish, SourceRegistry } from "../image-publisher";
import type { HostingSettings, PreflightSettings } from "../model-endpoint";
import type { ExistingRegistry, LambdaAccess, PreflightFunction } from "../registry-access";
import type { NewRegistry } from "../registry-host";
import type { NetworkSettings } from "../registry-network";

/** The image that is delivered into the new registry, and how it gets there. */
export interface ImageDelivery extends ImageToPublish {
  /**
   * The registry of `source`, by its name as image references begin with it, with what it takes to pull from there. Default:
   * the one that `source` names, read without credentials.
   */
  sourceRegistries?: Record<string, SourceRegistry>;
  /** How the function that brings the image of `source` is run. Default: outside the VPC, where it reaches the internet. */
  stagingFunction?: FunctionSettings;
  /** Memory of that function in MB, with which its processors and its network grow, 512 to 10240. Default: 2048. */
  stagingMemoryInMb?: pulumi.Input<number>;
  /** Memory of the function in the VPC that sends the image into the registry, in MB, 512 to 10240. Default: 2048. */
  memoryInMb?: pulumi.Input<number>;
  /** Processors that the function in the VPC runs on, `arm64` or `x86_64`. Default: `arm64`. */
  functionArchitecture?: pulumi.Input<FunctionArchitecture>;
  /** ARN of the code-signing configuration that the function in the VPC is deployed under. Default: none. */
  codeSigningConfigArn?: pulumi.Input<string>;
  /** Name of the bucket that gets the access logs of the bucket through which images are delivered. Default: no access logs. */
  bucketLogsBucketName?: pulumi.Input<string>;
  /** Reserved concurrency of the function in the VPC, at least 1. Default: unreserved. */
  reservedConcurrency?: pulumi.Input<number>;
}

/** The registry to be made for an endpoint. */
export interface InferenceRegistry extends NewRegistry {
  /** How the function that returns the registry's credentials is run. Default: outside the VPC, in the account's shared pool. */
  credentialsFunction?: FunctionSettings;
}

/** The preflight of the images: the function that performs the pull beforehand, what it holds to, and how often it is repeated. */
export interface InferencePreflight extends PreflightFunction, PreflightSettings {
  /** ARNs of up to 5 SNS topics to notify when preflights on the schedule fail, or are overdue. Default: none. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The arguments of a PrivateInference. Exactly one of `registry` and `newRegistry` says where the images are, and exactly
 * one of `image`, `models` and `publish` which they are; instances and endpoint are those of a ModelEndpoint.
 */
export interface PrivateInferenceArgs extends CommonArgs, HostingSettings {
  /** The registry that exists and holds the images, named by the images' references; required without `newRegistry`. */
  registry?: ExistingRegistry;
  /** The registry to make, in the network of the models; required without `registry`. */
  newRegistry?: InferenceRegistry;
  /**
   * The image as an archive, or in another registry, which the deployment delivers into the new registry, instead of `image`:
   * a new registry starts empty, and only its VPC can reach it. Of an archive the platform of the instances is taken by
   * default; an image of another registry stays as it is.
   */
  publish?: ImageDelivery;
  /** The network of the models. Default: a new VPC without a route to the internet. */
  network?: NetworkSettings;
  /**
   * The route to the Lambda API as the models' security group names it. By default it is the endpoint that the network makes
   * or adopts, the internet in a new VPC with a way there and no endpoint, and otherwise the VPC's own addresses, where an
   * interface endpoint that the VPC has listens.
   */
  lambdaAccess?: LambdaAccess;
  /**
   * Whether the models may reach S3. Default: `true` where they have model data, or where a new registry redirects them there
   * for layers.
   */
  s3Access?: boolean;
  /** Ids of further security groups that the models carry, at most 4 in all. Default: none. */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The role that SageMaker assumes for the models, and what one that is made here may do in addition to what the endpoint
   * calls for. `modelData`, `inferenceOutputs`, `inferenceOutputKmsKeyArns`, `notificationTopicArns` and `rollbackAlarmNames`
   * are added to those of the endpoint's own arguments. Default: one with least privilege.
   */
  executionRole?: ExecutionRoleSettings;
  /**
   * The pull of the images as SageMaker performs it, before any model exists and then on a schedule. Default: every hour, with
   * the default severity of each check.
   */
  preflight?: InferencePreflight;
}
