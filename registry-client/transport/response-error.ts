import { AuthenticationError, displayUrl, type ErrorEntry, ResponseError } from "../errors";
import { type Failure, readFailure } from "./error-body";
import { type HttpResponse, rateLimitOf } from "./http-response";
import { describeRateLimit } from "./rate-limit";
import { parseRetryAfter } from "./retry";

/** The connection of a response, for messages. */
export interface ResponseContext {
  /** The host, `host[:port]`, that serves the API. */
  readonly host: string;
  readonly hasCredentials: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Replaces credentials and tokens in a server's text. */
  redact(text: string): string;
}

/** Turns an unexpected response into an error; reads or closes its body. */
export async function toResponseError(
  response: HttpResponse,
  context: ResponseContext,
): Promise<ResponseError | AuthenticationError> {
  const { status } = response;
  const { method, url } = response.request;
  const retryAfter = parseRetryAfter(response.header("retry-after"), context.now());
  const { errors, texts, page } = redacted(await readFailure(response), context);
  const said = [...errors.map(formatEntry), ...(errors.length > 0 ? [] : texts)];
  const details =
    said.length > 0 ? `: ${said.join(", ")}` : page ? ` with the page ${JSON.stringify(page)}` : "";
  const what = `${method} ${displayUrl(url)} returned ${status}${details}`;
  if ((status === 401 || status === 403) && url.host === context.host) {
    const reason = context.hasCredentials
      ? "the credentials were not accepted or do not allow this"
      : "no credentials were provided";
    return new AuthenticationError(`${what}; ${reason}`, status);
  }
  const limit = status === 429 ? rateLimitOf(response) : undefined;
  const wait = retryAfter === undefined ? "" : `; it requests a wait of ${Math.ceil(retryAfter)} s`;
  const hint = hintFor(status, errors, page);
  const text = `${what}${limit ? `; ${describeRateLimit(limit)}` : ""}${wait}${hint}`;
  return new ResponseError(text, status, method, displayUrl(url), errors, retryAfter, limit);
}

/** Replaces credentials in all texts of a server. */
export function redacted(
  { errors, texts, page }: Failure,
  { redact }: Pick<ResponseContext, "redact">,
): Failure {
  return {
    errors: errors.map(({ code, message }) => ({ code: redact(code), message: redact(message) })),
    texts: texts.map(redact),
    page: page === undefined ? undefined : redact(page),
  };
}

/** Formats an entry as part of a message. */
export function formatEntry({ code, message }: ErrorEntry): string {
  if (code === "") return message;
  return message === "" ? code : `${code} (${message})`;
}

// Likely causes of responses that do not name one.
function hintFor(status: number, errors: readonly ErrorEntry[], page: string | undefined): string {
  const isUploadLost = errors.some(({ code }) => code.startsWith("BLOB_UPLOAD_"));
  if (status === 404 && isUploadLost) {
    return "; several instances behind one name need the same HTTP secret (http.secret) and storage";
  }
  if (status === 413) {
    return "; a proxy in front of the registry limits the size of requests: raise its limit, or upload in chunks";
  }
  // nginx returns 400, 495 or 496 without a client certificate.
  if (status === 496 || (status === 400 && /SSL certificate/i.test(page ?? ""))) {
    return "; it requires a client certificate";
  }
  return "";
}
