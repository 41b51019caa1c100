import { ContentError, displayUrl, ResponseError, TransportError } from "../errors";
import type { HttpResponse } from "../transport/http-response";

const REMEDY =
  "the proxy in front of it must forward Host with its port (nginx: proxy_set_header Host $http_host) and " +
  "X-Forwarded-Proto, or the registry use relative URLs (CNCF distribution: http.relativeurls)";

/**
 * The URL at which an upload continues; registries send relative and absolute ones (RFC 9110, section 10.2.2). Throws
 * {@link ContentError} for a response without a valid `Location`, or one without TLS.
 */
export function locationOf(response: HttpResponse): URL {
  const { method, url } = response.request;
  const location = response.header("location");
  if (location === undefined || !URL.canParse(location, url.href)) {
    throw new ContentError(`${method} ${displayUrl(url)}: the response has no valid Location`);
  }
  const next = new URL(location, url);
  if (next.protocol === "http:") {
    throw new ContentError(
      `${method} ${displayUrl(url)}: the registry sends the upload to ${displayUrl(next)}, without TLS; ${REMEDY}`,
    );
  }
  return next;
}

/** Runs `action`, which sends requests to `location`; if another host than the registry's fails, adds the likely cause. */
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
