import {
  AuthenticationError,
  ContentError,
  DeadlineError,
  formatPlatform,
  type RegistryClient,
  ResponseError,
  TransportError,
  UnsupportedImageError,
} from "../../registry-client";
import { ExplainedError, sentences } from "../shared/explained-error";
import { describeRefusals, outOfTime, unexpectedFailure } from "../shared/failure-sentences";
import { CopyError } from "./copy-error";
import type { CopyRequest } from "./event";

/** What messages name. */
export interface Attempt {
  readonly request: CopyRequest;
  /** The registry that the image is read from. */
  readonly source: Pick<RegistryClient, "registry" | "refusals">;
  /** The account's registry in ECR, `host[:port]`. */
  readonly target: string;
  /** Seconds that the function had. */
  readonly seconds: number;
  /** Blobs that were uploaded in this run. */
  readonly uploadedBlobs: number;
}

/** Turns whatever a copy throws into a sentence with the remedy; what is not known keeps its text out of it. */
export function toCopyError(error: unknown, attempt: Attempt): ExplainedError {
  const { registry, repository, digest } = attempt.request.source;
  const image = `${registry}/${repository}@${digest}`;
  const copying = `Copying ${image} to ${attempt.target}/${attempt.request.targetRepository}`;
  if (error instanceof ExplainedError) return error;
  if (error instanceof DeadlineError) {
    const { seconds, uploadedBlobs: uploaded } = attempt;
    const refusals = describeRefusals(attempt.source);
    const reading = `the manifest of ${image} was still being read`;
    const done = `copied of ${image}`;
    const help =
      refusals === ""
        ? `${registry} is too slow: name the image in another registry`
        : "give credentials (imageCredentialsSecretArn) or name the image in another registry";
    return new CopyError(outOfTime(error, { seconds, uploaded, reading, done, refusals, help }));
  }
  // Messages name the host that they are about.
  const isTarget = error instanceof Error && error.message.includes(attempt.target);
  if (error instanceof AuthenticationError || error instanceof ResponseError) {
    const remedy = isTarget ? remedyOfEcr(error.status) : remedyOfSource(error, attempt);
    return new CopyError(sentences(`${copying} failed: ${error.message}`, remedy));
  }
  if (error instanceof TransportError) {
    const remedy = isTarget
      ? "Run `pulumi up` again"
      : `Run \`pulumi up\` again if it is for the moment. The function reaches ${registry} over the internet: for an image in a registry that only your network ` +
        "reaches, place the function there (imageMirrorFunction), or leave the copy out (imageMirror None)";
    return new CopyError(sentences(`${copying} failed: ${error.message}`, remedy));
  }
  if (error instanceof ContentError || error instanceof UnsupportedImageError) {
    const { platform } = attempt.request;
    const remedy =
      platform !== undefined && error instanceof UnsupportedImageError
        ? `Name an image for ${formatPlatform(platform)}, or set architecture to one that the image has`
        : "Name another image";
    return new CopyError(sentences(`${copying} failed: ${error.message}`, remedy));
  }
  return new CopyError(unexpectedFailure(copying, error), error);
}

function remedyOfEcr(status: number | undefined): string {
  return status === 401 || status === 403
    ? "Check that no policy of the account, the repository or the role's permissions boundary forbids the function to push"
    : "Run `pulumi up` again; the function's log tells how far it came";
}

function remedyOfSource(error: AuthenticationError | ResponseError, attempt: Attempt): string {
  const { registry, repository } = attempt.request.source;
  if (error instanceof AuthenticationError) {
    return `Check that imageCredentialsSecretArn is a secret with the credentials of a user who may pull ${repository} from ${registry}`;
  }
  if (error.status === 404) return `Check that ${registry} holds the image under this digest`;
  if (error.status === 429) {
    return (
      `${registry} limits how often images are pulled: run \`pulumi up\` later, which continues after the ` +
      `${attempt.uploadedBlobs} blobs copied in this run, or give credentials (imageCredentialsSecretArn)`
    );
  }
  return `The fault is with ${registry}: run \`pulumi up\` again`;
}
