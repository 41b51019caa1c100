import { ContentError, displayUrl, ResponseError, TransportError } from "../errors";
import type { HttpResponse } from "../transport/http-response";

const REMEDY =
  "what stands in front of it must pass on Host with its port (nginx: proxy_set_header Host $http_host) and " +
  "X-Forwarded-Proto, or the registry use relative URLs (CNCF distribution: http.relativeurls)";

/**
 * Where an upload goes on, relative or absolute (RFC 9110, section 10.2.2): both are in use. Throws {@link ContentError}
 * where an answer tells no such place, or one without TLS.
 */
export function locationOf(response: HttpResponse): URL {
  const { method, url } = response.request;
  const location = response.header("location");
  if (location === undefined || !URL.canParse(location, url.href)) {
    throw new ContentError(`${method} ${displayUrl(url)}: the answer has no valid Location`);
  }
  const next = new URL(location, url);
  if (next.protocol === "http:") {
    throw new ContentError(
      `${method} ${displayUrl(url)}: the registry sends the upload to ${displayUrl(next)}, without TLS; ${REMEDY}`,
    );
  }
  return next;
}

/** Does what asks such a place; where that is another host than the registry's and does not answer, says why it may be. */
export async function atLocation<T>(host: string, location: URL, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (location.host === host) throw error;
    const text = `the registry ${host} sends the upload to ${location.host}; if that is not its own name, ${REMEDY}`;
    if (error instanceof TransportError) {
      const { message, failure, code, retryable } = error;
      throw new TransportError(`${message}; ${text}`, failure, code, retryable);
    }
    if (error instanceof ResponseError && error.status === 404) {
      const { message, status, method, url, errors, retryAfterSeconds, rateLimit } = error;
      throw new ResponseError(
        `${message}; ${text}`,
        status,
        method,
        url,
        errors,
        retryAfterSeconds,
        rateLimit,
      );
    }
    throw error;
  }
}
