import * as pulumi from "@pulumi/pulumi";
import { checkedArguments } from "../common";
import { onceChecked } from "./archive-file";
import { archiveLocation, publishedDigest, publishImage, stagedLocation } from "./image-locations";
import type { PublishedImageArgs } from "./published-image-args";
import { validate } from "./published-image-checks";

/**
 * One image, delivered into a private registry by the deployment. An archive is put into S3, and the ImagePublisher's
 * function copies it from there; an image of another registry is first brought into S3 by the one that reaches that registry.
 * The calls are repeated only when the image, or what is to be made of it, changes; a call that fails fails the deployment,
 * and the next one goes on where it stopped. Deleting the component leaves the image in the registry.
 */
export class PublishedImage extends pulumi.ComponentResource {
  /** Digest of the image's manifest in the registry, `sha256:<64 hexadecimal digits>`. */
  readonly digest: pulumi.Output<string>;
  /** The image by its digest, `host/repository@sha256:<64 hexadecimal digits>`, as models name it. */
  readonly reference: pulumi.Output<string>;
  /** Media type of the manifest. */
  readonly mediaType: pulumi.Output<string>;
  /** Bytes of the image's configuration and layers as the registry stores them. */
  readonly size: pulumi.Output<number>;

  constructor(name: string, args: PublishedImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = checkedArguments(validate, name, args);
    const dependsOn = onceChecked(plan.givenArchive, plan.archiveFile, opts?.dependsOn);
    super("sagemaker-private-registry:index:PublishedImage", name, {}, { ...opts, dependsOn });

    const location =
      plan.source === undefined
        ? archiveLocation(name, plan, this)
        : stagedLocation(name, plan.source, plan, this);
    const { content, published } = publishImage(name, location, plan, this);

    this.digest = publishedDigest(plan, content, published);
    this.reference = pulumi.interpolate`${plan.registryHostname}/${plan.repository}@${this.digest}`;
    this.mediaType = content.mediaType;
    this.size = content.size;
    this.registerOutputs({
      digest: this.digest,
      reference: this.reference,
      mediaType: this.mediaType,
      size: this.size,
    });
  }
}
