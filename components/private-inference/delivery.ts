import * as pulumi from "@pulumi/pulumi";
import { platformOf, guarded } from "../common";
import type {
  ImagePublisherArgs,
  ImageToPublish,
  PublishedImageArgs,
  SourceRegistry,
} from "../image-publisher";
import { registryOf } from "./images";
import { commonArgs, hostArgs, type Complete, type HostIds, type NetworkIds } from "./parts";
import type { ImageDelivery, PrivateInferenceArgs } from "./private-inference-args";

/** What the delivery of an image is told of the publisher. */
export interface PublisherIds {
  readonly functionName: pulumi.Input<string>;
  readonly stagingFunctionName: pulumi.Input<string | undefined>;
  readonly bucketName: pulumi.Input<string>;
  readonly registryHostname: pulumi.Input<string>;
}

/** The arguments of what delivers images into a new registry. */
export function publisherArgs(
  args: PrivateInferenceArgs,
  network: NetworkIds,
  host: HostIds,
  s3PrefixListId: pulumi.Input<string>,
): ImagePublisherArgs {
  const { endpointSecurityGroupId, internetEgress } = hostArgs(args, network) ?? {};
  const { sourceRegistries, stagingFunction, stagingMemoryInMb: stagingMemoryInMb } = args.publish ?? {};
  const {
    memoryInMb: memoryInMb,
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
    stagingMemoryInMb: stagingMemoryInMb,
    memoryInMb: memoryInMb,
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
  publisher: PublisherIds,
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
