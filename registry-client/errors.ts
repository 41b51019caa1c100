import { printable } from "./text/printable";
import { type CopyProgress, describeProgress } from "./copy/progress";
import type { RateLimit } from "./transport/rate-limit";

/**
 * Base class of this client's errors. Its message contains no credential, token, query string or control character.
 */
export abstract class RegistryError extends Error {
  constructor(message: string) {
    super(printable(message));
  }

  override get name(): string {
    return this.constructor.name;
  }
}

/** The phase in which a request failed without a complete response. */
export type TransportFailure =
  "name-resolution" | "connection" | "certificate" | "tls" | "timeout" | "proxy" | "redirect" | "protocol";

/** A request without a complete response: name resolution, connection, TLS, timeout, proxy or refused redirect. */
export class TransportError extends RegistryError {
  constructor(
    message: string,
    readonly failure: TransportFailure,
    /** Node's or OpenSSL's code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
    readonly code: string | undefined,
    /** Whether the same request can succeed when it is sent again. */
    readonly retryable: boolean,
  ) {
    super(message);
  }
}

/** One entry of a registry's error response (OCI distribution 1.1, "Error Codes"). */
export interface ErrorEntry {
  readonly code: string;
  readonly message: string;
}

/** A response with an unexpected status. */
export class ResponseError extends RegistryError {
  constructor(
    message: string,
    readonly status: number,
    readonly method: string,
    /** Origin and path; never the query. */
    readonly url: string,
    /** The registry's own codes, such as `MANIFEST_UNKNOWN`; empty for another body. */
    readonly errors: readonly ErrorEntry[],
    /** The seconds of `Retry-After` (RFC 9110, section 10.2.3), if there was one. */
    readonly retryAfterSeconds: number | undefined,
    /** The rate limit in the response, if any. */
    readonly rateLimit?: RateLimit,
  ) {
    super(message);
  }
}

/** The registry limits requests (429) beyond the deadline. */
export class RateLimitError extends ResponseError {
  constructor({ message, status, method, url, errors, retryAfterSeconds, rateLimit }: ResponseError) {
    super(message, status, method, url, errors, retryAfterSeconds, rateLimit);
  }
}

/** The registry or its token server did not accept the credentials, or requires an unknown scheme. */
export class AuthenticationError extends RegistryError {
  constructor(
    message: string,
    /** The status of the refusal, mostly 401 or 403. */
    readonly status: number | undefined,
  ) {
    super(message);
  }
}

/** What arrived is not what its descriptor says: another digest, another size, or no manifest at all. */
export class ContentError extends RegistryError {}

/** The image is valid but cannot be used as requested: no such platform, zstd layers, schema 1. */
export class UnsupportedImageError extends RegistryError {}

/** The archive cannot be read: not a tar, compressed, a path that leaves the archive, a missing member. */
export class ArchiveError extends RegistryError {}

/** The deadline of a copy has passed; the next run resumes it. */
export class DeadlineError extends RegistryError {
  constructor(
    /** What the destination has. */
    readonly progress: CopyProgress,
  ) {
    super(`Out of time: ${describeProgress(progress)} copied; run it again to continue from there`);
  }
}

/** A URL as it may be shown: origin and path, without user, password, query (which may be signed) or fragment. */
export function displayUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

const ERRORS_SHOWN = 4;

/** `error.message`, or the text of what was thrown; of several addresses that were tried, the message of each. */
export function messageOf(error: unknown): string {
  if (!(error instanceof AggregateError)) return error instanceof Error ? error.message : String(error);
  const messages = [...new Set(error.errors.map(messageOf))];
  const more = messages.length > ERRORS_SHOWN ? ` and ${messages.length - ERRORS_SHOWN} more` : "";
  return `${messages.slice(0, ERRORS_SHOWN).join(", ")}${more}` || error.message;
}

/** Node's `code` of an error, such as `ECONNRESET`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
