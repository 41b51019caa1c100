import * as pulumi from "@pulumi/pulumi";
import {
  checkInputs,
  checks,
  closedTags,
  guarded,
  input,
  openedDefaultTagProblem,
  Validation,
  type Check,
  type Part,
} from "../common";
import { checkArchiveFile, checkedArchive } from "./archive-file";
import * as imageChecks from "./image-checks";
import { ManifestMediaTypes } from "./manifest-media-types";
import type { PublishedImageArgs } from "./published-image-args";

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
export function validate(name: string, given: PublishedImageArgs, part?: Part) {
  const validation = new Validation(`PublishedImage "${name}"`, part);
  const args = validation.form("PublishedImage", given);
  checkOrigin(validation, args);
  if (args.source === undefined) validation.problem("tags", openedDefaultTagProblem(args.tags));
  const archiveFile = checkArchiveFile(validation, "archive", args.archive);
  const byDefault =
    args.source === undefined ? ManifestMediaTypes.DockerSchema2 : ManifestMediaTypes.Preserve;
  const plan = {
    archiveFile,
    givenArchive: args.archive,
    ...checkInputs(validation, "", args, {
      functionName: input.required(notEmpty),
      stagingFunctionName: (_, path, functionName) =>
        validation.optional(path, functionName, notEmpty)?.apply(
          guarded((known) => {
            // An ImagePublisher without such a function says so only at deployment.
            if (known === undefined && args.source !== undefined) {
              throw validation.failure("stagingFunctionName", NO_STAGING_FUNCTION);
            }
            return known;
          }),
        ),
      bucketName: input.required(notEmpty),
      registryHostname: input.required(imageChecks.registryHostname),
      archive: (_, __, archive) => checkedArchive(archive, archiveFile),
      source: input.optional(imageChecks.imageByDigest),
      image: input.optional(notEmpty),
      repository: input.required(imageChecks.repository),
      tag: input.optional(imageChecks.tag),
      platform: input.optional(imageChecks.platform),
      mediaTypes: input.withDefault(
        byDefault,
        checks.oneOf<ManifestMediaTypes>(Object.values(ManifestMediaTypes)),
      ),
      recompressZstd: (_, __, recompressZstd) => recompressZstd,
      tags: (_, path, tags) =>
        validation.value(path, tags as pulumi.Input<Record<string, string>> | undefined, objectTags),
    }),
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
    validation.problem(key, `cannot be combined with source, but ${reason}: remove one of them`);
  }
  if (stagingFunctionName === undefined) {
    validation.problem("stagingFunctionName", NO_STAGING_FUNCTION);
  }
}

/** The arguments of a PublishedImage once they are checked. */
export type ImagePlan = ReturnType<typeof validate>;
