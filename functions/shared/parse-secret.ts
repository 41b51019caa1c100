import type { CredentialsResult, SecretKeys } from "../contract";

/** User name and password of a registry, with the names that SageMaker requires. */
export type Credentials = CredentialsResult["Credentials"];

/** A secret without credentials. The message names the secret and its keys, never a value. */
export class UnusableSecretError extends Error {
  override readonly name = "UnusableSecretError";
}

/**
 * Reads the credentials from the text of a secret, which must be a JSON object. Other formats are refused: a bare token has no
 * user, and a separator between the two could be part of either.
 * @param secret ARN of the secret, for messages
 * @throws UnusableSecretError
 */
export function parseSecret(secret: string, text: string | undefined, keys: SecretKeys): Credentials {
  const fail = (reason: string): never => {
    throw new UnusableSecretError(`The secret ${secret} ${reason}.`);
  };
  if (text === undefined) {
    return fail(`contains binary data, but must contain a JSON object as text, ${example(keys)}`);
  }
  const object = parseObject(text);
  if (object === undefined) return fail(`does not contain a JSON object, ${example(keys)}`);

  const field = (key: string): string => {
    if (!Object.hasOwn(object, key)) return fail(`has no key ${JSON.stringify(key)}`);
    const value = object[key];
    const name = `in its key ${JSON.stringify(key)}`;
    if (typeof value !== "string")
      return fail(`contains ${typeName(value)} ${name}, but must contain a string`);
    if (value === "") return fail(`contains an empty string ${name}`);
    // RFC 7617 section 2; a pasted password that ends in a line break is the usual case. The key of a Google Cloud service
    // account is a JSON object of several lines, and is sent as it is.
    const isKey = key === keys.password && parseObject(value) !== undefined;
    if (/\p{Cc}/u.test(value) && !isKey)
      return fail(`contains a control character, for example a line break, ${name}`);
    return value;
  };
  const username = field(keys.username);
  const password = field(keys.password);
  if (username.includes(":")) {
    return fail(
      `contains a colon in its key ${JSON.stringify(keys.username)}, which HTTP Basic authentication cannot carry`,
    );
  }
  return { Username: username, Password: password };
}

/** The object of a JSON text. The parser's own message is dropped: it quotes the text. */
function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function example(keys: SecretKeys): string {
  return `such as {${JSON.stringify(keys.username)}: "…", ${JSON.stringify(keys.password)}: "…"}`;
}
