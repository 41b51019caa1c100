import type { RequestEvent } from "../../registry-client";

/** How one pull or push of a client ended. */
export type Outcome =
  /** All of the image came or was stored, with the right digests. */
  | "complete"
  /** The registry says that there is no such image, and nobody was told otherwise. */
  | "invisible"
  /** The registry says that there is no such image, although its push had succeeded. */
  | "missing"
  /** A manifest came, and a blob that it names did not exist. */
  | "half visible"
  /** Bytes came whose digest is another one. */
  | "wrong bytes"
  /** The client stopped it on purpose. */
  | "abandoned"
  /** It did not succeed before the deadline. */
  | "given up";

/** One pull or push. */
export interface Operation {
  readonly outcome: Outcome;
  readonly ms: number;
  /** Requests that {@link isFailedRequest} counts. */
  readonly failedRequests: number;
  /** How often the client gave up and was started again. */
  readonly repeats: number;
}

/** What the operations of one kind amount to. */
export interface OperationSummary {
  readonly complete: number;
  /** Without a request that failed. */
  readonly smooth: number;
  /** Complete after requests were sent again, or the client was started again. */
  readonly retried: number;
  /** Complete only after the client was started again. */
  readonly repeated: number;
  readonly failedRequests: number;
  readonly givenUp: number;
  readonly halfVisible: number;
  readonly wrongBytes: number;
  readonly missing: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

export function summarize(operations: readonly Operation[]): OperationSummary {
  const complete = operations.filter(({ outcome }) => outcome === "complete");
  const count = (outcome: Outcome): number => operations.filter((one) => one.outcome === outcome).length;
  const smooth = complete.filter(
    ({ failedRequests, repeats }) => failedRequests === 0 && repeats === 0,
  ).length;
  const times = complete.map(({ ms }) => ms);
  return {
    complete: complete.length,
    smooth,
    retried: complete.length - smooth,
    repeated: complete.filter(({ repeats }) => repeats > 0).length,
    failedRequests: operations.reduce((sum, { failedRequests }) => sum + failedRequests, 0),
    givenUp: count("given up"),
    halfVisible: count("half visible"),
    wrongBytes: count("wrong bytes"),
    missing: count("missing"),
    p50Ms: percentile(times, 50),
    p99Ms: percentile(times, 99),
    longestMs: percentile(times, 100),
  };
}

/** The smallest value that at least `percent` of all values do not exceed; `NaN` of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/**
 * Whether a request failed in a way that may be gone at the next attempt: without a response, with a status of 500 or more, or as an
 * upload that the task does not know.
 */
export function isFailedRequest({
  method,
  status,
  error,
}: Pick<RequestEvent, "method" | "status" | "error">): boolean {
  if (error !== undefined || status === undefined || status >= 500) return true;
  return status === 404 && (method === "PUT" || method === "PATCH");
}
