/**
 * How much may still be asked for, as Docker Hub tells with manifests.
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
  const [whole, left] = [read(limit), read(remaining)];
  if (!whole && !left) return undefined;
  return {
    limit: whole?.value,
    remaining: left?.value,
    windowSeconds: whole?.windowSeconds ?? left?.windowSeconds,
  };
}

/** Says it as part of a message: `0 of 100 requests in 21600 s are left`. */
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
