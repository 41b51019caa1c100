import { checks, type Check } from "../common";

/**
 * A check that a text is the complete ARN of a secret: Secrets Manager also finds a secret without the six characters
 * that it adds to the name, but permissions on such an ARN match nothing.
 */
export const completeSecretArn: Check<string> = (value) =>
  checks.secretArn(value) ??
  (/:secret:[^\s:]+-[a-zA-Z0-9]{6}$/.test(value)
    ? undefined
    : checks.mismatch(
        value,
        "the complete ARN of a secret",
        "end it with the hyphen and six characters that Secrets Manager added to the name, and nothing else",
      ));

/** A check of the key of a JSON object. */
export const secretKey: Check<string> = (value) =>
  value === "" ? "must not be empty: it is the name of a key of the secret's JSON object" : undefined;

/** A check that a password can be sent by HTTP Basic authentication (RFC 7617 section 2). It shows no value. */
export const password: Check<string> = (value) => {
  if (value === "") return "must not be empty";
  return /\p{Cc}/u.test(value)
    ? "must hold no control characters: take off the line break at its end, if there is one"
    : undefined;
};

/** A check that a user name can be sent by HTTP Basic authentication (RFC 7617 section 2). It shows no value. */
export const username: Check<string> = (value) =>
  password(value) ?? (value.includes(":") ? "must hold no colon, which ends the user name" : undefined);
