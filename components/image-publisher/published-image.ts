import * as pulumi from "@pulumi/pulumi";
import { checks, closedTags, openedDefaultTagProblem, Validation, type Check, guarded } from "../common";
import { checkArchiveFile, checkedArchive, onceChecked } from "./archive-file";
import { archiveLocation, publishedDigest, publishImage, stagedLocation } from "./deliveries";
import * as imageChecks from "./image-checks";
import { ManifestMediaTypes } from "./manifest-media-types";

/**
 * An image to be published: where it comes from, a file or another registry, and where it goes within the registry. Exactly
 * one of `archive` and `source` is given.
 */
export interface ImageToPublish {
  /**
   * The image as a file: an archive of `docker save`, or an OCI image layout as
   * `docker buildx build --output type=oci` writes it, as an uncompressed tar; none by default.
   */
  archive?: pulumi.Input<pulumi.asset.Asset>;
  /**
   * The image in another registry by its digest, `host/repository@sha256:<64 hexadecimal digits>`: one that the
   * ImagePublisher's `sourceRegistries` name; none by default.
   */
  source?: pulumi.Input<string>;
  /** Which image of the archive, by its name or digest; needed only when the archive holds several, none by default. */
  image?: pulumi.Input<string>;
  /**
   * Repository in the registry that the image is put into, as `ml/fraud`. In a registry that keeps its images in S3 a name
   * that contains `sagemaker` opens its objects to every role with AmazonSageMakerFullAccess.
   */
  repository: pulumi.Input<string>;
  /** Tag that points to the image, beside its digest; none by default. */
  tag?: pulumi.Input<string>;
  /** The one platform taken out of an image for several, `os/architecture[/variant]`; `linux/amd64` by default for Docker's schema 2, and otherwise all of them. */
  platform?: pulumi.Input<string>;
  /** Which media types the manifest has in the registry, Docker's schema 2 or those that it has; `DockerSchema2` by default for an archive, and `Preserve` for an image of another registry, whose digest and signatures stay. */
  mediaTypes?: pulumi.Input<ManifestMediaTypes>;
  /** Whether layers that are compressed with zstd, which Docker's schema 2 does not know, are compressed with gzip instead of being refused; `false` by default. */
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
  /** Tags of the archive in S3, at most 10, with keys that do not begin with `aws:`; none by default. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

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
    const plan = validate(name, args);
    const dependsOn = onceChecked(args.archive, plan.archiveFile, opts?.dependsOn);
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

/** What S3 takes for an object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MAX_OBJECT_TAGS = 10;

const objectTags: Check<Record<string, string>> = (value) =>
  Object.keys(value).length > MAX_OBJECT_TAGS
    ? `has ${Object.keys(value).length} tags, but S3 takes at most ${MAX_OBJECT_TAGS} for an object: leave some out`
    : closedTags(value);

const notEmpty: Check<string> = (value) => (value === "" ? "must not be empty" : undefined);

const NO_STAGING_FUNCTION =
  "is missing, but required with source: it is that of an ImagePublisher whose sourceRegistries name the registry";

/** Checks the arguments, and returns them as they are to be used. */
export function validate(name: string, given: PublishedImageArgs) {
  const validation = new Validation(`PublishedImage "${name}"`);
  const args = validation.form("PublishedImage", given);
  checkOrigin(validation, args);
  if (args.source === undefined) validation.problem("tags", openedDefaultTagProblem(args.tags));
  const archiveFile = checkArchiveFile(validation, "archive", args.archive);
  const byDefault =
    args.source === undefined ? ManifestMediaTypes.DockerSchema2 : ManifestMediaTypes.Preserve;
  const plan = {
    functionName: validation.value("functionName", args.functionName, notEmpty),
    stagingFunctionName: validation
      .optional("stagingFunctionName", args.stagingFunctionName, notEmpty)
      ?.apply(
        guarded((known) => {
          // An ImagePublisher without such a function says so only at deployment.
          if (known === undefined && args.source !== undefined) {
            throw validation.failure("stagingFunctionName", NO_STAGING_FUNCTION);
          }
          return known;
        }),
      ),
    bucketName: validation.value("bucketName", args.bucketName, notEmpty),
    registryHostname: validation.value(
      "registryHostname",
      args.registryHostname,
      imageChecks.registryHostname,
    ),
    archive: checkedArchive(args.archive, archiveFile),
    archiveFile,
    source: validation.value("source", args.source, imageChecks.imageByDigest),
    image: validation.value("image", args.image, notEmpty),
    repository: validation.value("repository", args.repository, imageChecks.repository),
    tag: validation.value("tag", args.tag, imageChecks.tag),
    platform: validation.value("platform", args.platform, imageChecks.platform),
    mediaTypes: validation.value(
      "mediaTypes",
      args.mediaTypes ?? byDefault,
      checks.oneOf<string>(Object.values(ManifestMediaTypes)),
    ),
    recompressZstd: args.recompressZstd,
    tags: validation.value("tags", args.tags as pulumi.Input<Record<string, string>> | undefined, objectTags),
  };
  if (args.recompressZstd === true && (args.mediaTypes ?? byDefault) === ManifestMediaTypes.Preserve) {
    validation.problem(
      "recompressZstd",
      "is true, but with mediaTypes Preserve layers stay as they are: set mediaTypes to DockerSchema2, or leave it out",
    );
  }
  validation.throwIfInvalid();
  return plan;
}

/** Checks that the image comes from one place, and that nothing is said about another. */
function checkOrigin(validation: Validation, args: PublishedImageArgs): void {
  const { archive, source, image, tags, stagingFunctionName } = args;
  if (pulumi.asset.Archive.isInstance(archive)) {
    validation.problem(
      "archive",
      "is a Pulumi archive, which would be packed anew, but must be an asset: write new pulumi.asset.FileAsset(path)",
    );
  }
  if (source === undefined) {
    if (archive === undefined) {
      validation.problem(
        "archive",
        "is missing: give the image as a file, or name one of another registry with source",
      );
    }
    return;
  }
  for (const [key, value] of Object.entries({ archive, image, tags })) {
    if (value === undefined) continue;
    const reason = key === "archive" ? "names the image as well" : "is about an archive";
    validation.problem(key, `is given beside source, but ${reason}: leave one of the two out`);
  }
  if (stagingFunctionName === undefined) {
    validation.problem("stagingFunctionName", NO_STAGING_FUNCTION);
  }
}

/** The arguments of a PublishedImage once they are checked. */
export type ImagePlan = ReturnType<typeof validate>;
