import * as pulumi from "@pulumi/pulumi";
import type { CopyImageEvent, CopyImageResult } from "../../functions/contract";
import { printableLines } from "../../registry-client/text/printable";
import { deploymentError } from "./deployment-error";

/** The folder of `functions/` whose bundle copies images. */
export const COPY_IMAGE_BUNDLE = "copy-image";

/** JSON of an event of the copy-image function. */
export const copyImageInput = (event: pulumi.Output<CopyImageEvent>): pulumi.Output<string> =>
  pulumi.jsonStringify(event);

type OptionalProperty = "mediaType" | "size" | "layout";

/**
 * Reads the result of the copy-image function.
 * @param functionName names the function in messages
 * @param required properties that the result must have in addition to the digest
 * @param remedy what to do where one is missing, as the end of a sentence
 * @throws RunError with the function's own message where it reports a failure, or saying what the result lacks
 */
export function parseCopyResult<K extends OptionalProperty>(
  functionName: string,
  result: string | undefined,
  required: readonly K[],
  remedy: string,
): CopyImageResult & Required<Pick<CopyImageResult, K>> {
  const fields = fieldsOf(result);
  const names = ["digest", ...required] as const;
  if (names.every((name) => IS_VALID[name](fields[name]))) {
    return fields as unknown as CopyImageResult & Required<Pick<CopyImageResult, K>>;
  }
  const { errorMessage } = fields;
  throw deploymentError(
    typeof errorMessage === "string"
      ? printableLines(errorMessage)
      : `The function ${functionName} did not return the ${names.join(", ")} of a copied image: ${remedy}`,
  );
}

const isText = (value: unknown): boolean => typeof value === "string";
const isDigest = (value: unknown): boolean =>
  typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);

const IS_VALID: Readonly<Record<OptionalProperty | "digest", (value: unknown) => boolean>> = {
  digest: isDigest,
  mediaType: isText,
  size: (value) => typeof value === "number",
  layout: (value) => {
    const { bucket, prefix, digest } = objectOf(value);
    return isText(bucket) && isText(prefix) && isDigest(digest);
  },
};

function fieldsOf(json: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(json ?? ""));
  } catch {
    return {};
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
