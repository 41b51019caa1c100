import * as pulumi from "@pulumi/pulumi";
import { checkedArguments } from "../common";
import { ExecutionRole } from "../execution-role";
import { ImagePublisher, PublishedImage } from "../image-publisher";
import { onceChecked } from "../image-publisher/archive-file";
import { validate as checkPublishedImage } from "../image-publisher/published-image-checks";
import { ModelEndpoint, type MetricIdentity } from "../model-endpoint";
import { RegistryAccess } from "../registry-access";
import { OnDelete, RegistryHost } from "../registry-host";
import { RegistryNetwork } from "../registry-network";
import type { CheckedParts } from "./part-checks";
import type { PrivateInferenceArgs } from "./private-inference-args";
import { validate } from "./checks";

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
  /** ARN of the function that returns the registry's credentials; absent for a registry without authentication. */
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
    const { checked, parts } = validate(name, args, opts);
    super("sagemaker-private-registry:index:PrivateInference", name, {}, onceImageIsChecked(parts, opts));

    const networkOptions = { parent: this, ...protectionOf(checked) };
    const network = parts.network.create((part, of) => new RegistryNetwork(part, of, networkOptions));
    // The tasks start only if the network's endpoints answer.
    const afterNetwork = { parent: this, dependsOn: [network] };
    const host = parts.registry?.create((part, of) => new RegistryHost(part, of, afterNetwork));
    parts.resolveOthers(this);
    parts.publisher?.create((part, of) => new ImagePublisher(part, of, afterNetwork));
    const made = host === undefined ? [] : [host];
    // The registry must take images before any is sent, and stay until the last is gone.
    parts.image?.create((part, of) => new PublishedImage(part, of, { parent: this, dependsOn: made }));
    const access = parts.access.create((part, of) => new RegistryAccess(part, of, { parent: this }));
    const role = parts.role.create((part, of) => new ExecutionRole(part, of, { parent: this }));
    // The pull takes the network's endpoints and the registry itself, of which the model's inputs say nothing.
    const hosting = { parent: this, dependsOn: [network, ...made, access, role] };
    const endpoint = parts.endpoint.create((part, of) => new ModelEndpoint(part, of, hosting));

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

/** The options, by which nothing is registered until the archive of the image is checked. */
function onceImageIsChecked(
  { image }: CheckedParts,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ComponentResourceOptions | undefined {
  if (image === undefined) return opts;
  const { givenArchive, archiveFile } = checkedArguments(checkPublishedImage, "", image.args);
  return { ...opts, dependsOn: onceChecked(givenArchive, archiveFile, opts?.dependsOn) };
}
