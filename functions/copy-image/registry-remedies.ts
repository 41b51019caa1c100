import {
  AuthenticationError,
  type ResponseError,
  TransportError,
  type TransportFailure,
} from "../../registry-client";
import type { FailedCopy } from "./failed-copy";

type RegistryFailure = AuthenticationError | ResponseError | TransportError;

/** The arguments that place the function in a network and give it credentials, by the destination of its deployment. */
const STAGING = {
  credentials: "credentialsSecretArn in the sourceRegistries of the ImagePublisher",
  network: "place the function there (stagingFunction)",
};
const MIRROR = {
  credentials: "imageCredentialsSecretArn",
  network: "place the function there (imageMirrorFunction), or do not copy the image (imageMirror None)",
};

/** What to do where the registry that an image is read from fails. */
export function sourceRemedy(
  error: RegistryFailure,
  { request, source, destination, uploaded }: FailedCopy,
): string {
  if (!("registry" in request.source)) return "Run `pulumi up` again";
  const { registry, repository } = request.source.registry;
  const { credentials, network } = destination.kind === "ecr" ? MIRROR : STAGING;
  if (error instanceof AuthenticationError) {
    return source.secretArn === undefined
      ? `Provide the ARN of a secret with the credentials of a user who may pull ${repository} from ${registry}: ${credentials}`
      : `Check that the secret ${source.secretArn} contains the credentials of a user who may pull ${repository} from ${registry}`;
  }
  if (error instanceof TransportError) return sourceTransportRemedy(error.failure, registry, network);
  if (error.status === 404) return `Check that ${registry} has an image with this digest`;
  if (error.status === 429) {
    return (
      `${registry} limits how often images are pulled: run \`pulumi up\` later, which continues after the ${uploaded} ` +
      `blobs copied in this run, or provide credentials (${credentials})`
    );
  }
  return `The fault is with ${registry}: run \`pulumi up\` again`;
}

function sourceTransportRemedy(failure: TransportFailure, registry: string, network: string): string {
  switch (failure) {
    case "certificate":
    case "tls":
      return `The function trusts public certificate authorities only: give ${registry} a certificate of one that names it`;
    case "name-resolution":
    case "connection":
    case "timeout":
    case "proxy":
      return (
        "Run `pulumi up` again if the fault is temporary. The function reaches the registry over the internet: for one that " +
        `only your network reaches, ${network}`
      );
    case "redirect":
    case "protocol":
      return ownAddress(registry);
  }
}

/** What to do where the private registry that an image is written to fails. */
export function destinationRemedy(error: RegistryFailure, { destination, request }: FailedCopy): string {
  const registry = destination.client?.registry ?? destination.name;
  if (error instanceof AuthenticationError) {
    return `Check that the secret ${destination.secretArn ?? ""} contains the credentials of a user who may push to ${destination.name}`;
  }
  if (error instanceof TransportError) return destinationTransportRemedy(error.failure, registry);
  const { status } = error;
  if (status === 404) {
    const repository = "registry" in request.destination ? request.destination.registry.repository : "";
    return `Check that the registry serves the repository ${repository}, or creates it with the first push`;
  }
  if (status === 405) return `${registry} accepts no pushes: provide the registry's push endpoint (pushUrl)`;
  if (status === 413) {
    return "A proxy or load balancer in front of the registry limits the size of requests: increase the limit";
  }
  return status >= 500 || status === 429
    ? "The registry or its storage has a fault or is overloaded: look at its log, and run `pulumi up` again"
    : "The registry refused the request: look at its log";
}

function destinationTransportRemedy(failure: TransportFailure, registry: string): string {
  switch (failure) {
    case "name-resolution":
      return `Check that ${registry} has a record in a private hosted zone of the function's VPC, or in public DNS`;
    case "connection":
    case "timeout":
      return (
        `Check that ${registry} is running, that the function has a security group that the registry admits on this ` +
        "port, and that its subnets have a route to it"
      );
    case "certificate":
    case "tls":
      return "SageMaker also requires a certificate of a public authority that names the registry and has not expired";
    case "proxy":
      return "Check the proxy in the function's environment";
    case "redirect":
    case "protocol":
      return ownAddress(registry);
  }
}

/** What to do where Amazon ECR fails. */
export function ecrRemedy(error: RegistryFailure): string {
  const status = error instanceof TransportError ? undefined : error.status;
  return status === 401 || status === 403
    ? "Check that no policy of the account, the repository or the role's permissions boundary forbids the function to push"
    : "Run `pulumi up` again; the function's log says how far it came";
}

const ownAddress = (registry: string): string =>
  `Check that ${registry} is the address of the registry itself, and any proxy or load balancer in front of it`;
