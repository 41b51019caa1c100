import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { formatReference, parseReference } from "../../registry-client/images/reference";
import type { CopyImageResult, CopySource } from "../../functions/contract";
import { closedKeyPart, copyImageInput, guarded, parseCopyResult } from "../common";
import { ManifestMediaTypes } from "./manifest-media-types";
import { ARCHIVE_PREFIX } from "./staged-images";
import type { ImagePlan } from "./published-image-checks";

/** Location of an image in S3, and the platform to choose there. */
interface ImageLocation {
  readonly source: pulumi.Output<CopySource>;
  readonly platform?: pulumi.Output<string> | undefined;
}

/** Puts an archive into S3; a changed one is another version. */
export function archiveLocation(
  name: string,
  { archive, bucketName, tags, image, platform }: ImagePlan,
  parent: pulumi.Resource,
): ImageLocation {
  const { bucket, key, versionId } = new aws.s3.BucketObjectv2(
    `${name}-archive`,
    {
      bucket: bucketName,
      key: archiveKey(name),
      source: archive,
      contentType: "application/x-tar",
      tags,
    },
    { parent },
  );
  return { source: pulumi.output({ archive: { bucket, key, versionId, image } }), platform };
}

/** Where in the bucket an archive lies: several stacks can share a publisher. */
function archiveKey(name: string): string {
  return (
    [ARCHIVE_PREFIX, ...[pulumi.getProject(), pulumi.getStack(), name].map(closedKeyPart)].join("/") + ".tar"
  );
}

/** What Docker's schema 2 is made of where no platform is named: it has no indexes. */
const DEFAULT_PLATFORM = "linux/amd64";

/**
 * Has an image of another registry staged in S3. It is staged again whenever it is to be published again, because what is
 * staged expires; what is still there is not brought again.
 */
export function stagedLocation(
  name: string,
  source: pulumi.Output<string>,
  plan: ImagePlan,
  parent: pulumi.Resource,
): ImageLocation {
  const { bucketName, registryHostname, repository, tag, mediaTypes, recompressZstd } = plan;
  // Validation has seen to it that there is one.
  const functionName = plan.stagingFunctionName as pulumi.Output<string>;
  const platform = pulumi
    .all([plan.platform, mediaTypes])
    .apply(
      guarded(
        ([given, types]) =>
          given ?? (types === ManifestMediaTypes.DockerSchema2 ? DEFAULT_PLATFORM : undefined),
      ),
    );
  const staging = new aws.lambda.Invocation(
    `${name}-stage`,
    {
      functionName,
      input: copyImageInput(
        pulumi.output({
          source: { registry: { image: source.apply(guarded(byDigestAlone)) } },
          destination: { layout: { bucket: bucketName } },
          platform,
        }),
      ),
      triggers: {
        publication: pulumi.jsonStringify({ registryHostname, repository, tag, mediaTypes, recompressZstd }),
      },
    },
    // Another image replaces it, also in a component that is protected.
    { parent, protect: false },
  );
  const staged = pulumi
    .all([functionName, staging.result])
    .apply(
      guarded(([called, result]) =>
        parseCopyResult(
          called,
          result,
          ["layout"],
          "check that stagingFunctionName is that of an ImagePublisher",
        ),
      ),
    );
  return { source: pulumi.output({ layout: staged.layout }) };
}

/** A reference in full without its tag, which says nothing in addition to the digest. */
function byDigestAlone(reference: string): string {
  const { registry, repository, digest } = parseReference(reference);
  return formatReference({ registry, repository, ...(digest === undefined ? {} : { digest }) });
}

type PublishedContent = Pick<Required<CopyImageResult>, "digest" | "mediaType" | "size">;

/** An image that is in the registry. */
interface Publication {
  readonly content: pulumi.Output<PublishedContent>;
  /** Resolves when it is there, and is known before. */
  readonly published: pulumi.Output<string>;
}

/** Has an image published out of S3; another place, or another thing to be made of it, is another event. */
export function publishImage(
  name: string,
  { source, platform }: ImageLocation,
  { functionName, repository, tag, mediaTypes, recompressZstd, registryHostname }: ImagePlan,
  parent: pulumi.Resource,
): Publication {
  const invocation = new aws.lambda.Invocation(
    `${name}-publish`,
    {
      functionName,
      input: copyImageInput(
        pulumi.output({
          source,
          destination: { registry: { repository, tag } },
          platform,
          mediaTypes,
          recompressZstd,
        }),
      ),
      // Not part of the event: the function knows its registry. Another registry does not have the image.
      triggers: { registryHostname },
    },
    // Another image replaces it, also in a component that is protected.
    { parent, protect: false },
  );
  const content = pulumi
    .all([functionName, invocation.result])
    .apply(
      guarded(([called, result]) =>
        parseCopyResult(
          called,
          result,
          ["mediaType", "size"],
          "check that functionName is that of an ImagePublisher",
        ),
      ),
    );
  // The URN waits for the resource but, unlike the result, is known at preview.
  return { content, published: invocation.urn };
}

/**
 * The digest under which the registry has an image. Where nothing changes it, it is known at preview already, so that a
 * preview can show what becomes of it; at deployment it resolves when the image is there.
 */
export function publishedDigest(
  { source, platform, mediaTypes }: ImagePlan,
  content: pulumi.Output<PublishedContent>,
  published: pulumi.Output<string>,
): pulumi.Output<string> {
  const result = content.apply(guarded(({ digest }) => digest));
  if (source === undefined) return result;
  const preserved = pulumi
    .all([source, platform, mediaTypes])
    .apply(
      guarded(([reference, chosen, types]) =>
        types === ManifestMediaTypes.Preserve && chosen === undefined
          ? parseReference(reference).digest
          : undefined,
      ),
    );
  const done = pulumi.runtime.isDryRun() ? published : result;
  return pulumi
    .all([preserved, done])
    .apply(guarded(([digest]) => (digest === undefined ? result : pulumi.output(digest))));
}
