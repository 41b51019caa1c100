import { AuthenticationError, displayUrl, type ErrorEntry, ResponseError } from "../errors";
import { type Failure, readFailure } from "./error-body";
import { type HttpResponse, rateLimitOf } from "./http-response";
import { describeRateLimit } from "./rate-limit";
import { parseRetryAfter } from "./retry";

/** What a message about an answer needs to know of the connection. */
export interface Asker {
  /** The host, `host[:port]`, that answers the API. */
  readonly host: string;
  readonly hasCredentials: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Replaces credentials and tokens in what a server says. */
  redact(text: string): string;
}

/** What an answer that was not expected amounts to; reads or closes its body. */
export async function toAnswerError(
  response: HttpResponse,
  asker: Asker,
): Promise<ResponseError | AuthenticationError> {
  const { status } = response;
  const { method, url } = response.request;
  const retryAfter = parseRetryAfter(response.header("retry-after"), asker.now());
  const { errors, texts, page } = redacted(await readFailure(response), asker);
  const said = [...errors.map(formatEntry), ...(errors.length > 0 ? [] : texts)];
  const details =
    said.length > 0 ? `: ${said.join(", ")}` : page ? ` with the page ${JSON.stringify(page)}` : "";
  const what = `${method} ${displayUrl(url)} answered ${status}${details}`;
  if ((status === 401 || status === 403) && url.host === asker.host) {
    const reason = asker.hasCredentials
      ? "the credentials were not accepted or do not allow this"
      : "no credentials were given";
    return new AuthenticationError(`${what}; ${reason}`, status);
  }
  const limit = status === 429 ? rateLimitOf(response) : undefined;
  const wait = retryAfter === undefined ? "" : `; it asks to wait ${Math.ceil(retryAfter)} s`;
  const hint = hintFor(status, errors, page);
  const text = `${what}${limit ? `; ${describeRateLimit(limit)}` : ""}${wait}${hint}`;
  return new ResponseError(text, status, method, displayUrl(url), errors, retryAfter, limit);
}

/** Replaces credentials in all that a server says. */
export function redacted({ errors, texts, page }: Failure, { redact }: Pick<Asker, "redact">): Failure {
  return {
    errors: errors.map(({ code, message }) => ({ code: redact(code), message: redact(message) })),
    texts: texts.map(redact),
    page: page === undefined ? undefined : redact(page),
  };
}

/** An entry as part of a message. */
export function formatEntry({ code, message }: ErrorEntry): string {
  if (code === "") return message;
  return message === "" ? code : `${code} (${message})`;
}

// Where the answer alone leaves everyone in the dark, but has one cause in most cases.
function hintFor(status: number, errors: readonly ErrorEntry[], page: string | undefined): string {
  const isUploadLost = errors.some(({ code }) => code.startsWith("BLOB_UPLOAD_"));
  if (status === 404 && isUploadLost) {
    return "; where several instances answer, all need the same HTTP secret (http.secret) and storage";
  }
  if (status === 413) {
    return "; something in front of the registry limits the size of a request: raise its limit, or send chunks";
  }
  // nginx, whose status without a certificate is 400, or 495 and 496.
  if (status === 496 || (status === 400 && /SSL certificate/i.test(page ?? ""))) {
    return "; it asks for a client certificate";
  }
  return "";
}
