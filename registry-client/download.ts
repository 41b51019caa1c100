import { pausing } from "./clock";
import type { RegistryConnection } from "./connection";
import type { ExpectedContent } from "./digest";
import { ContentError, TransportError } from "./errors";
import type { HttpResponse } from "./http-response";
import { formatRange, parseContentRange } from "./range";
import { Attempts, isTransient } from "./retry";

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

/** The bytes of an answer's body by its `Content-Length`; `undefined` when it is not told. */
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

function openBlob(
  connection: RegistryConnection,
  repository: string,
  expected: ExpectedContent,
  start: number,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<Buffer>> {
  const what = `${connection.registry}/${repository}: blob ${expected.digest}`;
  return connection.request(
    {
      method: "GET",
      url: blobPath(repository, expected.digest),
      ...(start > 0 ? { headers: { range: formatRange(start) } } : {}),
      scopes: [{ repository, actions: ["pull"] }],
      expect: start > 0 ? [200, 206] : [200],
      ...(signal ? { signal } : {}),
    },
    async (response) => {
      const range = parseContentRange(response.header("content-range") ?? "");
      const size = response.status === 206 ? range?.size : lengthOf(response);
      const isOtherPart = response.status === 206 && range?.start !== start;
      if ((size !== undefined && size !== expected.size) || isOtherPart) {
        response.abandon();
        throw new ContentError(
          isOtherPart
            ? `${what}: the server answered with another range than was asked for`
            : `${what} has ${size} bytes instead of ${expected.size}`,
        );
      }
      // A server that knows no ranges sends all of it again.
      return response.status === 206 || start === 0 ? response.body() : skip(response.body(), start);
    },
  );
}

async function* skip(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer, void, undefined> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
