import {
  InvalidReferenceError,
  parseReference,
  type ImageReference,
} from "../../registry-client/images/reference";
import { checks, type Check } from "../common";
import { sageMakerApi, sageMakerGuide } from "./value-checks";

const MAX_IMAGE_LENGTH = 255;
const DIGEST_LENGTH = "@sha256:".length + 64;

/** Image references that a model can be made of: of a registry that is named, by digest. */
export const image: Check<string> = (value) => imageProblem(value, true);

/** Image references that a preflight makes such ones of: also those by a tag, of which it finds the digest. */
export const imageToPin: Check<string> = (value) => imageProblem(value, false);

function imageProblem(value: unknown, byDigest: boolean): string | undefined {
  // From a program without types anything may come.
  if (typeof value !== "string") return checks.mismatch(value, "text");
  let reference: ImageReference;
  try {
    reference = parseReference(value);
  } catch (error) {
    if (error instanceof InvalidReferenceError) return `is refused: ${error.message}`;
    throw error;
  }
  const { registry, repository, tag = "latest", digest } = reference;
  const name = `${registry}/${repository}`;
  if (digest === undefined && byDigest) {
    return `${quoted(value)} has no digest, so that what runs could change under its tag: give the digest, as ${name}@sha256:…, or have a preflight find it: a ModelEndpoint's is named by preflightFunctionArn, and a PrivateInference makes one unless preflight.enabled is false (${sageMakerGuide("your-algorithms-containers-inference-private")})`;
  }
  if (digest !== undefined && !digest.startsWith("sha256:")) {
    return `${quoted(value)} must be given by a sha256 digest`;
  }
  const length = digest === undefined ? name.length + DIGEST_LENGTH : value.length;
  if (length > MAX_IMAGE_LENGTH) {
    return `has ${length} characters with its digest, but must have at most ${MAX_IMAGE_LENGTH}: ${JSON.stringify(value)} (${sageMakerApi("ContainerDefinition")})`;
  }
  if (!namesRegistry(value, reference)) {
    return `${quoted(value)} names no registry: write ${name}${digest === undefined ? `:${tag}` : `@${digest}`} if Docker Hub is meant`;
  }
  const hostname = checks.registryHostname(registry);
  return hostname && `is in a registry whose name ${hostname}`;
}

/** Whether the registry is written out, and not Docker Hub for want of one. */
function namesRegistry(value: string, { registry }: ImageReference): boolean {
  return value.startsWith(`${registry}/`) || value.startsWith("index.docker.io/");
}

const quoted = (value: string): string => `is ${JSON.stringify(value)}, which`;
