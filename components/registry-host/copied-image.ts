import { printableLines } from "../../registry-client/text/printable";
import { deploymentError } from "../common";

/**
 * Reads the digest of the image in ECR from the result of the function that copies it there.
 * @param functionName names the function in messages
 * @throws RunError with the function's own message where it reports a failure, or saying what is wrong with the result
 */
export function parseCopied(functionName: string, result: string | undefined): string {
  const { digest, errorMessage } = objectOf(result);
  if (typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw deploymentError(
    typeof errorMessage === "string"
      ? printableLines(errorMessage)
      : `The function ${functionName} did not return the digest of the image that it copied: run \`pulumi up\` again`,
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
