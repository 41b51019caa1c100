import * as pulumi from "@pulumi/pulumi";
import type { TagArgs } from "../common";
import type { InferenceExecutionMode } from "./inference-execution-mode";
import { checkHosting, mapValues } from "./hosting";
import { createConfiguration, createEndpoint, createModels } from "./resources";
import { warnAbout } from "./warnings";

/** What an endpoint serves, and on what: the arguments that say nothing of network, role and registry. */
export interface HostingSettings {
  /**
   * The image of the endpoint's one model, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255
   * characters. Either this or `models` is required.
   */
  image?: pulumi.Input<string>;
  /** Environment of the one model's container, at most 100 variables and no secrets; goes with `image`, empty by default. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The one model's data, the https or s3 URL of one .tar.gz file in this region; goes with `image`, none by default. */
  modelDataUrl?: pulumi.Input<string>;
  /** The models that the endpoint serves, each by a name of its own that does not change; one model named `model`, made of `image`, by default. */
  models?: Record<string, HostedModel>;

  /** Instance type of the endpoint's one variant, as `ml.m5.large`. Either this or `variants` is required. */
  instanceType?: pulumi.Input<string>;
  /** Instances that the one variant starts with, at least 1; goes with `instanceType`, 1 by default. */
  initialInstanceCount?: pulumi.Input<number>;
  /** The endpoint's variants, 1 to 10, each by its name; one variant named `AllTraffic`, made of `instanceType`, by default. */
  variants?: Record<string, ProductionVariant>;

  /** Name of the endpoint, which callers use: 1 to 63 letters, digits and hyphens; made of the component's name by default. Another name means another endpoint. */
  endpointName?: pulumi.Input<string>;
}

/** The arguments of a ModelEndpoint. */
export interface ModelEndpointArgs extends TagArgs, HostingSettings {
  /** ARN of the KMS key that encrypts the instances' volumes; AWS's own key by default. */
  kmsKeyArn?: pulumi.Input<string>;
  /** ARN of the role that SageMaker assumes for the models; it must be allowed to invoke the credentials function. */
  executionRoleArn: pulumi.Input<string>;
  /**
   * Ids of the subnets that the models' network interfaces lie in and pull the images from: 2 to 16, in at least two
   * availability zones.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
   */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Ids of the models' security groups: 1 to 5, admitted by the registry on port 443. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** ARN of the Lambda function that hands the registry's credentials to SageMaker; none by default, for a registry without authentication. */
  credentialsProviderArn?: pulumi.Input<string | undefined>;
}

/** One model: the containers that answer a request. */
export interface HostedModel {
  /** The model's containers, 1 to 15; more than one are an inference pipeline, in this order, unless `inferenceExecutionMode` is `Direct`. */
  containers: ModelContainer[];
  /** How two and more containers are called, `Serial` (one after the other) or `Direct` (the caller names one); `Serial` by default. */
  inferenceExecutionMode?: InferenceExecutionMode;
}

/** One container of a model. */
export interface ModelContainer {
  /** The container's image, by digest: `host/repository@sha256:<64 hexadecimal digits>`, at most 255 characters. */
  image: pulumi.Input<string>;
  /** The container's environment, at most 100 variables, names and values of at most 1024 characters, and no secrets; empty by default. */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The container's model data, the https or s3 URL of one .tar.gz file in this region; none by default. */
  modelDataUrl?: pulumi.Input<string>;
  /** The container's name within its model, at most 63 letters, digits and hyphens; either all containers of a model have one or none. Required for `Direct`; none by default. */
  containerHostname?: pulumi.Input<string>;
  /** ARN of the credentials function of this container's registry; the endpoint's `credentialsProviderArn` by default. */
  credentialsProviderArn?: pulumi.Input<string | undefined>;
}

/** One production variant: instances that serve one model and take a share of the requests. */
export interface ProductionVariant {
  /** Name of the model in `models` that the variant serves; the only model by default. */
  model?: string;
  /** The variant's instance type, as `ml.m5.large`. */
  instanceType: pulumi.Input<string>;
  /** Instances that the variant starts with, at least 1; 1 by default. */
  initialInstanceCount?: pulumi.Input<number>;
  /** The variant's share of the requests, relative to the sum of all variants' weights; 0 takes none, 1 by default. */
  initialVariantWeight?: pulumi.Input<number>;
}

/**
 * A SageMaker real-time endpoint whose images come from a private Docker registry in its VPC: models, endpoint
 * configuration and endpoint, and nothing else. It looks nothing up and takes flat ids, also those of another stack.
 *
 * Models and configurations cannot be changed at AWS: a change makes new ones, updates the endpoint in place, and
 * deletes the old ones last. The endpoint keeps its name and answers all the while.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export class ModelEndpoint extends pulumi.ComponentResource {
  /** Name of the endpoint, which callers of InvokeEndpoint use; resolves when the endpoint is in service. */
  readonly endpointName: pulumi.Output<string>;
  /** ARN of the endpoint; resolves when the endpoint is in service. */
  readonly endpointArn: pulumi.Output<string>;
  /** Name of the endpoint configuration that the endpoint uses. */
  readonly endpointConfigName: pulumi.Output<string>;
  /** Names of the SageMaker models, by the models' names in `models`; `model` is the one made of `image`. */
  readonly modelNames: pulumi.Output<Record<string, string>>;
  /** The images of each model's containers, in their order, by the models' names in `models`. */
  readonly imageReferences: pulumi.Output<Record<string, string[]>>;
  /** Names of the endpoint's variants, sorted. */
  readonly variantNames: pulumi.Output<string[]>;

  /**
   * @param name the logical name, 1 to 46 letters, digits and hyphens: what it makes is named after it
   * @param args the arguments
   * @param opts the options, among them the AWS provider
   * @throws pulumi.InputPropertiesError naming every problem with the arguments, before anything is registered
   */
  constructor(name: string, args: ModelEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    const hosting = checkHosting(name, args);
    super("sagemaker-private-registry:index:ModelEndpoint", name, {}, opts);
    warnAbout(hosting, this);

    const models = createModels(name, hosting, this);
    const configuration = createConfiguration(name, hosting, models, this);
    const endpoint = createEndpoint(name, hosting, configuration, this);

    this.endpointName = endpoint.name;
    this.endpointArn = endpoint.arn;
    this.endpointConfigName = endpoint.endpointConfigName;
    this.modelNames = pulumi.output(mapValues(models, (model) => model.name));
    this.imageReferences = pulumi.output(
      mapValues(hosting.models, ({ containers }) => containers.map(({ image }) => image)),
    );
    this.variantNames = pulumi.output(Object.keys(hosting.variants));
    this.registerOutputs({
      endpointName: this.endpointName,
      endpointArn: this.endpointArn,
      endpointConfigName: this.endpointConfigName,
      modelNames: this.modelNames,
      imageReferences: this.imageReferences,
      variantNames: this.variantNames,
    });
  }
}
