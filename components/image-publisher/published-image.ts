import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checks, Validation, type Check } from "../common";
import { parseAnswer, type PublishedContent } from "./answer";
import * as imageChecks from "./image-checks";
import { ManifestMediaTypes } from "./manifest-media-types";

/** An image to be published: the archive that holds it, and where it goes within the registry. */
export interface ImageToPublish {
  /**
   * The image as a file: an archive of `docker save`, or an OCI image layout as
   * `docker buildx build --output type=oci` writes it, as an uncompressed tar.
   */
  archive: pulumi.Input<pulumi.asset.Asset>;
  /** Which image of the archive, by its name or digest; needed only when the archive holds several, none by default. */
  image?: pulumi.Input<string>;
  /** Repository in the registry that the image is put into, as `ml/fraud`. */
  repository: pulumi.Input<string>;
  /** Tag that points to the image, beside its digest; none by default. */
  tag?: pulumi.Input<string>;
  /** The one platform taken out of an archive with several, `os/architecture[/variant]`; `linux/amd64` by default for Docker's schema 2, and otherwise all of them. */
  platform?: pulumi.Input<string>;
  /** Which media types the manifest has in the registry, Docker's schema 2 or those of the archive; `DockerSchema2` by default. */
  mediaTypes?: pulumi.Input<ManifestMediaTypes>;
  /** Whether layers that are compressed with zstd, which Docker's schema 2 does not know, are compressed with gzip instead of being refused; `false` by default. */
  recompressZstd?: pulumi.Input<boolean>;
}

/** The arguments of a PublishedImage. */
export interface PublishedImageArgs extends ImageToPublish {
  /** Name of the function of the registry's ImagePublisher. */
  functionName: pulumi.Input<string>;
  /** Name of the bucket of the registry's ImagePublisher. */
  bucketName: pulumi.Input<string>;
  /** The registry's name as image references begin with it, `host[:port]`: what the registry's ImagePublisher says. */
  registryHostname: pulumi.Input<string>;
  /** Tags of the archive in S3, at most 10, with keys that do not begin with `aws:`; none by default. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * One image, delivered into a private registry by the deployment: its archive in S3, and the call of the ImagePublisher's
 * function that copies it from there. The call is repeated only when the archive, or what is to be made of it, changes;
 * a call that fails fails the deployment, and the next one goes on where it stopped. Deleting the component leaves the
 * image in the registry.
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
    const plan = validate(name, args);
    super("sagemaker-private-registry:index:PublishedImage", name, {}, opts);

    const archive = uploadArchive(name, args, plan, this);
    const content = publish(name, archive, plan, this);

    this.digest = content.digest;
    this.reference = pulumi.interpolate`${plan.registryHostname}/${plan.repository}@${content.digest}`;
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

/** What S3 takes for an object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MAX_OBJECT_TAGS = 10;

const objectTags: Check<Record<string, string>> = (value) =>
  Object.keys(value).length > MAX_OBJECT_TAGS
    ? `has ${Object.keys(value).length} tags, but S3 takes at most ${MAX_OBJECT_TAGS} for an object: leave some out`
    : checks.tags(value);

const notEmpty: Check<string> = (value) => (value === "" ? "must not be empty" : undefined);

/** Checks the arguments, and returns them as they are to be used. */
export function validate(name: string, args: PublishedImageArgs) {
  const validation = new Validation(`PublishedImage "${name}"`);
  if (pulumi.asset.Archive.isInstance(args.archive)) {
    validation.problem(
      "archive",
      "is a Pulumi archive, which would be packed anew, but must be an asset: write new pulumi.asset.FileAsset(path)",
    );
  }
  const plan = {
    functionName: validation.value("functionName", args.functionName, notEmpty),
    bucketName: validation.value("bucketName", args.bucketName, notEmpty),
    registryHostname: validation.value(
      "registryHostname",
      args.registryHostname,
      imageChecks.registryHostname,
    ),
    image: validation.value("image", args.image, notEmpty),
    repository: validation.value("repository", args.repository, imageChecks.repository),
    tag: validation.value("tag", args.tag, imageChecks.tag),
    platform: validation.value("platform", args.platform, imageChecks.platform),
    mediaTypes: validation.value(
      "mediaTypes",
      args.mediaTypes ?? ManifestMediaTypes.DockerSchema2,
      checks.oneOf<string>(Object.values(ManifestMediaTypes)),
    ),
    recompressZstd: args.recompressZstd,
    tags: validation.value("tags", args.tags as pulumi.Input<Record<string, string>> | undefined, objectTags),
  };
  validation.throwIfInvalid();
  return plan;
}

type Plan = ReturnType<typeof validate>;

function uploadArchive(
  name: string,
  { archive }: PublishedImageArgs,
  { bucketName, tags }: Plan,
  parent: pulumi.Resource,
): aws.s3.BucketObjectv2 {
  return new aws.s3.BucketObjectv2(
    `${name}-archive`,
    {
      bucket: bucketName,
      // Several stacks can share a publisher.
      key: `${pulumi.getProject()}/${pulumi.getStack()}/${name}.tar`,
      source: archive,
      contentType: "application/x-tar",
      tags,
    },
    { parent },
  );
}

/** Calls the function; a changed archive has a new version, and so is a new event. */
function publish(
  name: string,
  archive: aws.s3.BucketObjectv2,
  plan: Plan,
  parent: pulumi.Resource,
): pulumi.Output<PublishedContent> {
  const { bucket, key, versionId } = archive;
  const { image, repository, tag, platform, mediaTypes, recompressZstd } = plan;
  const invocation = new aws.lambda.Invocation(
    `${name}-publish`,
    {
      functionName: plan.functionName,
      input: pulumi.jsonStringify({
        source: { archive: { bucket, key, versionId, image } },
        repository,
        tag,
        platform,
        mediaTypes,
        recompressZstd,
      }),
      // Not part of the event: the function knows its registry. Another registry does not have the image.
      triggers: { registryHostname: plan.registryHostname },
    },
    { parent },
  );
  return pulumi
    .all([plan.functionName, invocation.result])
    .apply(([functionName, result]) => parseAnswer(functionName, result));
}
