import {
  AuthenticationError,
  ContentError,
  InvalidChallengeError,
  ResponseError,
  TransportError,
  type TransportFailure,
  UnsupportedImageError,
} from "../registry-client";
import { type Outcome, problem, ProblemError } from "./check";
import type { Context } from "./context";

/** What was thrown, as a problem with its remedy; what is not known keeps its text out of it. */
export function explain(error: unknown, context: Context): Outcome {
  const { host } = context;
  if (error instanceof ProblemError) return problem(error.seen, error.remedy);
  if (error instanceof TransportError) {
    const asksForCertificate = /client certificate/.test(error.message);
    return problem(
      error.message,
      asksForCertificate ? REMEDY_OF_CLIENT_CERTIFICATE : remedyOf(error.failure, host),
    );
  }
  if (error instanceof AuthenticationError) return problem(error.message, remedyOfRefusal(context));
  if (error instanceof ResponseError) {
    const asksForCertificate = /client certificate/.test(error.message);
    return problem(
      error.message,
      asksForCertificate ? REMEDY_OF_CLIENT_CERTIFICATE : remedyOfStatus(error.status, host),
    );
  }
  if (error instanceof InvalidChallengeError) {
    return problem(error.message, `Check the proxy in front of ${host}: it may have changed the header`);
  }
  if (error instanceof ContentError) {
    return problem(
      error.message,
      `Push the image again; if that does not help, look at ${host}'s storage, and the proxy in front of it`,
    );
  }
  if (error instanceof UnsupportedImageError) {
    return problem(
      error.message,
      "Build the image again with a current tool, for this platform, and push it",
    );
  }
  const name = error instanceof Error ? error.name : typeof error;
  return problem(`The check itself failed (${name})`, "Please report this as a fault of the package");
}

function remedyOfRefusal({ options }: Context): string {
  const source = options.credentialsOrigin;
  return (
    `${source ? source.remedy : "Check the user and the password in the secret"}, and see to it that this user may pull ` +
    "from the repository. An htpasswd file must hold bcrypt hashes, and some registries read it only when they start"
  );
}

/** What to do when a connection fails. */
export function remedyOf(failure: TransportFailure, host: string): string {
  switch (failure) {
    case "name-resolution":
      return `Check that ${host} has a record in public DNS, or in a private zone that is associated with the VPC`;
    case "connection":
    case "timeout":
      return REMEDY_OF_SILENCE;
    case "certificate":
    case "tls":
      return `SageMaker wants a certificate of a public authority that names ${host} and has not expired`;
    case "proxy":
      return "Check HTTPS_PROXY and NO_PROXY on this machine, and that the proxy lets this host through";
    case "redirect":
    case "protocol":
      return `Check that ${host} is the registry's own address, and which proxy is in front of it`;
  }
}

/** What to do when a server wants to know who connects. */
export const REMEDY_OF_CLIENT_CERTIFICATE =
  "SageMaker has no client certificate to show: let it in without one from the model's subnets";

/** What to do when nobody answers. */
export const REMEDY_OF_SILENCE =
  "Check that the registry's security group or firewall admits the model's security groups on this port, that the " +
  "model's groups let it out, and that the model's subnets have a route there: peering, a transit gateway, a VPN, or NAT";

/** What to do when the answer has a status that is no success. */
export function remedyOfStatus(status: number, host: string): string {
  if (status === 429) {
    return (
      "The registry limits how much may be pulled: pull with a user who may pull more, or copy the image to a registry " +
      "of your own. Every instance that starts pulls the image again"
    );
  }
  if (status >= 500) return `${host}, or its storage, has a fault or too much to do: look at its log`;
  return `${host} refused this: look at its log`;
}
