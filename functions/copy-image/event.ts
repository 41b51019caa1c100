import { InvalidReferenceError, parseReference, type Platform } from "../../registry-client";
import { EventReader } from "../shared/event-reader";
import { CopyError } from "./copy-error";

/** What the function is called with. */
export interface CopyImageEvent {
  /** The image by its digest, `host/repository@sha256:…`, in the registry that the function reads from. */
  readonly source: string;
  /** The one platform that is copied, `os/architecture[/variant]`; all of them by default. */
  readonly platform?: string;
  /** The repository of the function's own account and region in ECR, for example `registry-image-1a2b3c4`. */
  readonly targetRepository: string;
}

/** What the function returns. */
export interface CopyImageAnswer {
  /** The digest of the image in ECR: the one of `source`, or the one that it lists for `platform`. */
  readonly digest: string;
  /** How many blobs were uploaded; 0 if ECR had the image. */
  readonly uploadedBlobs: number;
  /** Bytes that were uploaded. */
  readonly uploadedBytes: number;
}

/** An event whose every value has been checked. */
export interface CopyRequest {
  readonly source: { readonly registry: string; readonly repository: string; readonly digest: string };
  readonly platform: Platform | undefined;
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
  const reader = new EventReader();
  const { problems } = reader;
  const { source, platform, targetRepository } = Object(event) as Readonly<Record<string, unknown>>;
  const found = parseSource(source, sourceRegistry, problems);
  const onePlatform = reader.platform("platform", platform);
  if (typeof targetRepository !== "string" || !ECR_REPOSITORY.test(targetRepository)) {
    problems.push(
      `targetRepository is ${JSON.stringify(targetRepository)}, but must be the name of a repository in ECR`,
    );
  }
  if (problems.length > 0 || found === undefined) {
    throw new CopyError(`The event of the copying function is not valid: ${problems.join("; ")}.`);
  }
  return { source: found, platform: onePlatform, targetRepository: String(targetRepository) };
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
      return problem(`source is in ${registry}, but this function copies from ${sourceRegistry} only`);
    }
    if (digest?.startsWith("sha256:")) return { registry, repository, digest };
    return problem(`source ${JSON.stringify(source)} must name the image by its digest, sha256:…`);
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return problem(`source is not valid: its ${error.part} ${error.reason}`);
  }
}
