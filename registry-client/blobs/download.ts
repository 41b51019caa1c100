import { pausing } from "../transport/clock";
import type { RegistryConnection } from "../connection";
import { decoded } from "../transport/content-encoding";
import type { ExpectedContent } from "./digest";
import { ContentError, TransportError } from "../errors";
import type { HttpResponse } from "../transport/http-response";
import { formatRange, parseContentRange } from "./range";
import { Attempts, isTransient } from "../transport/retry";

/** Bounds a call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface BlobOptions extends CallOptions {
  /** The first byte; 0 by default. The digest is checked only from 0 on. */
  readonly start?: number;
}

// So many bytes between two failures count as progress.
const PROGRESS_BYTES = 1024 * 1024;

/** Where a repository's blob is. Source: OCI distribution 1.1, "Pulling blobs". */
export function blobPath(repository: string, digest: string): string {
  return `/v2/${repository}/blobs/${digest}`;
}

/** The size of a response body from `Content-Length`; `undefined` without that header. */
export function lengthOf(response: HttpResponse): number | undefined {
  const length = response.header("content-length");
  return length === undefined || !/^\d{1,15}$/.test(length) ? undefined : Number(length);
}

/** A blob's bytes, with range requests from where a connection broke or stalled; the digest is not checked. */
export async function* download(
  connection: RegistryConnection,
  repository: string,
  expected: ExpectedContent,
  options: BlobOptions,
): AsyncGenerator<Buffer, void, undefined> {
  let offset = options.start ?? 0;
  const attempts = new Attempts(connection.retry);
  for (;;) {
    const started = offset;
    // Asking is retried in itself; what follows is about what breaks off after that.
    const body = await openBlob(connection, repository, expected, offset, options.signal);
    try {
      for await (const chunk of body) {
        offset += chunk.length;
        // From 0 on, the check of the digest says so.
        if (started > 0 && offset > expected.size) throw tooLong(connection, repository, expected);
        yield chunk;
      }
      if (offset >= expected.size) return;
      throw new TransportError(
        `${connection.registry}/${repository}: blob ${expected.digest} broke off after ${offset} of ${expected.size} bytes`,
        "connection",
        undefined,
        true,
      );
    } catch (error) {
      // All of it arrived before the connection broke, and nothing is left to ask for.
      if (isTransient(error) && offset >= expected.size) return;
      if (offset - started >= PROGRESS_BYTES) attempts.progressed();
      const pause = isTransient(error) ? attempts.pauseAfter(error) : undefined;
      if (pause === undefined) throw error;
      await pausing(pause, options.signal);
    }
  }
}

function tooLong(
  { registry }: RegistryConnection,
  repository: string,
  { digest, size }: ExpectedContent,
): ContentError {
  return new ContentError(`${registry}/${repository}: blob ${digest} has more than ${size} bytes`);
}

/** Statuses of a server that refuses a range: the request is repeated without one. RFC 9110, section 14.2. */
export const RANGE_REFUSALS: readonly number[] = [400, 416, 501];

async function openBlob(
  connection: RegistryConnection,
  repository: string,
  expected: ExpectedContent,
  start: number,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<Buffer>> {
  const what = `${connection.registry}/${repository}: blob ${expected.digest}`;
  const request = {
    method: "GET",
    url: blobPath(repository, expected.digest),
    scopes: [{ repository, actions: ["pull"] }],
    ...(signal ? { signal } : {}),
  } as const;
  if (start > 0) {
    // With an end, as some servers take no others.
    const headers = { range: formatRange(start, expected.size) };
    const part = await connection.request(
      { ...request, headers, expect: [200, 206, ...RANGE_REFUSALS] },
      async (response) => partOf(response, expected, start, what),
    );
    if (part) return part;
  }
  return connection.request({ ...request, expect: [200] }, async (response) =>
    skip(wholeOf(response, expected, what), start),
  );
}

// `undefined` for another range than the requested one.
async function partOf(
  response: HttpResponse,
  expected: ExpectedContent,
  start: number,
  what: string,
): Promise<AsyncIterable<Buffer> | undefined> {
  // A server that knows no ranges sends all of it again.
  if (response.status === 200) return skip(wholeOf(response, expected, what), start);
  const range = parseContentRange(response.header("content-range") ?? "");
  const isRight =
    response.status === 206 && range?.start === start && (range.size ?? expected.size) === expected.size;
  if (isRight) return response.body();
  if (response.status === 206) response.abandon();
  else await response.discard();
  return undefined;
}

function wholeOf(response: HttpResponse, expected: ExpectedContent, what: string): AsyncIterable<Buffer> {
  const size = lengthOf(response);
  const { contentEncoding } = response;
  // Where the length is that of the blob, the field tells what the blob is, as for files of gzip, and nothing is encoded.
  if (contentEncoding !== undefined && size !== expected.size) {
    return decoded(response.body(), contentEncoding, what);
  }
  if (size === undefined || size === expected.size) return response.body();
  response.abandon();
  throw new ContentError(`${what} has ${size} bytes instead of ${expected.size}`);
}

function skip(chunks: AsyncIterable<Buffer>, count: number): AsyncIterable<Buffer> {
  return count === 0 ? chunks : skipping(chunks, count);
}

async function* skipping(
  chunks: AsyncIterable<Buffer>,
  count: number,
): AsyncGenerator<Buffer, void, undefined> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
