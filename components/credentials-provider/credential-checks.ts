import type { Check } from "../common";

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
