import {
  ArchiveError,
  AuthenticationError,
  ContentError,
  DeadlineError,
  ResponseError,
  TransportError,
  type TransportFailure,
  UnsupportedImageError,
} from "../../registry-client";
import { PublishError } from "./publish-error";

/** What messages name. */
export interface Attempt {
  /** The registry, `host[:port]`. */
  readonly registry: string;
  readonly repository: string;
  /** ARN of the secret with the credentials. */
  readonly secretArn: string;
  /** Seconds that the function had. */
  readonly seconds: number;
  /** Blobs that were uploaded in this run. */
  readonly uploaded: number;
}

/** Turns whatever a copy throws into a sentence with the remedy; what is not known keeps its text out of it. */
export function toPublishError(error: unknown, attempt: Attempt): PublishError {
  if (error instanceof PublishError) return error;
  const where = `${attempt.registry}/${attempt.repository}`;
  if (error instanceof DeadlineError) return outOfTime(error, attempt, where);
  if (error instanceof AuthenticationError) {
    return sentences(
      error.message,
      `Check that the secret ${attempt.secretArn} holds the credentials of a user who may push to ${where}`,
    );
  }
  if (error instanceof TransportError) {
    return sentences(error.message, remedyOfTransport(error.failure, attempt.registry));
  }
  if (error instanceof ResponseError) return sentences(error.message, remedyOfStatus(error.status, attempt));
  if (error instanceof UnsupportedImageError || error instanceof ArchiveError) {
    return sentences(error.message, REMEDY_OF_ARCHIVE);
  }
  if (error instanceof ContentError) {
    return sentences(error.message, "The archive is damaged, or not what its manifest says: make it again");
  }
  const name = error instanceof Error ? error.name : typeof error;
  return new PublishError(
    `Publishing to ${where} failed unexpectedly (${name}). The function's log says where; run \`pulumi up\` again.`,
    error,
  );
}

const REMEDY_OF_ARCHIVE =
  "The archive must be what `docker save`, or `docker buildx build --output type=oci`, writes: an uncompressed tar; " +
  "where it holds several images say which one with `image`, and with `platform`";

function outOfTime({ copied, total }: DeadlineError, attempt: Attempt, where: string): PublishError {
  const { seconds, uploaded } = attempt;
  const remedy =
    uploaded > 0
      ? "run `pulumi up` again to go on from there"
      : "run `pulumi up` again; if it gets no further, give the function more memory (memoryInMB), with which its CPU " +
        "and network grow, or an archive whose layers are compressed already, as `docker buildx build --output " +
        "type=oci` writes it";
  const blobs = total === 0 ? "the archive was still being read" : `${copied} of ${total} blobs copied`;
  return new PublishError(`Out of time after ${seconds} s: ${blobs} to ${where}; ${remedy}.`);
}

function remedyOfTransport(failure: TransportFailure, registry: string): string {
  switch (failure) {
    case "name-resolution":
      return `Check that ${registry} has a record in a private zone of the function's VPC, or in public DNS`;
    case "connection":
    case "timeout":
      return (
        `Check that ${registry} is up, that the function carries a security group that the registry admits on this ` +
        "port, and that its subnets have a route to it"
      );
    case "certificate":
    case "tls":
      return "SageMaker, too, wants a certificate of a public authority that names the registry and has not expired";
    case "proxy":
      return "Check the proxy of the function's environment";
    case "redirect":
    case "protocol":
      return `Check that ${registry} is the registry's own address, and what stands in front of it`;
  }
}

function remedyOfStatus(status: number, { registry, repository }: Attempt): string {
  if (status === 404)
    return `Check that the registry serves the repository ${repository}, and lets it be made`;
  if (status === 405)
    return `${registry} takes no pushes: give the address of the registry's door for pushes`;
  if (status === 413)
    return "A proxy or load balancer in front of the registry limits the size of requests: raise it";
  if (status >= 500 || status === 429) {
    return "The registry, or its storage, has a fault or too much to do: look at its log, and run `pulumi up` again";
  }
  return "The registry refused this: look at its log";
}

function sentences(...parts: readonly string[]): PublishError {
  return new PublishError(parts.map((part) => part.replace(/[.\s]*$/, ".")).join(" "));
}
