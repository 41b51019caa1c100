import * as pulumi from "@pulumi/pulumi";
import { ExecutionRole } from "../execution-role";
import { ImagePublisher, PublishedImage } from "../image-publisher";
import { onceChecked } from "../image-publisher/archive-file";
import { ModelEndpoint, type MetricIdentity } from "../model-endpoint";
import { RegistryAccess } from "../registry-access";
import { OnDelete, RegistryHost } from "../registry-host";
import { RegistryNetwork } from "../registry-network";
import { publishedImageArgs, publisherArgs } from "./delivery";
import { accessArgs, endpointArgs, hostArgs, networkArgs, reachesS3, roleArgs, s3PrefixList } from "./parts";
import { partMaker, type PartMaker } from "./part-paths";
import { endpointMonitoring } from "./operation";
import type { PrivateInferenceArgs } from "./private-inference-args";
import { validate } from "./validate";

/**
 * A SageMaker real-time endpoint that is served from a private Docker registry, all in one: the network or the VPC that
 * is adopted, the registry if it is to be made, the models' access to it, their role, and the endpoint.
 *
 * Each part is a component of its own, and can be replaced by what you have: a VPC (`network.vpcId`), a registry
 * (`registry`), a credentials function (`registry.credentialsProviderArn`), a role (`executionRole.roleArn`).
 *
 * The component's name has at most 46 letters, digits and hyphens: Pulumi makes the endpoint's name of it, which has at most
 * 63. What other services take less of is shortened.
 */
export class PrivateInference extends pulumi.ComponentResource {
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
  /** The endpoint's metrics in CloudWatch, for alarms and dashboards of your own. */
  readonly metrics: pulumi.Output<MetricIdentity[]>;
  /** The IAM policy, as JSON, of those who call the endpoint: it allows InvokeEndpoint in all its forms, on this endpoint alone. */
  readonly invokePolicyJson: pulumi.Output<string>;
  /** Id of the models' VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the models' subnets. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** Ids of all security groups that the models carry. */
  readonly securityGroupIds: pulumi.Output<string[]>;
  /** Id of the models' own security group, for rules elsewhere that admit them. */
  readonly modelSecurityGroupId: pulumi.Output<string>;
  /** The name of the Lambda API that must lead to Lambda from the models' subnets. */
  readonly lambdaHostname: pulumi.Output<string>;
  /** DNS name of the endpoint to which a DNS of another provider maps `lambdaHostname`; absent where the route is provided. */
  readonly lambdaEndpointDnsName: pulumi.Output<string | undefined>;
  /** ARN of the function that hands out the registry's credentials; absent for a registry without authentication. */
  readonly credentialsProviderArn: pulumi.Output<string | undefined>;
  /** Name of the function that performs the pull beforehand; absent where none is made. */
  readonly preflightFunctionName: pulumi.Output<string | undefined>;
  /** ARN of the role that SageMaker assumes for the models. */
  readonly executionRoleArn: pulumi.Output<string>;
  /** The IAM policy, as JSON, of all that SageMaker does with that role: what a role that exists must allow. */
  readonly requiredPolicyJson: pulumi.Output<string>;
  /** The registry's name, with which image references begin. */
  readonly registryHostname: pulumi.Output<string>;
  /** The URL to push images to; absent for a registry that exists. */
  readonly pushUrl: pulumi.Output<string | undefined>;
  /** ARN of the secret with the credentials to push with; absent for a registry that exists. */
  readonly pushCredentialsSecretArn: pulumi.Output<string | undefined>;
  /** Id of the security group that lets whoever carries it push; absent for a registry that exists. */
  readonly pushClientSecurityGroupId: pulumi.Output<string | undefined>;

  constructor(name: string, args: PrivateInferenceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { given, archiveFile, failure } = validate(name, args, opts);
    const afterCheck = onceChecked(given.publish?.archive, archiveFile, opts?.dependsOn);
    const options = { ...opts, dependsOn: afterCheck };
    super("sagemaker-private-registry:index:PrivateInference", name, {}, options);

    const make = partMaker(name, given);
    const networkOptions = { parent: this, ...protectionOf(given) };
    const network = make("network", (part) => new RegistryNetwork(part, networkArgs(given), networkOptions));
    const host = createHost(make, given, network, this);
    const needsS3 = given.publish !== undefined || reachesS3(given);
    const s3PrefixListId = needsS3 ? s3PrefixList(given, network, this) : undefined;
    const image = publishImage(make, given, network, host, s3PrefixListId, this);
    const s3OfModels = reachesS3(given) ? s3PrefixListId : undefined;
    const registryAccess = accessArgs(given, network, host, s3OfModels, failure);
    const access = make("access", (part) => new RegistryAccess(part, registryAccess, { parent: this }));
    const role = make("role", (part) => new ExecutionRole(part, roleArgs(given, access), { parent: this }));
    const watched = { ...given, monitoring: endpointMonitoring(given, host) };
    const hosting = endpointArgs(watched, access, role.roleArn, image?.reference);
    // The pull takes the network's endpoints and the registry itself, of which the model's inputs say nothing.
    const dependsOn = [network, ...(host === undefined ? [] : [host]), access, role];
    const endpoint = make(
      "endpoint",
      (part) => new ModelEndpoint(part, hosting, { parent: this, dependsOn }),
    );

    this.endpointName = endpoint.endpointName;
    this.endpointArn = endpoint.endpointArn;
    this.endpointConfigName = endpoint.endpointConfigName;
    this.modelNames = endpoint.modelNames;
    this.imageReferences = endpoint.imageReferences;
    this.metrics = endpoint.metrics;
    this.invokePolicyJson = endpoint.invokePolicyJson;
    this.vpcId = network.vpcId;
    this.subnetIds = access.subnetIds;
    this.securityGroupIds = access.securityGroupIds;
    this.modelSecurityGroupId = access.modelSecurityGroupId;
    this.lambdaHostname = network.lambdaHostname;
    this.lambdaEndpointDnsName = network.lambdaEndpointDnsName;
    this.credentialsProviderArn = access.credentialsProviderArn;
    this.preflightFunctionName = access.preflightFunctionName;
    this.executionRoleArn = role.roleArn;
    this.requiredPolicyJson = role.requiredPolicyJson;
    this.registryHostname = access.registryHostname;
    this.pushUrl = pulumi.output(host?.pushUrl);
    this.pushCredentialsSecretArn = pulumi.output(host?.pushCredentialsSecretArn);
    this.pushClientSecurityGroupId = pulumi.output(host?.pushClientSecurityGroupId);
    this.registerOutputs({
      endpointName: this.endpointName,
      endpointArn: this.endpointArn,
      endpointConfigName: this.endpointConfigName,
      modelNames: this.modelNames,
      imageReferences: this.imageReferences,
      metrics: this.metrics,
      invokePolicyJson: this.invokePolicyJson,
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
      modelSecurityGroupId: this.modelSecurityGroupId,
      lambdaHostname: this.lambdaHostname,
      lambdaEndpointDnsName: this.lambdaEndpointDnsName,
      credentialsProviderArn: this.credentialsProviderArn,
      preflightFunctionName: this.preflightFunctionName,
      executionRoleArn: this.executionRoleArn,
      requiredPolicyJson: this.requiredPolicyJson,
      registryHostname: this.registryHostname,
      pushUrl: this.pushUrl,
      pushCredentialsSecretArn: this.pushCredentialsSecretArn,
      pushClientSecurityGroupId: this.pushClientSecurityGroupId,
    });
  }
}

/** The network of a protected registry is protected, too: the tasks need its routes, endpoints and groups. */
function protectionOf({ newRegistry }: PrivateInferenceArgs): pulumi.ResourceOptions {
  return newRegistry?.onDelete === OnDelete.Protect ? { protect: true } : {};
}

function createHost(
  make: PartMaker,
  args: PrivateInferenceArgs,
  network: RegistryNetwork,
  parent: pulumi.Resource,
): RegistryHost | undefined {
  const registry = hostArgs(args, network);
  if (registry === undefined) return undefined;
  // The tasks start only if the network's endpoints answer.
  return make("registry", (part) => new RegistryHost(part, registry, { parent, dependsOn: [network] }));
}

/** Delivers the image into the new registry, where there is one to deliver. */
function publishImage(
  make: PartMaker,
  args: PrivateInferenceArgs,
  network: RegistryNetwork,
  host: RegistryHost | undefined,
  s3PrefixListId: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
): PublishedImage | undefined {
  if (args.publish === undefined || host === undefined || s3PrefixListId === undefined) return undefined;
  const publishing = publisherArgs(args, network, host, s3PrefixListId);
  const publisher = make(
    "publisher",
    (part) => new ImagePublisher(part, publishing, { parent, dependsOn: [network] }),
  );
  const image = publishedImageArgs(args, args.publish, publisher);
  // The registry must take images before any is sent, and stay until the last is gone.
  return make("image", (part) => new PublishedImage(part, image, { parent, dependsOn: [host] }));
}
