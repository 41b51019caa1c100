import { printableLines } from "../../registry-client/text/printable";
import { deploymentError } from "../common";

/** What a function says about an image that it has published or staged. */
export interface ImageContent {
  /** The digest of the manifest or index. */
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes of the image's configuration and layers as they are stored. */
  readonly size: number;
}

/** Where an image is staged in S3. */
export interface StagedLayout {
  readonly bucket: string;
  /** The beginning of all keys, without the slash behind it. */
  readonly prefix: string;
  readonly digest: string;
}

/**
 * Reads the answer of the function that publishes images.
 * @param functionName names the function in messages
 * @throws RunError with the function's own message where it reports a failure, or saying what is wrong with the answer
 */
export function parsePublished(functionName: string, result: string | undefined): ImageContent {
  const answer = objectOf(result);
  const { digest, mediaType, size } = answer;
  if (isDigest(digest) && typeof mediaType === "string" && typeof size === "number") {
    return { digest, mediaType, size };
  }
  throw failureOf(
    answer,
    `The function ${functionName} did not answer with the digest, mediaType and size of a published image: check that ` +
      "functionName is that of an ImagePublisher",
  );
}

/**
 * Reads the answer of the function that stages images.
 * @param functionName names the function in messages
 * @throws RunError with the function's own message where it reports a failure, or saying what is wrong with the answer
 */
export function parseStaged(functionName: string, result: string | undefined): StagedLayout {
  const answer = objectOf(result);
  const { bucket, prefix, digest } = (answer["layout"] ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof bucket === "string" && typeof prefix === "string" && isDigest(digest)) {
    return { bucket, prefix, digest };
  }
  throw failureOf(
    answer,
    `The function ${functionName} did not answer with the layout of a staged image: check that stagingFunctionName is ` +
      "that of an ImagePublisher",
  );
}

function isDigest(value: unknown): value is string {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}

function failureOf({ errorMessage }: Readonly<Record<string, unknown>>, otherwise: string): Error {
  return deploymentError(typeof errorMessage === "string" ? printableLines(errorMessage) : otherwise);
}

function objectOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
