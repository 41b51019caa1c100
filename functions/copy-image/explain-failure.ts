import {
  ArchiveError,
  AuthenticationError,
  ContentError,
  DeadlineError,
  describeProgress,
  formatPlatform,
  ResponseError,
  TransportError,
  UnsupportedImageError,
} from "../../registry-client";
import { ExplainedError, sentences } from "../shared/explained-error";
import type { FailedCopy } from "./failed-copy";
import { CopyError } from "./copy-error";
import { destinationRemedy, ecrRemedy, sourceRemedy } from "./registry-remedies";

/** Turns any error into a sentence with the remedy; the text of an unexpected one stays out of it. */
export function explainFailure(error: unknown, attempt: FailedCopy): ExplainedError {
  if (error instanceof ExplainedError) return error;
  if (error instanceof DeadlineError) return new CopyError(outOfTime(error, attempt));
  const copying = `Copying ${attempt.source.name} to ${attempt.destination.name} failed`;
  const remedy = remedyOf(error, attempt);
  if (error instanceof Error && remedy !== undefined) {
    return new CopyError(sentences(`${copying}: ${error.message}`, remedy));
  }
  // Its text can contain anything.
  const name = error instanceof Error ? error.name : typeof error;
  return new CopyError(
    `${copying} unexpectedly (${name}). The function's log says where; run \`pulumi up\` again.`,
    error,
  );
}

function remedyOf(error: unknown, attempt: FailedCopy): string | undefined {
  if (
    error instanceof AuthenticationError ||
    error instanceof ResponseError ||
    error instanceof TransportError
  ) {
    if (isOfSource(error, attempt)) return sourceRemedy(error, attempt);
    return attempt.destination.kind === "ecr" ? ecrRemedy(error) : destinationRemedy(error, attempt);
  }
  const { unsupported, unreadable, damaged } = contentRemedies(attempt);
  if (error instanceof UnsupportedImageError) return unsupported;
  if (error instanceof ArchiveError) return unreadable;
  return error instanceof ContentError ? damaged : undefined;
}

/** Messages of registry errors name the registry. */
function isOfSource({ message }: Error, { source, destination }: FailedCopy): boolean {
  if (source.client === undefined) return false;
  return destination.client === undefined || !message.includes(destination.client.registry);
}

const ARCHIVE_FORMAT =
  "The archive must be what `docker save`, or `docker buildx build --output type=oci`, writes: an uncompressed tar; " +
  "where it contains several images, select one with `image`, and with `platform`";

const DAMAGED_LAYOUT =
  "The image staged in S3 does not match its manifest: delete it there, and stage it again";

function contentRemedies({ request, source, destination }: FailedCopy) {
  if ("archive" in request.source) {
    return {
      unsupported: ARCHIVE_FORMAT,
      unreadable: ARCHIVE_FORMAT,
      damaged: "The archive is damaged, or does not match its manifest: create it again",
    };
  }
  if ("layout" in request.source) {
    return {
      unsupported:
        "Name another image, select one with `platform`, or set how its layers are stored with `mediaTypes` and " +
        "`recompressZstd`",
      unreadable: DAMAGED_LAYOUT,
      damaged: DAMAGED_LAYOUT,
    };
  }
  const { platform } = request;
  const damaged = `${source.client?.registry ?? "The registry"} sends content that does not match its digest: push the image there again, or name another one`;
  return {
    unsupported:
      destination.kind === "ecr" && platform !== undefined
        ? `Name an image for ${formatPlatform(platform)}, or set architecture to one that the image has`
        : "Name another image, or another `platform`",
    unreadable: damaged,
    damaged,
  };
}

/** How far the copy came in its time, and what to do. */
function outOfTime({ progress }: DeadlineError, attempt: FailedCopy): string {
  const { source, destination, seconds, uploaded } = attempt;
  const state =
    progress.manifests.total === 0
      ? `${"archive" in attempt.request.source ? "the archive" : "the manifest of"} ${source.name} was still being read`
      : `${describeProgress(progress)} of ${source.name} copied to ${destination.name}`;
  const refusals = refusalsOf(attempt);
  const remedy =
    uploaded > 0 ? " to continue from there" : `; if it makes no progress, ${helpOf(attempt, refusals)}`;
  return `Out of time after ${seconds} s: ${state}${refusals}; run \`pulumi up\` again${remedy}.`;
}

/** The requests that the source refused for being too many; empty where there were none. */
function refusalsOf({ source: { client } }: FailedCopy): string {
  if (client === undefined || client.refusals === 0) return "";
  const count = `${client.refusals} ${client.refusals === 1 ? "request" : "requests"}`;
  return `, as ${client.registry} refused ${count} with 429 (too many requests)`;
}

/** What to do where a run uploaded nothing. */
function helpOf({ request, source, destination }: FailedCopy, refusals: string): string {
  const memory = (name: string): string =>
    `give the function more memory (${name}), with which its CPU and network grow`;
  switch (destination.kind) {
    case "ecr":
      return refusals === ""
        ? `${source.client?.registry ?? "the source"} is too slow: name the image in another registry`
        : "provide credentials (imageCredentialsSecretArn) or name the image in another registry";
    case "layout":
      return refusals === ""
        ? memory("stagingMemoryInMb")
        : "provide credentials (credentialsSecretArn in sourceRegistries), or more time (stagingTimeoutInSeconds)";
    case "registry":
      return "archive" in request.source
        ? `${memory("memoryInMb")}, or an archive whose layers are compressed already, such as \`docker buildx build --output type=oci\` writes`
        : memory("memoryInMb");
  }
}
