import { InvalidReferenceError, parseReference } from "../../registry-client";
import { CopyError } from "./copy-error";

/** What the function is called with. */
export interface CopyImageEvent {
  /** The image by its digest, `host/repository@sha256:…`, in the registry that the function reads from. */
  readonly source: string;
  /** The repository of the function's own account and region in ECR, as `registry-image-1a2b3c4`. */
  readonly targetRepository: string;
}

/** What the function answers. */
export interface CopyImageAnswer {
  /** The digest that ECR now holds, which is the one asked for. */
  readonly digest: string;
  /** How many blobs were uploaded; 0 where the image was there. */
  readonly uploadedBlobs: number;
  /** Bytes that were uploaded. */
  readonly uploadedBytes: number;
}

/** An event whose every value has been checked. */
export interface CopyRequest {
  readonly source: { readonly registry: string; readonly repository: string; readonly digest: string };
  readonly targetRepository: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const ECR_REPOSITORY = /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;

/**
 * Checks an event.
 * @param sourceRegistry the one registry that the function reads from
 * @throws CopyError naming every problem
 */
export function parseEvent(event: unknown, sourceRegistry: string): CopyRequest {
  const { source, targetRepository } = Object(event) as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  const found = parseSource(source, sourceRegistry, problems);
  if (typeof targetRepository !== "string" || !ECR_REPOSITORY.test(targetRepository)) {
    problems.push(
      `targetRepository is ${JSON.stringify(targetRepository)}, but must be the name of a repository in ECR`,
    );
  }
  if (problems.length > 0 || found === undefined) {
    throw new CopyError(`The event of the copying function is not valid: ${problems.join("; ")}.`);
  }
  return { source: found, targetRepository: String(targetRepository) };
}

function parseSource(
  source: unknown,
  sourceRegistry: string,
  problems: string[],
): CopyRequest["source"] | undefined {
  const problem = (text: string): undefined => void problems.push(text);
  if (typeof source !== "string") return problem("source must be the reference of an image by digest");
  try {
    const { registry, repository, digest } = parseReference(source);
    if (registry !== sourceRegistry) {
      return problem(`source lies in ${registry}, but this function copies from ${sourceRegistry} only`);
    }
    if (digest?.startsWith("sha256:")) return { registry, repository, digest };
    return problem(`source ${JSON.stringify(source)} must name the image by its digest, sha256:…`);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return problem(`source is not valid: its ${error.part} ${error.reason}`);
  }
}
