/** What the publishing function says about an image that it has published. */
export interface PublishedContent {
  /** The digest of the manifest or index in the registry. */
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes of the image's configuration and layers as they are stored. */
  readonly size: number;
}

/**
 * Reads the function's answer.
 * @param functionName names the function in messages
 * @throws Error with the function's own message where it reports a failure, or saying what is wrong with the answer
 */
export function parseAnswer(functionName: string, result: string | undefined): PublishedContent {
  const { digest, mediaType, size, errorMessage } = objectOf(result);
  if (typeof errorMessage === "string") throw new Error(errorMessage);
  if (
    typeof digest === "string" &&
    /^sha256:[0-9a-f]{64}$/.test(digest) &&
    typeof mediaType === "string" &&
    typeof size === "number"
  ) {
    return { digest, mediaType, size };
  }
  throw new Error(
    `The function ${functionName} did not answer with the digest, mediaType and size of a published image: check that ` +
      "functionName is that of an ImagePublisher",
  );
}

function objectOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
