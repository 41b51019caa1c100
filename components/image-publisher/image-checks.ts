import {
  type ImageReference,
  InvalidReferenceError,
  parseReference,
} from "../../registry-client/images/reference";
import { checks, type Check } from "../common";

/** A check that a text is a registry's name as image references begin with it: `host[:port]`. */
export const registryHostname: Check<string> = (value) => {
  // Shown nowhere: what stands before it may be a password.
  if (value.includes("@"))
    return "must hold no user and no password, but be a host name with an optional port";
  const allowed = "a host name with an optional port, as registry.example.com";
  return partProblem("registry", value, `${value}/repository:tag`, allowed);
};

/** A check that a text names a registry that images are taken from, also by Docker Hub's older name. */
export const sourceRegistry: Check<string> = (value) =>
  // Also where no dot or port tells a host from a namespace of Docker Hub.
  value === "index.docker.io" ? undefined : registryHostname(value);

/** A check that a text is the reference of an image by a digest of SHA-256. */
export const imageByDigest: Check<string> = (value) => {
  const allowed = "an image reference by digest, as host/repository@sha256:…";
  // Shown nowhere: what stands before it may be a password.
  if (/@.*\//s.test(value)) return `must hold no user and no password, but be ${allowed}`;
  try {
    const { digest } = parseReference(value);
    if (digest?.startsWith("sha256:") === true) return undefined;
    if (digest !== undefined) return checks.mismatch(value, allowed, "registries agree on SHA-256 only");
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    // The error shows the reference without what may be a password in it.
    return `is refused, but must be ${allowed}: ${error.message}`;
  }
  return checks.mismatch(
    value,
    allowed,
    "a tag can move, and the same program would publish something else; `crane digest` or `docker buildx imagetools " +
      "inspect` prints the digest",
  );
};

/** A check that a text is a repository's path, without registry, tag and digest. */
export const repository: Check<string> = (value) =>
  partProblem("repository", value, `registry.invalid/${value}`, "a repository's path alone, as ml/fraud");

/** A check that a text is a tag. */
export const tag: Check<string> = (value) =>
  partProblem("tag", value, `registry.invalid/repository:${value}`, "a tag alone, as 1.0");

/** A check that a text is a platform. */
export const platform: Check<string> = checks.pattern(
  /^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/,
  "os/architecture or os/architecture/variant, as linux/amd64 or linux/arm64/v8",
);

/** Why a reference that holds the value as its part does not give it back: the grammar of references decides. */
function partProblem(
  part: keyof ImageReference,
  value: string,
  reference: string,
  allowed: string,
): string | undefined {
  try {
    return parseReference(reference)[part] === value ? undefined : checks.mismatch(value, allowed);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return checks.mismatch(value, allowed, `the ${error.part} ${error.reason}`);
  }
}
