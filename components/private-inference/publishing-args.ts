import * as pulumi from "@pulumi/pulumi";
import { platformOf, guarded, type OutputsOf } from "../common";
import type {
  ImagePublisher,
  ImagePublisherArgs,
  ImageToPublish,
  PublishedImageArgs,
  SourceRegistry,
} from "../image-publisher";
import type { RegistryHostArgs } from "../registry-host";
import { registryOf } from "./images";
import { commonArgs, type Complete, type HostOutputs, type NetworkOutputs } from "./part-args";
import type { ImageDelivery, PrivateInferenceArgs } from "./private-inference-args";

/** The arguments of what delivers images into a new registry; where there is none, that alone is reported. */
export function publisherArgs(
  args: PrivateInferenceArgs,
  network: NetworkOutputs,
  host: HostOutputs,
  newRegistry: RegistryHostArgs | undefined,
  s3PrefixListId: pulumi.Input<string>,
): ImagePublisherArgs {
  const { endpointSecurityGroupId, internetEgress } = newRegistry ?? { internetEgress: true };
  const { sourceRegistries, stagingFunction, stagingMemoryInMb } = args.publish ?? {};
  const {
    memoryInMb,
    functionArchitecture,
    codeSigningConfigArn,
    reservedConcurrency,
    bucketLogsBucketName,
  } = args.publish ?? {};
  return {
    ...commonArgs(args),
    pushUrl: host.pushUrl,
    registryHostname: host.registryHostname,
    pushCredentialsSecretArn: host.pushCredentialsSecretArn,
    pushCredentialsKmsKeyArn: args.kmsKeyArn,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    pushClientSecurityGroupIds: [host.pushClientSecurityGroupId],
    // The function reaches Secrets Manager as the registry's tasks do.
    endpointSecurityGroupId,
    internetEgress,
    s3PrefixListId,
    sourceRegistries: sourceRegistries ?? anonymousSource(args.publish),
    stagingFunction,
    stagingMemoryInMb,
    memoryInMb,
    functionArchitecture,
    codeSigningConfigArn,
    reservedConcurrency,
    bucketLogsBucketName,
  };
}

/** The registry that an image to publish is taken from, where that is told and takes no credentials. */
function anonymousSource(publish: ImageDelivery | undefined): Record<string, SourceRegistry> | undefined {
  const source = publish?.source;
  const registry = typeof source === "string" ? registryOf(source) : undefined;
  return registry === undefined ? undefined : { [registry]: {} };
}

/** The arguments of the one image that is delivered. */
export function publishedImageArgs(
  args: PrivateInferenceArgs,
  { archive, source, image, repository, tag, platform, mediaTypes, recompressZstd }: ImageDelivery,
  publisher: OutputsOf<ImagePublisher>,
): PublishedImageArgs {
  const instanceType = args.instanceType ?? Object.values(args.variants ?? {})[0]?.instanceType;
  const delivered: Complete<ImageToPublish> = {
    archive,
    source,
    image,
    repository,
    tag,
    // One platform of an image for several is another manifest: an image of another registry stays as it is.
    platform:
      platform ??
      (instanceType === undefined || source !== undefined
        ? undefined
        : pulumi.output(instanceType).apply(guarded(platformOf))),
    mediaTypes,
    recompressZstd,
  };
  return {
    // No tags: S3 takes fewer for an object than for its bucket, which carries them all.
    ...delivered,
    functionName: publisher.functionName,
    stagingFunctionName: source === undefined ? undefined : publisher.stagingFunctionName,
    bucketName: publisher.bucketName,
    registryHostname: publisher.registryHostname,
  };
}
