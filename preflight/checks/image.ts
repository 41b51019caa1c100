import {
  choosePlatform,
  compressionOf,
  type Descriptor,
  formatPlatform,
  isForeign,
  isGeneralConfig,
  isImageConfig,
  MediaType,
  ResponseError,
  UnsupportedImageError,
} from "../../registry-client";
import { type Check, good, inapplicable, type Outcome, problem, suspicion } from "../check";
import type { Context } from "../context";
import { type Image, imageOf, isConfigUnreadable, isImage, manifestOf, platformOfImage } from "../image";

export const manifest: Check = {
  id: "manifest",
  title: "The image is there",
  severity: "error",
  needs: ["authentication"],
  async run(context) {
    const { registry, repository, tag, digest } = context.reference;
    try {
      const { content } = await context.once(manifestOf);
      return good(`${registry}/${repository} has ${content.digest}, ${content.mediaType}`);
    } catch (error) {
      if (!(error instanceof ResponseError) || error.status !== 404) throw error;
      return problem(
        error.message,
        digest === undefined
          ? `Check the repository ${repository} and the tag ${tag ?? "latest"}: the image was never pushed there, or ` +
              "removed; some registries answer so, too, to users who may not pull from the repository"
          : `Check the repository ${repository} and the digest: the image was never pushed there, was removed by a ` +
              "garbage collection, or the digest is that of another registry's copy in another form; some registries " +
              "answer so, too, to users who may not pull from the repository",
      );
    }
  },
};

export const digestPinned: Check = {
  id: "digest-pinned",
  title: "The image is given by its digest",
  severity: "warning",
  needs: ["manifest"],
  async run(context) {
    const { registry, repository, tag, digest } = context.reference;
    if (digest !== undefined) return good("The reference has a digest, which no push can move");
    const { content } = await context.once(manifestOf);
    return suspicion(
      `The tag ${tag ?? "latest"} is ${content.digest} now; the next push may move it`,
      `Write ${registry}/${repository}@${content.digest}: SageMaker pulls again at every scale-out, update and repair`,
    );
  },
};

export const platform: Check = {
  id: "platform",
  title: "The image runs on the instance's platform",
  severity: "error",
  needs: ["manifest"],
  async run(context) {
    const wanted = context.platform;
    const remedy =
      `Build it with \`docker buildx build --platform ${formatPlatform(wanted)}\`, or choose an instance type that ` +
      "fits: Graviton instances (as ml.m7g, ml.c7g) are linux/arm64, all others linux/amd64";
    const { parsed } = await context.once(manifestOf);
    let image: Image | undefined;
    try {
      image = await context.once(imageOf);
      if (parsed.kind === "index") return good(`The index has ${image.digest} for ${formatPlatform(wanted)}`);
      const found = await context.once(platformOfImage);
      if (!found) {
        return (await isImage(context))
          ? problem("Its configuration names no platform: which processors it runs on is unknown", remedy)
          : problem("It is not a container image", "Check what was pushed there");
      }
      const { config } = image.manifest;
      choosePlatform([{ ...config, platform: found }], wanted, context.options.image);
      return good(`It is for ${formatPlatform(found)}`);
    } catch (error) {
      if (error instanceof UnsupportedImageError) return problem(error.message, remedy);
      if (image && (await isConfigUnreadable(image, context))) {
        return inapplicable(
          "The image's configuration, which names it, cannot be read: see blobs and redirects",
        );
      }
      if (!(error instanceof ResponseError) || error.status !== 404) throw error;
      return problem(
        `What the manifest refers to for ${formatPlatform(wanted)} is not there: ${error.message}`,
        "Push the image again, with this platform",
      );
    }
  },
};

export const mediaTypes: Check = {
  id: "media-types",
  title: "The image's media types are known to work with SageMaker",
  severity: "error",
  needs: ["manifest"],
  async run(context) {
    const { parsed, content } = await context.once(manifestOf);
    const image = await context.once(imageOf).catch(() => undefined);
    if (!image) return inapplicable("There is no image for this platform that could be looked at");
    const { config, layers, mediaType } = image.manifest;
    if (!isImageConfig(config)) {
      const isOld = isGeneralConfig(config) && (await isImageOrUnreadable(context));
      if (isOld) return judgeLayers(layers) ?? oldConfiguration(config);
      return problem(
        `Its configuration is ${JSON.stringify(config.mediaType.slice(0, 100))}: this is an artifact, not a container image`,
        "Check what was pushed there",
      );
    }
    return (
      judgeLayers(layers) ??
      judgeForm(parsed.kind === "index" ? content.mediaType : mediaType) ??
      good(`Docker's schema 2 throughout: ${mediaType}`)
    );
  },
};

/** What cannot be read is told by the check of the blobs. */
async function isImageOrUnreadable(context: Context): Promise<boolean> {
  return isImage(context).catch(() => true);
}

function oldConfiguration({ mediaType }: Descriptor): Outcome {
  return suspicion(
    `Its configuration has the general media type ${JSON.stringify(mediaType.slice(0, 100))}, as Docker 1.10 wrote it: Docker ` +
      "pulls such images, containerd does not; whether SageMaker does is not documented",
    "Pull the image with Docker and push it again with a current version, which writes Docker's media type",
  );
}

function judgeLayers(layers: readonly Descriptor[]): Outcome | undefined {
  const foreign = layers.filter(isForeign);
  if (foreign.length > 0) {
    return problem(
      `${foreign.length} of ${layers.length} layers are to be fetched from elsewhere than the registry`,
      "Push the image with all of its layers; foreign layers are those of Windows images",
    );
  }
  const unknown = layers.find((layer) => compressionOf(layer) === undefined);
  if (unknown) {
    return problem(
      `A layer is ${unknown.mediaType.slice(0, 100)}, which container runtimes do not unpack`,
      "Check what was pushed there; encrypted layers cannot be used",
    );
  }
  if (!layers.some((layer) => compressionOf(layer) === "zstd")) return undefined;
  return suspicion(
    "There are layers compressed with zstd; whether SageMaker unpacks them is not documented",
    "Build with `docker buildx build --output type=registry,oci-mediatypes=false,compression=gzip,force-compression=true`",
  );
}

function judgeForm(mediaType: string): Outcome | undefined {
  const remedy =
    "Push one image of one platform with Docker's media types: `docker buildx build --provenance=false --output " +
    "type=registry,oci-mediatypes=false`; or set this check to off when it works for you";
  switch (mediaType) {
    case MediaType.OciManifest:
      return suspicion(
        "It is an OCI manifest. SageMaker refused such in reports about ECR (aws/amazon-sagemaker-feedback#180); of " +
          "private registries nothing is documented",
        remedy,
      );
    case MediaType.OciIndex:
    case MediaType.DockerManifestList:
      return suspicion(
        `It is an index of several images (${mediaType}). Whether SageMaker chooses from it is not documented; it ` +
          "refused OCI indexes in reports about ECR (aws/amazon-sagemaker-feedback#180)",
        remedy,
      );
    default:
      return undefined;
  }
}
