/**
 * Rate limit of a registry; Docker Hub sends it with manifests.
 *
 * Source: https://docs.docker.com/docker-hub/usage/pulls/ ("View pull rate and limit")
 */
export interface RateLimit {
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  readonly windowSeconds: number | undefined;
}

/**
 * Reads `RateLimit-Limit` and `RateLimit-Remaining`, a number with an optional window as in `100;w=21600`; `undefined`
 * when neither is there.
 */
export function parseRateLimit(
  limit: string | undefined,
  remaining: string | undefined,
): RateLimit | undefined {
  const [total, left] = [read(limit), read(remaining)];
  if (!total && !left) return undefined;
  return {
    limit: total?.value,
    remaining: left?.value,
    windowSeconds: total?.windowSeconds ?? left?.windowSeconds,
  };
}

/** Describes a rate limit as part of a message: `0 of 100 requests in 21600 s are left`. */
export function describeRateLimit({ limit, remaining, windowSeconds }: RateLimit): string {
  const requests = limit === undefined ? "requests" : `of ${limit} requests`;
  const within = windowSeconds === undefined ? "" : ` in ${windowSeconds} s`;
  return remaining === undefined
    ? `the limit is ${limit} requests${within}`
    : `${remaining} ${requests}${within} are left`;
}

function read(field: string | undefined): { value: number; windowSeconds: number | undefined } | undefined {
  const match = /^\s*(\d{1,15})(?:\s*;\s*w=(\d{1,15}))?/.exec(field ?? "");
  if (!match) return undefined;
  return { value: Number(match[1]), windowSeconds: match[2] === undefined ? undefined : Number(match[2]) };
}
