import type { Check } from "../common";

/**
 * A check that a password can be sent by HTTP Basic authentication (RFC 7617 section 2). It shows no value. A JSON object
 * may contain line breaks, as the key of a Google Cloud service account does
 * (https://cloud.google.com/artifact-registry/docs/docker/authentication#json-key).
 */
export const password: Check<string> = (value) => {
  if (value === "") return "must not be empty";
  return /\p{Cc}/u.test(value) && !isJsonObject(value)
    ? "must contain no control characters: delete the line break at its end, if there is one"
    : undefined;
};

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A check that a user name can be sent by HTTP Basic authentication (RFC 7617 section 2). It shows no value. */
export const username: Check<string> = (value) =>
  (/\p{Cc}/u.test(value) ? "must contain no control characters" : password(value)) ??
  (value.includes(":") ? "must contain no colon, which ends the user name" : undefined);
