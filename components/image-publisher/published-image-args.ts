import type * as pulumi from "@pulumi/pulumi";
import type { ManifestMediaTypes } from "./manifest-media-types";

/**
 * An image to be published: where it comes from, a file or another registry, and where it goes within the registry. Exactly
 * one of `archive` and `source` is given.
 */
export interface ImageToPublish {
  /**
   * The image as a file: an archive of `docker save`, or an OCI image layout as `docker buildx build --output type=oci` writes
   * it, as an uncompressed tar. Default: none.
   */
  archive?: pulumi.Input<pulumi.asset.Asset>;
  /**
   * The image in another registry by its digest, `host/repository@sha256:<64 hexadecimal digits>`: one that the
   * ImagePublisher's `sourceRegistries` name. Default: none.
   */
  source?: pulumi.Input<string>;
  /** Which image of the archive, by its name or digest. Default: needed only when the archive holds several, none. */
  image?: pulumi.Input<string>;
  /**
   * Repository in the registry that the image is put into, for example `ml/fraud`. In a registry that keeps its images in S3 a
   * name that contains `sagemaker` opens its objects to every role with AmazonSageMakerFullAccess.
   */
  repository: pulumi.Input<string>;
  /** Tag that points to the image, in addition to its digest. Default: none. */
  tag?: pulumi.Input<string>;
  /**
   * The one platform taken out of an image for several, `os/architecture[/variant]`. Default: `linux/amd64` for Docker's
   * schema 2, all platforms otherwise.
   */
  platform?: pulumi.Input<string>;
  /**
   * Which media types the manifest has in the registry, Docker's schema 2 or those that it has. Default: `DockerSchema2` for
   * an archive, `Preserve` for an image of another registry, whose digest and signatures stay.
   */
  mediaTypes?: pulumi.Input<ManifestMediaTypes>;
  /**
   * Whether layers that are compressed with zstd, which Docker's schema 2 does not know, are compressed with gzip instead of
   * being refused. Default: `false`.
   */
  recompressZstd?: pulumi.Input<boolean>;
}

/** The arguments of a PublishedImage. */
export interface PublishedImageArgs extends ImageToPublish {
  /** Name of the function of the registry's ImagePublisher. */
  functionName: pulumi.Input<string>;
  /** Name of the function of the registry's ImagePublisher that stages images of other registries; required with `source`. */
  stagingFunctionName?: pulumi.Input<string | undefined>;
  /** Name of the bucket of the registry's ImagePublisher. */
  bucketName: pulumi.Input<string>;
  /** The registry's name as image references begin with it, `host[:port]`: what the registry's ImagePublisher says. */
  registryHostname: pulumi.Input<string>;
  /** Tags of the archive in S3, at most 10, with keys that do not begin with `aws:`. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
