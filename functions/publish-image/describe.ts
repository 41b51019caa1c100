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
import { ExplainedError, sentences } from "../shared/explained-error";
import { type EndedRun, outOfTime, unexpectedFailure } from "../shared/failure-sentences";
import type { PublishRequest } from "./event";
import { PublishError } from "./publish-error";

/** What messages name. */
export interface Attempt {
  readonly request: PublishRequest;
  /** The registry, `host[:port]`. */
  readonly registry: string;
  /** ARN of the secret with the credentials. */
  readonly secretArn: string;
  /** Seconds that the function had. */
  readonly seconds: number;
  /** Blobs that were uploaded in this run. */
  readonly uploaded: number;
}

/** Turns whatever a copy throws into a sentence with the remedy; what is not known keeps its text out of it. */
export function toPublishError(error: unknown, attempt: Attempt): ExplainedError {
  if (error instanceof ExplainedError) return error;
  const where = `${attempt.registry}/${attempt.request.repository}`;
  if (error instanceof DeadlineError) return new PublishError(outOfTime(error, endOf(attempt, where)));
  const remedy = remedyOf(error, attempt, where);
  if (error instanceof Error && remedy !== undefined)
    return new PublishError(sentences(error.message, remedy));
  return new PublishError(unexpectedFailure(`Publishing to ${where}`, error), error);
}

function remedyOf(error: unknown, attempt: Attempt, where: string): string | undefined {
  if (error instanceof AuthenticationError) {
    return `Check that the secret ${attempt.secretArn} holds the credentials of a user who may push to ${where}`;
  }
  if (error instanceof TransportError) return remedyOfTransport(error.failure, attempt.registry);
  if (error instanceof ResponseError) return remedyOfStatus(error.status, attempt);
  const remedies = isArchive(attempt) ? REMEDIES_OF_ARCHIVE : REMEDIES_OF_STAGED_IMAGE;
  if (error instanceof UnsupportedImageError) return remedies.unsupported;
  if (error instanceof ArchiveError) return remedies.unreadable;
  if (error instanceof ContentError) return remedies.damaged;
  return undefined;
}

const FORM_OF_ARCHIVE =
  "The archive must be what `docker save`, or `docker buildx build --output type=oci`, writes: an uncompressed tar; " +
  "where it holds several images say which one with `image`, and with `platform`";

const REMEDIES_OF_ARCHIVE = {
  unsupported: FORM_OF_ARCHIVE,
  unreadable: FORM_OF_ARCHIVE,
  damaged: "The archive is damaged, or not what its manifest says: make it again",
};

const DAMAGED_STAGED_IMAGE =
  "What is staged in S3 is not what its manifest says: delete it there, and stage it again";

const REMEDIES_OF_STAGED_IMAGE = {
  unsupported:
    "Name another image, say with `platform` which one is meant, or how its layers are to be stored with `mediaTypes` " +
    "and `recompressZstd`",
  unreadable: DAMAGED_STAGED_IMAGE,
  damaged: DAMAGED_STAGED_IMAGE,
};

function isArchive({ request }: Attempt): boolean {
  return "archive" in request.source;
}

function endOf(attempt: Attempt, where: string): EndedRun {
  const { seconds, uploaded } = attempt;
  const memory = "give the function more memory (memoryInMb), with which its CPU and network grow";
  const archive =
    "an archive whose layers are compressed already, as `docker buildx build --output type=oci` writes it";
  const [read, help] = isArchive(attempt)
    ? ["the archive was", `${memory}, or ${archive}`]
    : ["the manifests were", memory];
  return {
    seconds,
    uploaded,
    reading: `${read} still being read to ${where}`,
    done: `copied to ${where}`,
    help,
  };
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

function remedyOfStatus(status: number, { registry, request }: Attempt): string {
  if (status === 404)
    return `Check that the registry serves the repository ${request.repository}, and lets it be made`;
  if (status === 405)
    return `${registry} takes no pushes: give the address of the registry's door for pushes`;
  if (status === 413)
    return "A proxy or load balancer in front of the registry limits the size of requests: raise it";
  if (status >= 500 || status === 429) {
    return "The registry, or its storage, has a fault or too much to do: look at its log, and run `pulumi up` again";
  }
  return "The registry refused this: look at its log";
}
