import {
  AuthenticationError,
  ContentError,
  DeadlineError,
  type RegistryClient,
  ResponseError,
  TransportError,
  type TransportFailure,
  UnsupportedImageError,
} from "../../registry-client";
import { ExplainedError, sentences } from "../shared/explained-error";
import { describeRefusals, outOfTime, unexpectedFailure } from "../shared/failure-sentences";
import type { StageRequest } from "./event";
import { StageError } from "./stage-error";

/** What messages name. */
export interface Attempt {
  readonly request: StageRequest;
  /** The registry that the image is read from. */
  readonly client: Pick<RegistryClient, "registry" | "refusals">;
  /** ARN of the secret with the credentials; none where the registry is read anonymously. */
  readonly secretArn: string | undefined;
  /** Seconds that the function had. */
  readonly seconds: number;
  /** Blobs that were uploaded in this run. */
  readonly uploaded: number;
}

/** Turns whatever a staging throws into a sentence with the remedy; what is not known keeps its text out of it. */
export function toStageError(error: unknown, attempt: Attempt): ExplainedError {
  if (error instanceof ExplainedError) return error;
  const { registry, repository, digest } = attempt.request.source;
  const image = `${registry}/${repository}@${digest}`;
  if (error instanceof DeadlineError) {
    const { seconds, uploaded } = attempt;
    const refusals = describeRefusals(attempt.client);
    const reading = `the manifest of ${image} was still being read`;
    const done = `staged of ${image}`;
    const help =
      refusals === ""
        ? "give the function more memory (stagingMemoryInMb), with which its CPU and network grow"
        : "give credentials (credentialsSecretArn in sourceRegistries), or more time (stagingTimeoutInSeconds)";
    return new StageError(outOfTime(error, { seconds, uploaded, reading, done, refusals, help }));
  }
  const remedy = remedyOf(error, attempt);
  if (error instanceof Error && remedy !== undefined) {
    return new StageError(sentences(`Reading ${image} failed: ${error.message}`, remedy));
  }
  return new StageError(unexpectedFailure(`Staging ${image}`, error), error);
}

function remedyOf(error: unknown, { request, secretArn, uploaded }: Attempt): string | undefined {
  const { registry, repository } = request.source;
  if (error instanceof AuthenticationError) {
    return secretArn === undefined
      ? `Give the ARN of a secret with the credentials of a user who may pull ${repository} from ${registry}, as ` +
          "credentialsSecretArn in the sourceRegistries of the ImagePublisher"
      : `Check that the secret ${secretArn} holds the credentials of a user who may pull ${repository} from ${registry}`;
  }
  if (error instanceof ResponseError) return remedyOfStatus(error.status, registry, uploaded);
  if (error instanceof TransportError) return remedyOfTransport(error.failure, registry);
  if (error instanceof UnsupportedImageError) return "Name another image, or another `platform`";
  if (error instanceof ContentError) {
    return `What ${registry} sends is not what its digest says: have the image pushed there again, or name another one`;
  }
  return undefined;
}

function remedyOfStatus(status: number, registry: string, uploaded: number): string {
  if (status === 404) return `Check that ${registry} holds the image under this digest`;
  if (status === 429) {
    return (
      `${registry} limits how often images are pulled: run \`pulumi up\` later, which continues after the ${uploaded} ` +
      "blobs staged in this run, or give credentials (credentialsSecretArn in sourceRegistries)"
    );
  }
  return `The fault is with ${registry}: run \`pulumi up\` again`;
}

function remedyOfTransport(failure: TransportFailure, registry: string): string {
  switch (failure) {
    case "certificate":
    case "tls":
      return `The function trusts public authorities alone: give ${registry} a certificate of one that names it`;
    case "name-resolution":
    case "connection":
    case "timeout":
    case "proxy":
      return (
        "Run `pulumi up` again if it is for the moment. The function reaches the registry over the internet: for one that " +
        "only your network reaches, place the function there (stagingFunction)"
      );
    case "redirect":
    case "protocol":
      return `Check that ${registry} is the registry's own address, and what stands in front of it`;
  }
}
